"""Announcements: what is said, to whom, when and how often."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any

from sqlalchemy import BigInteger, Integer, LargeBinary, bindparam, delete, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.changes import Stale, Write
from storage.database import Database, Row
from storage.kinds import Audience, Kind, State
from storage.schema.announcements import ANNOUNCEMENT, Delivery
from storage.schema.announcements import Announcement as AnnouncementRow
from storage.schema.organisations import ORGANISATION
from storage.schema.people import PERSON


@dataclass(frozen=True, slots=True)
class Announcement:
    """A text by language (`kind` written), or news that a consultation opened or closed.

    An `OrganisationKind` is news to members of an organisation, of no consultation.

    `audience`: whom of those it concerns. `local`: the wall time ("2026-12-01T09:00") at which it comes in
    each recipient's own zone; empty where it comes to all at `due`. `rule`: an RRULE (RFC 5545) by which it
    comes again from then on; each of these is an announcement of its own, of this `series`, made at `due`.
    `expires`: when it is too late to send it (UTC seconds, 0: never). `medium`: the digest of a picture or
    document. `author`: who wrote it in the chat (None: the command line), `organisation`: in whose name.
    `reason`: why it was refused, in the words of who refused it. `cards`: the name of the set of learning
    cards of the consultation that it carries; empty for none.
    """

    id: bytes
    consultation: str
    kind: Kind
    due: int
    texts: Mapping[str, str] = field(default_factory=dict)
    regions: tuple[str, ...] = ()
    state: State = "waiting"
    topics: tuple[str, ...] = ()
    language: str = ""
    audience: Audience = "everybody"
    local: str = ""
    rule: str = ""
    expires: int = 0
    medium: str = ""
    author: bytes | None = field(default=None, repr=False)
    organisation: bytes | None = None
    event: bytes | None = None
    series: bytes | None = None
    reason: str = ""
    cards: str = ""


_COLUMNS = (
    ANNOUNCEMENT.id,
    ANNOUNCEMENT.consultation,
    ANNOUNCEMENT.kind,
    ANNOUNCEMENT.due,
    ANNOUNCEMENT.texts,
    ANNOUNCEMENT.regions,
    ANNOUNCEMENT.state,
    ANNOUNCEMENT.topics,
    ANNOUNCEMENT.language,
    ANNOUNCEMENT.audience,
    ANNOUNCEMENT.local,
    ANNOUNCEMENT.rule,
    ANNOUNCEMENT.expires,
    ANNOUNCEMENT.medium,
    ANNOUNCEMENT.author,
    ANNOUNCEMENT.organisation,
    ANNOUNCEMENT.event,
    ANNOUNCEMENT.series,
    ANNOUNCEMENT.reason,
    ANNOUNCEMENT.cards,
)
_TABLE = select(*_COLUMNS)
_ONE = _TABLE.where(ANNOUNCEMENT.id == bindparam("id"))
NOT_SETTLED = ANNOUNCEMENT.settled == 0
_DUE = _TABLE.where(NOT_SETTLED, ANNOUNCEMENT.state == "waiting", ANNOUNCEMENT.due <= bindparam("now"))
_ALL = _TABLE.where(ANNOUNCEMENT.consultation == bindparam("consultation")).order_by(
    ANNOUNCEMENT.due, ANNOUNCEMENT.id
)
_IN_ORDER = _TABLE.where(NOT_SETTLED).order_by(ANNOUNCEMENT.due, ANNOUNCEMENT.id)
_ASKED = _IN_ORDER.where(ANNOUNCEMENT.state == "asked")
_PAUSED = _IN_ORDER.where(ANNOUNCEMENT.state == "paused")
_WRITTEN = (
    _TABLE.where(ANNOUNCEMENT.kind == "written", ANNOUNCEMENT.state != "draft")
    .order_by(ANNOUNCEMENT.due.desc(), ANNOUNCEMENT.id)
    .limit(bindparam("most", type_=Integer))
)
_WRITTEN_FOR = _WRITTEN.where(ANNOUNCEMENT.organisation == bindparam("organisation", type_=LargeBinary))
_WRITTEN_HERE = _WRITTEN.where(ANNOUNCEMENT.consultation == bindparam("consultation"))
_VERIFIED = select(ORGANISATION.id).where(
    ORGANISATION.id == ANNOUNCEMENT.organisation, ORGANISATION.state == "verified"
)
_TO_COME = or_(*(ANNOUNCEMENT.state == state for state in ("asked", "waiting", "paused", "sending")))
_DISOWNED = _TABLE.where(
    NOT_SETTLED,
    ANNOUNCEMENT.organisation.is_not(None),
    ~_VERIFIED.exists(),
    ANNOUNCEMENT.kind == "written",
    _TO_COME,
)
_DRAFT = _TABLE.where(ANNOUNCEMENT.state == "draft", ANNOUNCEMENT.author == bindparam("author"))
UNDER_WAY = (
    NOT_SETTLED,
    ANNOUNCEMENT.consultation != "",
    or_(ANNOUNCEMENT.state == "waiting", ANNOUNCEMENT.state == "sending"),
)
_ANY_UNDER_WAY = select(ANNOUNCEMENT.id).where(*UNDER_WAY).limit(1)
_ADD = insert(AnnouncementRow)
IN_STATE = (ANNOUNCEMENT.id == bindparam("which"), ANNOUNCEMENT.state == bindparam("before"))
_DROP = delete(AnnouncementRow).where(*IN_STATE)
_OCCUR = upsert(AnnouncementRow).on_conflict_do_nothing()
_CHANGEABLE = (
    "due",
    "texts",
    "regions",
    "topics",
    "language",
    "audience",
    "local",
    "rule",
    "expires",
    "medium",
    "cards",
)
_CHANGE = (
    update(AnnouncementRow).where(*IN_STATE).values({name: bindparam(f"new_{name}") for name in _CHANGEABLE})
)
DELIVER = (
    upsert(Delivery)
    .from_select(
        ["announcement", "person", "channel", "state", "due", "day"],
        select(
            bindparam("of", type_=LargeBinary),
            PERSON.id,
            PERSON.channel,
            bindparam("state", "waiting"),
            bindparam("new_due", type_=BigInteger),
            bindparam("day", 0),
        )
        .where(PERSON.id == bindparam("who"))
        .with_for_update(read=True, key_share=True),  # who is forgotten meanwhile gets none
    )
    .on_conflict_do_nothing()
)


async def get(database: Database, announcement: bytes) -> Announcement | None:
    """An announcement by id."""
    row = await database.row(_ONE, id=announcement)
    return _read(row) if row else None


async def of(database: Database, consultation: str) -> list[Announcement]:
    """All announcements of a consultation, the earliest first."""
    return [_read(row) for row in await database.rows(_ALL, consultation=consultation)]


async def due(database: Database, now: int) -> list[Announcement]:
    """Announcements whose time has come and whose audience was not addressed yet."""
    return [_read(row) for row in await database.rows(_DUE, now=now)]


async def asked(database: Database) -> list[Announcement]:
    """What waits for approval, the earliest first."""
    return [_read(row) for row in await database.rows(_ASKED)]


async def paused(database: Database) -> list[Announcement]:
    """What was halted and is neither resumed nor called off, the earliest first."""
    return [_read(row) for row in await database.rows(_PAUSED)]


async def written(database: Database, consultation: str, most: int) -> list[Announcement]:
    """What was written and is no draft any more, the latest first."""
    rows = await database.rows(_WRITTEN_HERE, consultation=consultation, most=most)
    return [_read(row) for row in rows]


async def written_for(database: Database, organisation: bytes, most: int) -> list[Announcement]:
    """The same of what was written in the name of an organisation."""
    rows = await database.rows(_WRITTEN_FOR, organisation=organisation, most=most)
    return [_read(row) for row in rows]


async def disowned(database: Database) -> list[Announcement]:
    """What is to come of organisations that are not verified any more, or are gone."""
    return [_read(row) for row in await database.rows(_DISOWNED)]


async def draft_by(database: Database, author: bytes) -> Announcement | None:
    """What somebody is writing and nobody else has seen."""
    row = await database.row(_DRAFT, author=author)
    return _read(row) if row else None


async def under_way(database: Database) -> bool:
    """Whether there is anything that `stop` would halt."""
    return await database.row(_ANY_UNDER_WAY) is not None


def add(announcement: Announcement) -> Write:
    """Keep a new announcement."""
    return Write(_ADD, _row(announcement))


def occur(announcement: Announcement) -> Write:
    """Keep what comes by a rule, unless it came before."""
    return Write(_OCCUR, _row(announcement))


def tell(announcement: Announcement, people: Iterable[bytes]) -> tuple[Write, ...]:
    """Keep a new announcement that goes to these people and nobody else."""
    delivery = {"of": announcement.id, "new_due": announcement.due}
    named: Audience = "invited" if announcement.audience == "invited" else "named"
    addressed = add(replace(announcement, state="sending", audience=named))
    return (addressed, *(Write(DELIVER, {**delivery, "who": person}) for person in people))


def change(before: Announcement, after: Announcement) -> Write:
    """What it says, to whom and when; raises `Stale` if it is not in the state any more it was loaded in."""
    row = _row(after)
    values = {f"new_{name}": row[name] for name in _CHANGEABLE}
    return Write(_CHANGE, {"which": before.id, "before": before.state, **values}, otherwise=Stale)


def drop(announcement: Announcement) -> Write:
    """Nothing is left of it; raises `Stale` if it is not in the state any more it was loaded in."""
    return Write(_DROP, {"which": announcement.id, "before": announcement.state}, otherwise=Stale)


def note(announcement: Announcement, now: int) -> Announcement:
    """That it goes out now, for staff: the same each time it is made, of no consultation, and told first."""
    id = blake2b(b"going_out", key=announcement.id, digest_size=16).digest()
    return Announcement(id, "", "going_out", now, state="sending", audience="named", series=announcement.id)


def _row(announcement: Announcement) -> dict[str, Any]:
    plain = {column.name: getattr(announcement, column.name) for column in _COLUMNS}
    return {
        **plain,
        "settled": 0,
        "texts": json.dumps(dict(announcement.texts), ensure_ascii=False),
        "regions": json.dumps(announcement.regions),
        "topics": json.dumps(announcement.topics),
    }


def _read(row: Row) -> Announcement:
    identity, consultation, kind, due_at, texts, regions, state, topics, *more = row
    about = json.loads(texts), tuple(json.loads(regions)), state, tuple(json.loads(topics))
    return Announcement(identity, consultation, kind, due_at, *about, *more)
