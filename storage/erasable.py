"""Texts that can be erased one at a time: each sealed under a key of its own, whose number stands before it.

The key that seals is made of two: the one that all such texts share, and their own, which `ErasureKeys`
holds. Without its own key a text is erased, wherever a copy of it lies.
"""

from collections.abc import Iterable

from sqlalchemy import bindparam, select, union_all
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.changes import Write
from storage.database import Database
from storage.erasure_keys import NO_KEY
from storage.keys import Keyring
from storage.schema.answers import RESPONSE
from storage.schema.chats import SHOWN
from storage.schema.contacts import INQUIRY
from storage.schema.people import ADDRESS, CONVERSATION
from storage.schema.staff import STAFF
from storage.schema.upkeep import PUT_ASIDE, Chore
from storage.sealing import STEP, SealBroken, keyed_hash, seal, unseal

NUMBER = 8
"""Bytes of the number."""

_AT = select(ADDRESS.lookup).where(ADDRESS.person == bindparam("person"))
_OF_PERSON = select(
    union_all(
        *(
            select(sealed.label("sealed")).where(whose, sealed.is_not(None))
            for sealed, whose in (
                (CONVERSATION.state, CONVERSATION.person == bindparam("person")),
                (ADDRESS.sealed, ADDRESS.person == bindparam("person")),
                (SHOWN.appearance, SHOWN.person == bindparam("person")),
                (INQUIRY.sealed, INQUIRY.person == bindparam("person")),
                (INQUIRY.answer, INQUIRY.person == bindparam("person")),
                (STAFF.name, STAFF.person == bindparam("person")),
                (PUT_ASIDE.sealed, PUT_ASIDE.lookup.in_(_AT)),
            )
        )
    ).subquery()
)
_NUMBERED = tuple(
    select(sealed).where(sealed >= bindparam("first")).limit(1)
    for sealed in (ADDRESS.sealed, CONVERSATION.state, RESPONSE.document)
)
_DESTROY = upsert(Chore).on_conflict_do_nothing()


def seal_erasably(
    keys: Keyring, shared: bytes, number: int, text: bytes, purpose: bytes, step: int = STEP
) -> bytes:
    """Seal a text under the key that many share and its own; under the first alone for `NO_KEY`."""
    return number.to_bytes(NUMBER, "big") + seal(_key(keys, shared, number), text, purpose, step)


def unseal_erasable(keys: Keyring, shared: bytes, sealed: bytes, purpose: bytes) -> bytes:
    """The text. Raises `ErasureKeyMissing` where it was erased, and `SealBroken`."""
    return unseal(_key(keys, shared, number_of(sealed)), sealed[NUMBER:], purpose)


def unseal_any(keys: Keyring, shared: Iterable[bytes], sealed: bytes, purpose: bytes) -> bytes:
    """The same where it may be sealed under any of these. Raises the same."""
    broken = SealBroken()
    for key in shared:
        try:
            return unseal_erasable(keys, key, sealed, purpose)
        except SealBroken as error:
            broken = error
    raise broken


def number_of(sealed: bytes) -> int:
    """The number of a text's own key."""
    return int.from_bytes(sealed[:NUMBER], "big")


async def numbers_of(database: Database, person: bytes) -> set[int]:
    """The numbers of all keys that are a person's own, but for those of their responses."""
    rows = await database.rows(_OF_PERSON, person=person)
    return {number_of(sealed) for (sealed,) in rows}


async def is_used(database: Database) -> bool:
    """Whether anything is sealed under a key of its own: an address, a conversation, a response."""
    first = (NO_KEY + 1).to_bytes(NUMBER, "big")
    return any([await database.row(each, first=first) for each in _NUMBERED])


def destroy(numbers: Iterable[int]) -> tuple[Write, ...]:
    """Chores that destroy keys once what was sealed under them is deleted (`storage/chores.py`)."""
    return tuple(
        Write(_DESTROY, {"kind": "destroy", "subject": str(number)}) for number in numbers if number != NO_KEY
    )


def _key(keys: Keyring, shared: bytes, number: int) -> bytes:
    return keyed_hash(shared, keys.erasure.read(number)) if number != NO_KEY else shared
