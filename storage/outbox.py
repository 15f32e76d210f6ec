"""What waits to be shown in a chat: not messages, only whose current card is due."""

from collections.abc import AsyncIterator, Iterable
from typing import Any

from sqlalchemy import (
    BigInteger,
    Integer,
    LargeBinary,
    and_,
    bindparam,
    delete,
    false,
    null,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.changes import Stale, Write
from storage.database import Database, Row
from storage.due import DueCard, ShownCard
from storage.erasable import number_of
from storage.erasure_keys import NO_KEY
from storage.keys import Keyring
from storage.parts import PART, read_in_parts
from storage.people import open_address, still_there
from storage.schema.chats import OUTBOX, SHOWN, Outbox, Shown
from storage.schema.people import ADDRESS, PERSON, Address
from storage.shown_cards import seal_shown, sealed_anew, shown_card

SOME = 200
"""So many cards are looked up in one go."""
_DUE = (
    select(
        OUTBOX.person,
        OUTBOX.stamp,
        OUTBOX.clear,
        OUTBOX.repeated,
        ADDRESS.sealed,
        SHOWN.message,
        SHOWN.hour,
        SHOWN.appearance,
    )
    .select_from(Outbox)
    .outerjoin(Address, and_(ADDRESS.person == OUTBOX.person, ADDRESS.sealed.is_not(None)))
    .outerjoin(Shown, SHOWN.person == OUTBOX.person)
    .where(OUTBOX.due <= bindparam("now"))
    .order_by(OUTBOX.due, OUTBOX.person)
    .limit(SOME)
)
HOUR = 3_600
_ADD = upsert(Outbox)
_QUEUE = _ADD.on_conflict_do_update(
    index_elements=["person"],
    set_={name: _ADD.excluded[name] for name in ("stamp", "due", "repeated")},
)
_CLEAR = _ADD.on_conflict_do_update(
    index_elements=["person"],
    set_={name: _ADD.excluded[name] for name in ("stamp", "due", "repeated", "clear")},
)
_CLEARED = (
    update(Outbox)
    .where(OUTBOX.person == bindparam("who"), OUTBOX.stamp == bindparam("at_stamp"))
    .values(clear=False)
)
_LATER = (
    update(Outbox)
    .where(OUTBOX.person == bindparam("who"), OUTBOX.stamp == bindparam("at_stamp"))
    .values(due=bindparam("new_due"))
)
_ONCE_MORE = _LATER.values(repeated=True)
_DONE = delete(Outbox).where(OUTBOX.person == bindparam("who"), OUTBOX.stamp == bindparam("at_stamp"))
_DRAWN_DONE = _DONE.where(OUTBOX.clear.is_(False))
_PUT_SHOWN = upsert(Shown).from_select(
    ["person", "message", "hour", "appearance"],
    select(
        bindparam("who", type_=LargeBinary),
        *(bindparam(name, type_=Integer) for name in ("in_message", "at_hour")),
        bindparam("since", type_=LargeBinary),
    ).where(still_there(bindparam("who"))),
)
_SET_SHOWN = _PUT_SHOWN.on_conflict_do_update(
    index_elements=["person"],
    set_={name: _PUT_SHOWN.excluded[name] for name in ("message", "hour", "appearance")},
)
_OUTDATED = update(Shown).where(SHOWN.person == bindparam("who")).values(appearance=null())
_SEALED_AFTER = (
    select(SHOWN.person, SHOWN.appearance)
    .where(SHOWN.person > bindparam("after"), SHOWN.appearance.is_not(None))
    .order_by(SHOWN.person)
    .limit(PART)
)
_SEAL_ANEW = (
    update(Shown)
    .where(SHOWN.person == bindparam("who"), SHOWN.appearance == bindparam("as_sealed"))
    .values(appearance=bindparam("anew"))
)
_ACTIVE = (
    select(SHOWN.hour, SHOWN.person)
    .where(
        tuple_(SHOWN.hour, SHOWN.person)
        > tuple_(bindparam("after_hour", type_=Integer), bindparam("after_person", type_=LargeBinary))
    )
    .order_by(SHOWN.hour, SHOWN.person)
    .limit(PART)
)
_OUTDATE = (
    update(Shown).where(SHOWN.person == bindparam("who"), SHOWN.message > 0).values(message=-SHOWN.message)
)
_QUEUE_OUTDATED = (
    upsert(Outbox)
    .from_select(
        ["person", "stamp", "due", "clear", "repeated"],
        select(PERSON.id, bindparam("one", 1), bindparam("now", None, type_=BigInteger), false(), false())
        .where(PERSON.id == bindparam("who"), PERSON.reachable.is_(True))
        .with_for_update(read=True, key_share=True),
    )
    .on_conflict_do_nothing()
)


async def due(database: Database, keys: Keyring, now: int) -> list[DueCard]:
    """Up to `SOME` people whose card is due, longest waiting first."""
    return [_read(keys, *row) for row in await database.rows(_DUE, now=now)]


def _read(keys: Keyring, person: bytes, stamp: int, clear: int, repeated: int, *known: Any) -> DueCard:
    sealed, *shown = known
    chat = open_address(keys, person, sealed) if sealed else None
    number = number_of(sealed) if sealed else NO_KEY
    before = shown_card(keys, person, *shown)
    return DueCard(person, stamp, bool(clear), bool(repeated), chat, before, erasure_key=number)


def stamp(fresh: bytes) -> int:
    """A number that no other change of a card has, out of four random bytes."""
    return int.from_bytes(fresh[:4], "big") >> 1


def queue(person: bytes, stamp: int, now: int) -> Write:
    """A person's current card is to be shown; one already waiting is replaced."""
    return Write(_QUEUE, {"person": person, "stamp": stamp, "due": now, "clear": False, "repeated": False})


def clear(person: bytes, stamp: int, now: int) -> Write:
    """The messages of a person's chat are to be deleted, and then the current card is to be shown."""
    return Write(_CLEAR, {"person": person, "stamp": stamp, "due": now, "clear": True, "repeated": False})


def cleared(card: DueCard) -> Write:
    """The messages are deleted; where the card changed meanwhile, they will be once more."""
    return Write(_CLEARED, {"who": card.person, "at_stamp": card.stamp})


def later(card: DueCard, at: int) -> Write:
    """Try again at a time."""
    return Write(_LATER, {"who": card.person, "at_stamp": card.stamp, "new_due": at})


def once_more(card: DueCard, at: int) -> Write:
    """Its fate is unknown: try again at a time, for the last time."""
    return Write(_ONCE_MORE, {"who": card.person, "at_stamp": card.stamp, "new_due": at})


def done(card: DueCard) -> Write:
    """It was shown, unless it changed meanwhile: then it stays due.

    So does one that was shown as it was drawn, where the chat is still to be cleared.
    """
    return Write(_DONE if card.drawn is None else _DRAWN_DONE, {"who": card.person, "at_stamp": card.stamp})


def set_shown(keys: Keyring, person: bytes, shown: ShownCard, erasure_key: int) -> Write:
    """Remember the message of a card, sealed under a key of the person's with this number.

    Raises `Stale` if the person was forgotten while it was sent.
    """
    values = {
        "who": person,
        "in_message": shown.message,
        "at_hour": shown.hour,
        "since": seal_shown(keys, person, shown, erasure_key),
    }
    return Write(_SET_SHOWN, values, otherwise=Stale)


def outdated(person: bytes) -> Write:
    """The message of a card is no longer current; its numbers, which count what was answered, go too."""
    return Write(_OUTDATED, {"who": person})


async def sealed_after(database: Database, person: bytes) -> list[Row]:
    """Up to `PART` (person, what is sealed of their card), in order of person, those after this one."""
    return await database.rows(_SEALED_AFTER, after=person)


def seal_anew(keys: Keyring, person: bytes, sealed: bytes) -> Write:
    """What is sealed of a card is sealed under the conversation key of now, unless it changed meanwhile."""
    return Write(_SEAL_ANEW, {"who": person, "as_sealed": sealed, "anew": sealed_anew(keys, person, sealed)})


async def shown_since(database: Database, since: int) -> AsyncIterator[list[bytes]]:
    """The people whose card was sent since a time (UTC seconds), in parts."""
    first = (since // HOUR, b"")
    async for rows in read_in_parts(
        lambda last: database.rows(_ACTIVE, after_hour=last[0], after_person=last[1]), first
    ):
        yield [row[1] for row in rows]


def show_again(people: Iterable[bytes], now: int) -> tuple[Write, ...]:
    """After an outage: a new card for each of these people who can be reached."""
    return tuple(
        write
        for person in people
        for write in (Write(_OUTDATE, {"who": person}), Write(_QUEUE_OUTDATED, {"who": person, "now": now}))
    )
