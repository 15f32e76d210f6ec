"""People and how they are found: an address is looked up by a keyed hash, never in the clear."""

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import (
    BindParameter,
    Exists,
    LargeBinary,
    String,
    and_,
    bindparam,
    delete,
    exists,
    insert,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.changes import Stale, Write
from storage.database import Database
from storage.erasable import seal_erasably, unseal_erasable
from storage.erasure_keys import ErasureKeyMissing
from storage.keys import Keyring
from storage.schema.announcements import (
    ANNOUNCEMENT,
    DELIVERY,
    FOLLOW,
    MUTE,
    REMINDER,
    TOPIC_FOLLOW,
    Announcement,
    Delivery,
    Follow,
    Mute,
    Reminder,
    TopicFollow,
)
from storage.schema.chats import OUTBOX, SHOWN, Outbox, Shown
from storage.schema.contacts import CONTACT, INQUIRY, Contact, Inquiry
from storage.schema.events import EVENT, RSVP, Event, Rsvp
from storage.schema.organisations import MEMBER, Member
from storage.schema.people import ADDRESS, PERSON, Address, Person
from storage.schema.staff import (
    APPROVAL,
    PROPOSAL,
    STAFF,
    STAFF_INVITATION,
    STAFF_LINK,
    STAFF_SESSION,
    Approval,
    Proposal,
    Staff,
    StaffInvitation,
    StaffLink,
    StaffSession,
)
from storage.schema.upkeep import PUT_ASIDE, PutAside
from storage.sealing import keyed_hash

Way = Literal["", "code", "by_code"]
"""How an address came to be (`storage/schema/people.py`)."""


def still_there(person: BindParameter[bytes]) -> Exists:
    """A condition of a write: the person is there, and is not forgotten before it is committed."""
    locked = select(PERSON.id).where(PERSON.id == person).with_for_update(read=True, key_share=True)
    return locked.exists()


CAME_BY_CODE = ADDRESS.way == "by_code"
HAS_ROLE = or_(
    exists(select(STAFF.person).where(STAFF.person == PERSON.id)),
    exists(select(MEMBER.person).where(MEMBER.person == PERSON.id)),
)
WHO = (
    PERSON.id,
    PERSON.channel,
    PERSON.language,
    PERSON.reachable,
    PERSON.zone,
    CAME_BY_CODE,
    and_(CAME_BY_CODE, HAS_ROLE),
)
"""What `somebody` is made of, where an address was looked up."""
_BY_LOOKUP = (
    select(*WHO).join(Address, ADDRESS.person == PERSON.id).where(ADDRESS.lookup == bindparam("lookup"))
)
_BY_ID = select(PERSON.id, PERSON.channel, PERSON.language, PERSON.reachable, PERSON.zone).where(
    PERSON.id == bindparam("person")
)
_SEALED = select(ADDRESS.sealed).where(
    ADDRESS.person == bindparam("person"),
    ADDRESS.sealed.is_not(None),
)
_ADD_PERSON = insert(Person)
_ADD_ADDRESS = (
    upsert(Address)
    .from_select(
        ["lookup", "person", "sealed", "way"],
        select(
            *(bindparam(name, type_=LargeBinary) for name in ("in_lookup", "in_person", "in_sealed")),
            bindparam("in_way", type_=String),
        ).where(still_there(bindparam("in_person"))),
    )
    .on_conflict_do_nothing()
)
_LANGUAGE = update(Person).where(PERSON.id == bindparam("who")).values(language=bindparam("new_language"))
_REACHABLE = update(Person).where(PERSON.id == bindparam("who")).values(reachable=bindparam("yes"))
_DROP_CODES = delete(Address).where(ADDRESS.person == bindparam("who"), ADDRESS.way == "code")
_DOUBT_OTHERS = (
    update(Address)
    .where(
        ADDRESS.person == bindparam("who"),
        ADDRESS.lookup != bindparam("but"),
        ADDRESS.sealed.is_(None),
        ADDRESS.way == "",
    )
    .values(way="by_code")
)
_TRUST = update(Address).where(ADDRESS.lookup == bindparam("at")).values(way="")
_DROP_ADDRESS = delete(Address).where(ADDRESS.lookup == bindparam("at"))
_FORGET = tuple(
    delete(table).where(column == bindparam("who"))
    for table, column in (
        (Follow, FOLLOW.person),
        (TopicFollow, TOPIC_FOLLOW.person),
        (Mute, MUTE.person),
        (Reminder, REMINDER.person),
        (Rsvp, RSVP.person),
        (Inquiry, INQUIRY.person),
        (Staff, STAFF.person),
        (StaffLink, STAFF_LINK.person),
        (StaffSession, STAFF_SESSION.person),
        (Member, MEMBER.person),
        (Shown, SHOWN.person),
        (Outbox, OUTBOX.person),
        (Delivery, DELIVERY.person),
        (Address, ADDRESS.person),
        (Person, PERSON.id),
    )
)
_NEVER_OUT = ("draft", "asked", "refused")
_FORGET_TEXTS = tuple(
    delete(table).where(
        columns.author == bindparam("who"), or_(*(columns.state == state for state in _NEVER_OUT))
    )
    for table, columns in ((Event, EVENT), (Announcement, ANNOUNCEMENT), (Proposal, PROPOSAL))
)
"""What they wrote or asked for and nobody approved."""
_FORGET_AUTHOR = (
    update(Event).where(EVENT.author == bindparam("who")).values(author=null()),
    update(Announcement).where(ANNOUNCEMENT.author == bindparam("who")).values(author=null()),
    update(Proposal).where(PROPOSAL.author == bindparam("who")).values(author=null()),
    update(Approval).where(APPROVAL.person == bindparam("who")).values(person=b""),
    update(Staff).where(STAFF.invited_by == bindparam("who")).values(invited_by=null(), tied_until=0),
    update(StaffInvitation).where(STAFF_INVITATION.invited_by == bindparam("who")).values(invited_by=null()),
    update(Contact).where(CONTACT.person == bindparam("who")).values(person=null()),
)
"""What was approved stays; nobody can tell any more that it was they who wrote or approved it."""
_FORGET_PUT_ASIDE = delete(PutAside).where(
    PUT_ASIDE.lookup.in_(select(ADDRESS.lookup).where(ADDRESS.person == bindparam("who")))
)


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person as handlers see them. `known` is false until the first change is saved."""

    id: bytes = field(repr=False)
    channel: str
    language: str = ""
    reachable: bool = True
    known: bool = True
    zone: str = ""
    """The time zone of what they follow; empty where they did not say."""
    by_code: bool = False
    """Whether the device at hand came by a return code."""
    limited: bool = False
    """Whether it therefore reaches answers alone: they work here, or speak for an organisation."""


def somebody(
    person: bytes,
    channel: str,
    language: str,
    reachable: int,
    zone: str,
    by_code: int = False,
    limited: int = False,
) -> Somebody:
    """A person out of their row."""
    return Somebody(
        person, channel, language, bool(reachable), zone=zone, by_code=bool(by_code), limited=bool(limited)
    )


def lookup(keys: Keyring, channel: str, address: str) -> bytes:
    """The keyed hash under which an address is found; without the key it tells nothing."""
    return keyed_hash(keys.index, channel.encode(), address.encode())


async def find(database: Database, keys: Keyring, channel: str, address: str) -> Somebody | None:
    """Who has this address."""
    row = await database.row(_BY_LOOKUP, lookup=lookup(keys, channel, address))
    return somebody(*row) if row else None


async def get(database: Database, person: bytes) -> Somebody | None:
    """A person by id."""
    row = await database.row(_BY_ID, person=person)
    return somebody(*row) if row else None


async def chat_of(database: Database, keys: Keyring, person: bytes) -> str | None:
    """The address we may write to first, if there is one."""
    row = await database.row(_SEALED, person=person)
    return open_address(keys, person, row[0]) if row else None


def open_address(keys: Keyring, person: bytes, sealed: bytes) -> str | None:
    """The address that lies sealed; None if it was erased."""
    with suppress(ErasureKeyMissing):
        return unseal_erasable(keys, keys.contact, sealed, person).decode()
    return None


def add(keys: Keyring, somebody: Somebody, address: str) -> tuple[Write, ...]:
    """Remember a new person and their first address."""
    values = {
        "id": somebody.id,
        "channel": somebody.channel,
        "language": somebody.language,
        "reachable": True,
        "zone": "",
    }
    return (Write(_ADD_PERSON, values), add_address(keys, somebody, somebody.channel, address))


def add_address(keys: Keyring, somebody: Somebody, kind: str, address: str, way: Way = "") -> Write:
    """One more way to find a person; a chat id is kept so that we can write first, a secret is not.

    Raises `Stale` if somebody has this address, or the person was forgotten meanwhile.
    """
    chat = address.encode() if kind == "telegram" else b""
    sealed = seal_erasably(keys, keys.contact, keys.erasure.draw(), chat, somebody.id) if chat else None
    values = {
        "in_lookup": lookup(keys, kind, address),
        "in_person": somebody.id,
        "in_sealed": sealed,
        "in_way": way,
    }
    return Write(_ADD_ADDRESS, values, otherwise=Stale)


def drop_address(keys: Keyring, kind: str, address: str) -> Write:
    """Forget one way to find a person ("forget this device")."""
    return Write(_DROP_ADDRESS, {"at": lookup(keys, kind, address)})


def trust_device(keys: Keyring, kind: str, address: str) -> Write:
    """A device reaches all that its person may."""
    return Write(_TRUST, {"at": lookup(keys, kind, address)})


def drop_codes(person: bytes) -> Write:
    """Their return codes lead nowhere any more."""
    return Write(_DROP_CODES, {"who": person})


def trust_only(keys: Keyring, person: bytes, kind: str, address: str) -> tuple[Write, ...]:
    """Somebody is given a role at this address.

    Their return codes are gone, and their other devices in the web chat reach answers alone from now on.
    """
    others = {"who": person, "but": lookup(keys, kind, address)}
    return (
        drop_codes(person),
        Write(_DOUBT_OTHERS, others),
        trust_device(keys, kind, address),
    )


def set_language(person: bytes, language: str) -> Write:
    """The language a person chose."""
    return Write(_LANGUAGE, {"who": person, "new_language": language})


def set_reachable(person: bytes, yes: bool) -> Write:
    """Whether messages can reach a person."""
    return Write(_REACHABLE, {"who": person, "yes": yes})


def forget(person: bytes) -> tuple[Write, ...]:
    """Delete all that is known of a person outside their conversation and responses."""
    return tuple(
        Write(statement, {"who": person})
        for statement in (_FORGET_PUT_ASIDE, *_FORGET_TEXTS, *_FORGET_AUTHOR, *_FORGET)
    )
