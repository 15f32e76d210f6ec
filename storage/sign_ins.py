"""Signing in to the dashboard: one-time links, and the browsers in which somebody is signed in.

Of the token of a link and of a browser only a keyed hash is kept. A session counts while who has it is of the
staff in the role that it was begun in.
"""

from dataclasses import dataclass, field

from sqlalchemy import bindparam, delete, insert, or_, select, update

from storage.changes import Stale, Write
from storage.database import Database
from storage.keys import Keyring
from storage.schema.staff import STAFF, STAFF_LINK, STAFF_SESSION, StaffLink, StaffSession
from storage.sealing import keyed_hash

IDLE = 15 * 60
"""Seconds without a request after which a session is over."""
LONGEST = 12 * 3_600
"""Seconds after which it is over, however much it is used."""
EXACT = 60
"""Seconds between two times that it is noted as used."""


@dataclass(frozen=True, slots=True)
class Session:
    """A browser in which somebody of the staff is signed in; `seen`: when it was last noted as used."""

    lookup: bytes = field(repr=False)
    person: bytes = field(repr=False)
    role: str
    language: str
    seen: int
    until: int


_LINKED = select(STAFF_LINK.person).where(
    STAFF_LINK.lookup == bindparam("at"), STAFF_LINK.until > bindparam("now")
)
_SESSION = (
    select(*(STAFF_SESSION[name] for name in ("lookup", "person", "role", "language", "seen", "until")))
    .where(
        STAFF_SESSION.lookup == bindparam("at"),
        STAFF_SESSION.until > bindparam("now"),
        STAFF_SESSION.seen > bindparam("since"),
    )
    .where(STAFF.person == STAFF_SESSION.person, STAFF.role == STAFF_SESSION.role)
)
_OFFER = insert(StaffLink)
_USE = delete(StaffLink).where(STAFF_LINK.lookup == bindparam("used"))
_DROP_LINKS = delete(StaffLink).where(STAFF_LINK.person == bindparam("who"))
_OLD_LINKS = delete(StaffLink).where(STAFF_LINK.until <= bindparam("before"))
_BEGIN = insert(StaffSession)
_TOUCH = (
    update(StaffSession)
    .where(STAFF_SESSION.lookup == bindparam("which"), STAFF_SESSION.seen < bindparam("now"))
    .values(seen=bindparam("now"))
)
_SPEAK = (
    update(StaffSession)
    .where(STAFF_SESSION.lookup == bindparam("which"))
    .values(language=bindparam("new_language"))
)
_END = delete(StaffSession).where(STAFF_SESSION.lookup == bindparam("which"))
_END_ALL = delete(StaffSession).where(STAFF_SESSION.person == bindparam("who"))
_OLD_SESSIONS = delete(StaffSession).where(
    or_(STAFF_SESSION.until <= bindparam("before"), STAFF_SESSION.seen <= bindparam("since"))
)


async def linked(database: Database, keys: Keyring, token: str, now: int) -> bytes | None:
    """Whom a link that still holds signs in."""
    row = await database.row(_LINKED, at=_link(keys, token), now=now)
    return row[0] if row else None


async def session(database: Database, keys: Keyring, token: str, now: int) -> Session | None:
    """The session of a browser, while it counts."""
    row = await database.row(_SESSION, at=_browser(keys, token), now=now, since=now - IDLE)
    return Session(*row) if row else None


def offer(keys: Keyring, person: bytes, token: str, until: int) -> tuple[Write, ...]:
    """A link that holds until a time; an earlier one of theirs does not any more."""
    values = {"lookup": _link(keys, token), "person": person, "until": until}
    return (Write(_DROP_LINKS, {"who": person}), Write(_OFFER, values))


def use(keys: Keyring, token: str) -> Write:
    """A link is used once; raises `Stale` if it was used before."""
    return Write(_USE, {"used": _link(keys, token)}, otherwise=Stale)


def begin(keys: Keyring, person: bytes, role: str, language: str, token: str, now: int) -> Write:
    """Somebody is signed in, in the browser that has this token."""
    values = {
        "lookup": _browser(keys, token),
        "person": person,
        "role": role,
        "language": language,
        "seen": now,
        "until": now + LONGEST,
    }
    return Write(_BEGIN, values)


def touch(found: Session, now: int) -> tuple[Write, ...]:
    """It is used now; nothing where that was noted just before."""
    return (Write(_TOUCH, {"which": found.lookup, "now": now}),) if now - found.seen >= EXACT else ()


def speak(found: Session, language: str) -> Write:
    """The pages speak another language in this browser."""
    return Write(_SPEAK, {"which": found.lookup, "new_language": language})


def end(keys: Keyring, token: str) -> Write:
    """Nobody is signed in with this token any more."""
    return Write(_END, {"which": _browser(keys, token)})


def end_all(person: bytes) -> tuple[Write, ...]:
    """In no browser is this person signed in any more, nor can be by a link that they have."""
    return (Write(_DROP_LINKS, {"who": person}), Write(_END_ALL, {"who": person}))


def sweep(now: int) -> tuple[Write, ...]:
    """Delete what does not hold any more."""
    return (
        Write(_OLD_LINKS, {"before": now}),
        Write(_OLD_SESSIONS, {"before": now, "since": now - IDLE}),
    )


def _link(keys: Keyring, token: str) -> bytes:
    return keyed_hash(keys.staff, b"link", token.encode())


def _browser(keys: Keyring, token: str) -> bytes:
    return keyed_hash(keys.staff, b"session", token.encode())
