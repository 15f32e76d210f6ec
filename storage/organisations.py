"""Organisations, who speaks for them, and the invitations by which others join.

A profile is sealed under a key of the operator's, so that the disk alone names no organisation. Everything
about one organisation goes through its version.
"""

import json
from dataclasses import asdict, dataclass, field, replace
from typing import Literal, get_args

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.changes import Stale, Write
from storage.database import Database, Row
from storage.erasable import destroy, number_of, seal_erasably, unseal_erasable
from storage.erasure_keys import NO_KEY
from storage.keys import Keyring
from storage.schema.organisations import INVITATION, MEMBER, ORGANISATION, Invitation, Member
from storage.schema.organisations import Organisation as OrganisationRow
from storage.schema.papers import SIGNATURE, Signature
from storage.sealing import keyed_hash

State = Literal["waiting", "verified", "refused"]
STATES: tuple[State, ...] = get_args(State)
CODE = 6
"""Letters of an id that staff type."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What an organisation says of itself. `role` is that of who registered it, until it is decided on."""

    name: str
    about: str = ""
    regions: str = ""
    role: str = ""
    reason: str = ""
    """Why it was refused, in the administrator's words."""
    contact: str = field(default="", repr=False)
    """The id of the member who may hand it over and remove others; empty: any of them."""
    handing: str = field(default="", repr=False)
    """The invitation by which somebody becomes the contact."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation as it stood at `version`."""

    id: bytes
    version: int
    state: State
    profile: Profile = field(repr=False)
    members: int = 0
    erasure_key: int = NO_KEY
    """The number of the key that the profile is sealed under, with another (`storage/erasable.py`)."""

    @property
    def name(self) -> str:
        return self.profile.name

    def has_contact(self, person: bytes) -> bool:
        """Whether a member may hand it over and remove others."""
        return self.profile.contact in {"", person.hex()}

    @property
    def code(self) -> str:
        """The beginning of its id, short enough to be typed."""
        return self.id.hex()[:CODE]


_MEMBERS = (
    select(MEMBER.person).where(MEMBER.organisation == bindparam("organisation")).order_by(MEMBER.person)
)
_ALL_MEMBERS = select(MEMBER.organisation)
_COLUMNS = (ORGANISATION.id, ORGANISATION.version, ORGANISATION.state, ORGANISATION.profile)
_ALL = select(*_COLUMNS).order_by(ORGANISATION.id)
_ONE = select(*_COLUMNS).where(ORGANISATION.id == bindparam("organisation"))
_MINE = select(MEMBER.organisation).where(MEMBER.person == bindparam("person"))
_INVITED = select(INVITATION.organisation).where(
    INVITATION.lookup == bindparam("at"), INVITATION.until > bindparam("now")
)
_ADD = insert(OrganisationRow)
_CHANGE = (
    update(OrganisationRow)
    .where(ORGANISATION.id == bindparam("which"), ORGANISATION.version == bindparam("decided_on"))
    .values(version=ORGANISATION.version + 1, state=bindparam("new_state"), profile=bindparam("new_profile"))
)
_DROP = delete(OrganisationRow).where(
    ORGANISATION.id == bindparam("which"), ORGANISATION.version == bindparam("decided_on")
)
_JOIN = upsert(Member).on_conflict_do_nothing()
_LEAVE = delete(Member).where(MEMBER.person == bindparam("who"))
_DROP_OTHERS = delete(Member).where(MEMBER.organisation == bindparam("of"), MEMBER.person != bindparam("but"))
_INVITE = insert(Invitation)
_USE = delete(Invitation).where(INVITATION.lookup == bindparam("used"))
_DROP_MEMBERS = delete(Member).where(MEMBER.organisation == bindparam("of"))
_DROP_INVITATIONS = delete(Invitation).where(INVITATION.organisation == bindparam("of"))
_DROP_SIGNATURES = delete(Signature).where(SIGNATURE.organisation == bindparam("of"))
_OLD_INVITATIONS = delete(Invitation).where(INVITATION.until <= bindparam("before"))


async def every(database: Database, keys: Keyring) -> list[Organisation]:
    """All organisations, in an order that tells nothing."""
    members = [row[0] for row in await database.rows(_ALL_MEMBERS)]
    return [_read(keys, row, members.count(row[0])) for row in await database.rows(_ALL)]


async def get(database: Database, keys: Keyring, organisation: bytes) -> Organisation | None:
    """An organisation by its id."""
    row = await database.row(_ONE, organisation=organisation)
    return _read(keys, row, len(await members(database, organisation))) if row else None


async def of(database: Database, keys: Keyring, person: bytes) -> Organisation | None:
    """The organisation that a person is a member of."""
    row = await database.row(_MINE, person=person)
    return await get(database, keys, row[0]) if row else None


async def members(database: Database, organisation: bytes) -> list[bytes]:
    """The people who speak for an organisation."""
    return [row[0] for row in await database.rows(_MEMBERS, organisation=organisation)]


async def invited_to(database: Database, keys: Keyring, invitation: bytes, now: int) -> Organisation | None:
    """The organisation of an invitation that still holds."""
    row = await database.row(_INVITED, at=invitation, now=now)
    return await get(database, keys, row[0]) if row else None


