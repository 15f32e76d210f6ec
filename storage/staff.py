"""Who works here and as what, and the links by which they join."""

from dataclasses import dataclass, field
from typing import Literal, get_args

from sqlalchemy import bindparam, delete, insert, null, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from storage import sign_ins
from storage.changes import Stale, Write
from storage.database import Database, Row
from storage.erasable import destroy, number_of, seal_erasably, unseal_erasable
from storage.erasure_keys import NO_KEY
from storage.keys import Keyring
from storage.schema.staff import STAFF, STAFF_INVITATION, Staff, StaffInvitation
from storage.sealing import keyed_hash

Role = Literal["owner", "administrator", "reader"]
ROLES: tuple[Role, ...] = get_args(Role)
CODE = 6
"""Letters of an id that staff type."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the staff. `code` names them in the log and to who types it, and says nothing else."""

    person: bytes = field(repr=False)
    role: Role
    name: str = field(repr=False)
    code: str
    erasure_key: int = field(default=NO_KEY, repr=False)
    """Number of the key of their name."""
    invited_by: bytes | None = field(default=None, repr=False)
    """Who of the staff, as long as both count as one when something is approved;"""
    tied_until: int = 0
    """which is so until then, in UTC seconds."""


@dataclass(frozen=True, slots=True)
class Invited:
    """As what a link lets somebody in, and the name by which others will know them."""

    role: Role
    name: str = field(repr=False)
    erasure_key: int = field(default=NO_KEY, repr=False)
    """Number of the key of this name; the one who joins keeps it."""
    invited_by: bytes | None = field(default=None, repr=False)
    """Who of the staff; None: whoever holds the server."""


_COLUMNS = (STAFF.person, STAFF.role, STAFF.name, STAFF.invited_by, STAFF.tied_until)
_ALL = select(*_COLUMNS).order_by(STAFF.person)
_ONE = select(*_COLUMNS).where(STAFF.person == bindparam("person"))
_INVITED = select(STAFF_INVITATION.role, STAFF_INVITATION.name, STAFF_INVITATION.invited_by).where(
    STAFF_INVITATION.lookup == bindparam("at"), STAFF_INVITATION.until > bindparam("now")
)
_JOIN = upsert(Staff).on_conflict_do_nothing()
_REMOVE = delete(Staff).where(STAFF.person == bindparam("who"))
_GIVE = (
    update(Staff)
    .where(STAFF.person == bindparam("who"), STAFF.role == bindparam("before"))
    .values(role=bindparam("after"))
)
_UNTIE = (
    update(Staff).where(STAFF.tied_until.between(1, bindparam("now"))).values(invited_by=null(), tied_until=0)
)
_INVITE = insert(StaffInvitation)
_USE = delete(StaffInvitation).where(STAFF_INVITATION.lookup == bindparam("used"))
_OLD_INVITATIONS = delete(StaffInvitation).where(STAFF_INVITATION.until <= bindparam("before"))


async def every(database: Database, keys: Keyring) -> list[Colleague]:
    """All staff, in an order that tells nothing."""
    return [_read(keys, row) for row in await database.rows(_ALL)]


async def of(database: Database, keys: Keyring, person: bytes) -> Colleague | None:
    """What a person is here; None if they are not of the staff."""
    row = await database.row(_ONE, person=person)
    return _read(keys, row) if row else None


async def invited(database: Database, keys: Keyring, invitation: bytes, now: int) -> Invited | None:
    """As what an invitation that still holds lets somebody in."""
    row = await database.row(_INVITED, at=invitation, now=now)
    if row is None:
        return None
    role, sealed, by = row
    return Invited(_role(role), _name(keys, sealed, invitation), number_of(sealed), by)


def invitation(keys: Keyring, token: str) -> bytes:
    """What is kept of an invitation's token: a keyed hash that it is found by."""
    return keyed_hash(keys.staff, b"invitation", token.encode())


def code(keys: Keyring, person: bytes) -> str:
    """What names somebody of the staff in the log: it leads back to them only while they are there."""
    return keyed_hash(keys.staff, b"code", person).hex()[:CODE]


def invite(
    keys: Keyring, role: Role, name: str, token: str, until: int, invited_by: bytes | None = None
) -> Write:
    """An invitation that holds until a time."""
    at = invitation(keys, token)
    sealed = seal_erasably(keys, keys.staff, keys.erasure.draw(), name.encode(), at)
    values = {"lookup": at, "role": role, "name": sealed, "until": until, "invited_by": invited_by}
    return Write(_INVITE, values)


def use(invitation: bytes) -> Write:
    """An invitation is taken once; raises `Stale` if it was taken before."""
    return Write(_USE, {"used": invitation}, otherwise=Stale)


def join(keys: Keyring, person: bytes, invited: Invited, tied_until: int = 0) -> Write:
    """One more of the staff, who counts as one with who invited them for a while; raises `Stale` if they are
    already."""
    by, until = (invited.invited_by, tied_until) if invited.invited_by and tied_until else (None, 0)
    number = invited.erasure_key or keys.erasure.draw()
    name = seal_erasably(keys, keys.staff, number, invited.name.encode(), person)
    values = {"person": person, "role": invited.role, "name": name, "invited_by": by, "tied_until": until}
    return Write(_JOIN, values, otherwise=Stale)


def remove(person: bytes, erasure_key: int) -> tuple[Write, ...]:
    """One fewer, signed in nowhere any more; raises `Stale` if they are gone already."""
    gone = Write(_REMOVE, {"who": person}, otherwise=Stale)
    return (gone, *sign_ins.end_all(person), *destroy((erasure_key,)))


def give(colleague: Colleague, role: Role) -> tuple[Write, ...]:
    """Another role, for which they sign in anew; raises `Stale` if they have not the one they had."""
    values = {"who": colleague.person, "before": colleague.role, "after": role}
    return (Write(_GIVE, values, otherwise=Stale), *sign_ins.end_all(colleague.person))


def untie(now: int) -> Write:
    """Forget who invited whom, where both count apart by now."""
    return Write(_UNTIE, {"now": now})


def sweep_invitations(now: int) -> Write:
    """Delete those whose time is over."""
    return Write(_OLD_INVITATIONS, {"before": now})


def _role(name: str) -> Role:
    return next(role for role in ROLES if role == name)


def _read(keys: Keyring, row: Row) -> Colleague:
    person, role, sealed, by, until = row
    name = _name(keys, sealed, person)
    return Colleague(person, _role(role), name, code(keys, person), number_of(sealed), by, until)


def _name(keys: Keyring, sealed: bytes, purpose: bytes) -> str:
    return unseal_erasable(keys, keys.staff, sealed, purpose).decode()
