"""Small rows that keep the house in order: what was seen, what was put aside, pulses and chores."""

from typing import Literal

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert as upsert

from storage import events, media, sign_ins, staff, uploads
from storage.changes import Repeat, Write
from storage.database import Database
from storage.erasable import seal_erasably
from storage.keys import Keyring
from storage.organisations import sweep_invitations
from storage.parts import PART
from storage.people import lookup
from storage.schema.upkeep import CHORE, PULSE, PUT_ASIDE, SEEN, Chore, Pulse, PutAside, Seen

SEEN_HOURS = 48
PUT_ASIDE_DAYS = 7
HOUR, DAY = 3_600, 86_400
ChoreKind = Literal["open", "close", "destroy", "erase", "expire", "finish"]

_SEE = upsert(Seen).on_conflict_do_nothing()
_UNSEE = delete(Seen).where(SEEN.key == bindparam("which"))
_WAS_SEEN = select(SEEN.hour).where(SEEN.key == bindparam("key"))
_some = SEEN.key.table.alias("some_of_it")
_OLD_SEEN = delete(Seen).where(
    SEEN.key.in_(select(_some.c.key).where(_some.c.hour < bindparam("before")).limit(PART))
)
_ASIDE = upsert(PutAside).on_conflict_do_nothing()
_OLD_ASIDE = delete(PutAside).where(PUT_ASIDE.day < bindparam("before"))
_ALL_ASIDE = delete(PutAside)
_CHORES = select(CHORE.kind, CHORE.subject)
_ADD_CHORE = upsert(Chore).on_conflict_do_nothing()
_DROP_CHORE = delete(Chore).where(CHORE.kind == bindparam("which"), CHORE.subject == bindparam("of"))
_PULSE = select(PULSE.at).where(PULSE.name == bindparam("name"))
_ADD_PULSE = upsert(Pulse)
_BEAT = _ADD_PULSE.on_conflict_do_update(index_elements=["name"], set_={"at": _ADD_PULSE.excluded["at"]})


async def was_seen(database: Database, key: str) -> bool:
    """Whether something with this key was taken in the last 48 hours."""
    return await database.row(_WAS_SEEN, key=key) is not None


async def chores(database: Database) -> list[tuple[ChoreKind, str]]:
    """What is still to be done after a commit: (kind, subject)."""
    return [(row[0], row[1]) for row in await database.rows(_CHORES)]


async def pulse(database: Database, name: str) -> int | None:
    """When something last worked, in UTC seconds."""
    row = await database.row(_PULSE, name=name)
    return int(row[0]) if row else None


def see(key: str, now: int) -> Write:
    """Remember a key; raises `Repeat` if it is known."""
    return Write(_SEE, {"key": key, "hour": now // HOUR}, otherwise=Repeat)


def unsee(key: str) -> Write:
    """Forget it before its time."""
    return Write(_UNSEE, {"which": key})


def put_aside(
    keys: Keyring, identity: bytes, where: tuple[str, str], error: str, content: str, now: int
) -> Write:
    """Keep what our code could not handle, sealed; `where` is channel and address."""
    values = {
        "id": identity,
        "lookup": lookup(keys, *where),
        "error": error,
        "day": now // DAY,
        "sealed": seal_erasably(keys, keys.contact, keys.erasure.draw(), content.encode(), identity),
    }
    return Write(_ASIDE, values)


def drop_put_aside() -> Write:
    """At close: what was put aside says who wrote it, and may be an answer."""
    return Write(_ALL_ASIDE, {})


def add_chore(kind: ChoreKind, subject: str) -> Write:
    """Something to do after the commit."""
    return Write(_ADD_CHORE, {"kind": kind, "subject": subject})


def drop_chore(kind: ChoreKind, subject: str) -> Write:
    """It is done."""
    return Write(_DROP_CHORE, {"which": kind, "of": subject})


def beat(name: str, now: int) -> Write:
    """Something works now."""
    return Write(_BEAT, {"name": name, "at": now})


def sweep(now: int) -> tuple[Write, ...]:
    """Delete what has outlived its time, of what there is little; `storage/retention.py` knows the rest."""
    return (
        Write(_OLD_ASIDE, {"before": now // DAY - PUT_ASIDE_DAYS}),
        sweep_invitations(now),
        staff.sweep_invitations(now),
        *sign_ins.sweep(now),
        uploads.sweep(now),
        media.sweep(),
        *events.end(now),
    )


def sweep_seen(now: int) -> Write:
    """To be written in parts: forget keys of what was taken 48 hours ago."""
    return Write(_OLD_SEEN, {"before": now // HOUR - SEEN_HOURS})