def invitation(keys: Keyring, token: str) -> bytes:
    """What is kept of an invitation's token: a keyed hash that it is found by."""
    return keyed_hash(keys.organisation, b"invitation", token.encode())


def add(keys: Keyring, organisation: Organisation) -> Write:
    """A new organisation, without members."""
    values = {
        "id": organisation.id,
        "version": 1,
        "state": organisation.state,
        "profile": _sealed(keys, organisation, organisation.profile),
    }
    return Write(_ADD, values)


def register(keys: Keyring, organisation: Organisation, person: bytes) -> tuple[Write, ...]:
    """A new organisation and its first member; raises `Stale` if they are a member of one already."""
    return (add(keys, organisation), _member(organisation, person))


def change(keys: Keyring, before: Organisation, state: State, profile: Profile) -> Write:
    """A new state or profile; raises `Stale` if the organisation is not at this version any more."""
    values = {
        "which": before.id,
        "decided_on": before.version,
        "new_state": state,
        "new_profile": _sealed(keys, before, profile),
    }
    return Write(_CHANGE, values, otherwise=Stale)


def touch(keys: Keyring, organisation: Organisation) -> Write:
    """Nothing changes but the version: whoever decides on who belongs to it decides on what is true."""
    return change(keys, organisation, organisation.state, organisation.profile)


def join(keys: Keyring, organisation: Organisation, person: bytes) -> tuple[Write, ...]:
    """One more member; raises `Stale` if they are a member of one already."""
    return (touch(keys, organisation), _member(organisation, person))


def leave(keys: Keyring, organisation: Organisation, person: bytes) -> tuple[Write, ...]:
    """One member fewer."""
    profile = organisation.profile
    if profile.contact == person.hex():
        profile = replace(profile, contact="", handing="")
    return (change(keys, organisation, organisation.state, profile), Write(_LEAVE, {"who": person}))


def remove_others(keys: Keyring, organisation: Organisation, contact: bytes) -> tuple[Write, ...]:
    """Nobody but its contact is a member, and no invitation holds; raises `Stale`."""
    return (
        touch(keys, organisation),
        Write(_DROP_OTHERS, {"of": organisation.id, "but": contact}),
        Write(_DROP_INVITATIONS, {"of": organisation.id}),
    )


def offer(
    keys: Keyring, organisation: Organisation, contact: bytes, token: str, until: int
) -> tuple[Write, ...]:
    """An invitation to become the contact in this one's place, and no other holds; raises `Stale`."""
    before, handing = organisation.profile.handing, invitation(keys, token)
    profile = replace(organisation.profile, contact=contact.hex(), handing=handing.hex())
    values = {"lookup": handing, "organisation": organisation.id, "until": until}
    return (
        change(keys, organisation, organisation.state, profile),
        *((Write(_USE, {"used": bytes.fromhex(before)}),) if before else ()),
        Write(_INVITE, values),
    )


def hand_over(keys: Keyring, organisation: Organisation, to: bytes) -> tuple[Write, ...]:
    """Somebody becomes the contact, and who was it leaves; raises `Stale`."""
    profile = replace(organisation.profile, contact=to.hex(), handing="")
    before = bytes.fromhex(organisation.profile.contact)
    return (
        change(keys, organisation, organisation.state, profile),
        Write(_LEAVE, {"who": before}),
        _member(organisation, to),
    )


def remove(organisation: Organisation) -> tuple[Write, ...]:
    """Nothing is left of an organisation, its members, invitations and signatures; raises `Stale`."""
    return (
        Write(_DROP, {"which": organisation.id, "decided_on": organisation.version}, otherwise=Stale),
        Write(_DROP_MEMBERS, {"of": organisation.id}),
        Write(_DROP_INVITATIONS, {"of": organisation.id}),
        Write(_DROP_SIGNATURES, {"of": organisation.id}),
        *destroy((organisation.erasure_key,)),
    )


def invite(keys: Keyring, organisation: Organisation, token: str, until: int) -> tuple[Write, ...]:
    """An invitation that holds until a time; raises `Stale`."""
    values = {"lookup": invitation(keys, token), "organisation": organisation.id, "until": until}
    return (touch(keys, organisation), Write(_INVITE, values))


def use(invitation: bytes) -> Write:
    """An invitation is taken once; raises `Stale` if it was taken before."""
    return Write(_USE, {"used": invitation}, otherwise=Stale)


def sweep_invitations(now: int) -> Write:
    """Delete those whose time is over."""
    return Write(_OLD_INVITATIONS, {"before": now})


def _member(organisation: Organisation, person: bytes) -> Write:
    return Write(_JOIN, {"person": person, "organisation": organisation.id}, otherwise=Stale)


def _sealed(keys: Keyring, organisation: Organisation, profile: Profile) -> bytes:
    number = organisation.erasure_key or keys.erasure.draw()
    text = json.dumps(asdict(profile)).encode()
    return seal_erasably(keys, keys.organisation, number, text, organisation.id)


def _read(keys: Keyring, row: Row, members: int) -> Organisation:
    identity, version, state, sealed = row
    profile = Profile(**json.loads(unseal_erasable(keys, keys.organisation, sealed, identity)))
    known = next(known for known in STATES if known == state)
    return Organisation(identity, version, known, profile, members, number_of(sealed))
