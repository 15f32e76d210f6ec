"""What people asked the contact of a region, and what was answered: sealed, and gone when it closes.

Both are sealed under the consultation's link key, so that they end with it, in every backup too.
"""

from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import (
    BigInteger,
    LargeBinary,
    String,
    bindparam,
    delete,
    func,
    literal_column,
    null,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.changes import Repeat, Stale, Write
from storage.database import Database, Row
from storage.erasable import destroy, number_of, seal_erasably, unseal_erasable
from storage.erasure_keys import NO_KEY
from storage.keys import KeyMissing, Keyring
from storage.parts import PART
from storage.people import still_there
from storage.schema.contacts import INQUIRY
from storage.schema.contacts import Inquiry as InquiryRow
from storage.sealing import SealBroken
from storage.slots import random_slot

State = Literal["asked", "answered", "declined"]
MOST = 100
"""So many are opened in one go."""
LONGEST = 1_000
"""Letters of a question, and of an answer."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question to the contact of a region. `due`: in which evening (UTC seconds) it is told that it waits.

    `text` is empty where its key is gone.
    """

    id: bytes
    consultation: str
    region: str
    person: bytes = field(repr=False)
    state: State = "asked"
    due: int = 0
    text: str = field(default="", repr=False)
    answer: str = field(default="", repr=False)
    erasure_key: int = NO_KEY
    """The number of the key that both texts are sealed under, with the link key."""


_NAMES = [name for name in InquiryRow.model_fields if name != "slot"]
_COLUMNS = tuple(INQUIRY[name] for name in _NAMES)
_TABLE = select(*_COLUMNS).order_by(INQUIRY.due, INQUIRY.id)
_IS_ASKED = INQUIRY.state == literal_column("'asked'")
"""As the index of those has it."""
_WAITING = _TABLE.where(_IS_ASKED)
_COUNTS = (
    select(INQUIRY.region, func.count())
    .where(INQUIRY.consultation == bindparam("of"), INQUIRY.state == "asked")
    .group_by(INQUIRY.region)
)
_DUE = _WAITING.where(INQUIRY.due <= bindparam("now")).limit(MOST)
_BY = _TABLE.where(INQUIRY.person == bindparam("person"))
_ONE = _TABLE.where(INQUIRY.id == bindparam("which"))
_ASK = upsert(InquiryRow).from_select(
    ["slot", *_NAMES],
    select(
        bindparam("in_slot", type_=BigInteger),
        bindparam("in_id", type_=LargeBinary),
        bindparam("in_consultation", type_=String),
        bindparam("in_region", type_=String),
        bindparam("in_person", type_=LargeBinary),
        bindparam("in_state", type_=String),
        bindparam("in_due", type_=BigInteger),
        bindparam("in_sealed", type_=LargeBinary),
        null(),
    ).where(still_there(bindparam("in_person"))),
)
_IN_STATE = (INQUIRY.id == bindparam("which"), INQUIRY.state == "asked")
_DECIDE = update(InquiryRow).where(*_IN_STATE).values(state=bindparam("after"), answer=bindparam("sealed"))
_LATER = (
    update(InquiryRow).where(*_IN_STATE, INQUIRY.due == bindparam("was_due")).values(due=bindparam("new_due"))
)
_DROP = delete(InquiryRow).where(INQUIRY.id == bindparam("which"), INQUIRY.person == bindparam("who"))
_some = INQUIRY.slot.table.alias("some_of_it")
_DROP_SOME = delete(InquiryRow).where(
    INQUIRY.slot.in_(
        select(_some.c.slot).where(_some.c.consultation == bindparam("of_consultation")).limit(PART)
    )
)


async def waiting(database: Database, keys: Keyring) -> list[Inquiry]:
    """All that nobody has answered yet."""
    return [_read(keys, row) for row in await database.rows(_WAITING)]


async def counts(database: Database, consultation: str) -> dict[str, int]:
    """How many of them there are in each region of a consultation; none is opened for it."""
    return {region: int(count) for region, count in await database.rows(_COUNTS, of=consultation)}


async def due(database: Database, keys: Keyring, now: int) -> list[Inquiry]:
    """Those of them that waited for an evening more, `MOST` at most, longest due first."""
    return [_read(keys, row) for row in await database.rows(_DUE, now=now)]


async def by(database: Database, keys: Keyring, person: bytes) -> list[Inquiry]:
    """All that somebody asked."""
    return [_read(keys, row) for row in await database.rows(_BY, person=person)]


async def get(database: Database, keys: Keyring, which: bytes) -> Inquiry | None:
    """A question by its id."""
    row = await database.row(_ONE, which=which)
    return _read(keys, row) if row else None


def ask(keys: Keyring, inquiry: Inquiry) -> Write:
    """Keep a new question; raises `Stale` if who asked was forgotten meanwhile."""
    names = ("id", "consultation", "region", "person", "state", "due")
    values = {f"in_{name}": getattr(inquiry, name) for name in names}
    sealed = {"in_slot": random_slot(), "in_sealed": _sealed(keys, inquiry, inquiry.text)}
    return Write(_ASK, {**values, **sealed}, otherwise=Stale)


def answer(keys: Keyring, inquiry: Inquiry, text: str) -> Write:
    """It is answered, or (with no text) declined; raises `Stale` if it does not wait any more."""
    after: State = "answered" if text else "declined"
    sealed = _sealed(keys, inquiry, text) if text else None
    return Write(_DECIDE, {"which": inquiry.id, "after": after, "sealed": sealed}, otherwise=Stale)


def later(inquiry: Inquiry, due_at: int) -> Write:
    """It was told that it waits, and is told again in another evening; raises `Repeat` if another did it."""
    return Write(_LATER, {"which": inquiry.id, "was_due": inquiry.due, "new_due": due_at}, otherwise=Repeat)


def drop(inquiry: Inquiry) -> tuple[Write, ...]:
    """Who asked it does not want it kept."""
    gone = Write(_DROP, {"which": inquiry.id, "who": inquiry.person})
    return (gone, *destroy((inquiry.erasure_key,)))


def drop_some(consultation: str) -> Write:
    """At close, in parts: no question is left, nor an answer."""
    return Write(_DROP_SOME, {"of_consultation": consultation})


def _sealed(keys: Keyring, inquiry: Inquiry, text: str) -> bytes:
    link, number = keys.link(inquiry.consultation), inquiry.erasure_key or keys.erasure.draw()
    return seal_erasably(keys, link, number, text.encode(), inquiry.id)


def _read(keys: Keyring, row: Row) -> Inquiry:
    identity, consultation, region, person, state, due_at, sealed, answered = row
    text, reply = (_opened(keys, consultation, each, identity) for each in (sealed, answered))
    number = number_of(sealed)
    return Inquiry(identity, consultation, region, person, state, due_at, text, reply, number)


def _opened(keys: Keyring, consultation: str, sealed: bytes | None, identity: bytes) -> str:
    """Empty where there is nothing, or its key is gone: it was closed, or restored from a backup since."""
    if sealed is None:
        return ""
    try:
        return unseal_erasable(keys, keys.link(consultation), sealed, identity).decode()
    except (KeyMissing, SealBroken):
        return ""
