"""Single-use codes: a keyed hash each until it is used, then nothing but a count.

A code that is used is deleted in the same savepoint that remembers it, so that no row leads from a code to a
person or a response, or tells when it was used.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.changes import Stale, Write
from storage.database import Database
from storage.keys import Keyring
from storage.parts import PART
from storage.schema.consultations import ACCESS_CODE, CODE_COUNT, AccessCode, CodeCount
from storage.sealing import keyed_hash

_ONE = select(ACCESS_CODE.lookup).where(ACCESS_CODE.lookup == bindparam("at"))
_COUNTS = select(CODE_COUNT.made, CODE_COUNT.used).where(CODE_COUNT.consultation == bindparam("slug"))
_ADD = insert(AccessCode)
_MADE = upsert(CodeCount)
_COUNT_MADE = _MADE.on_conflict_do_update(
    index_elements=["consultation"], set_={"made": CODE_COUNT.made + _MADE.excluded.made}
)
_USE = delete(AccessCode).where(ACCESS_CODE.lookup == bindparam("at"))
_COUNT_USED = (
    update(CodeCount).where(CODE_COUNT.consultation == bindparam("which")).values(used=CODE_COUNT.used + 1)
)
_some = ACCESS_CODE.lookup.table.alias("some_of_it")
_DROP_SOME = delete(AccessCode).where(
    ACCESS_CODE.lookup.in_(
        select(_some.c.lookup).where(_some.c.consultation == bindparam("of_consultation")).limit(PART)
    )
)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many codes of a consultation were made, and how many of them are used."""

    made: int = 0
    used: int = 0


async def is_unused(database: Database, keys: Keyring, slug: str, code: str) -> bool:
    """Whether this code of the consultation still lets somebody in."""
    return await database.row(_ONE, at=_lookup(keys, slug, code)) is not None


async def counts(database: Database, slug: str) -> Counts:
    """The codes of a consultation, counted."""
    row = await database.row(_COUNTS, slug=slug)
    return Counts(*row) if row else Counts()


def add(keys: Keyring, slug: str, codes: Iterable[str]) -> tuple[Write, ...]:
    """Keep the hashes of new codes."""
    rows = [{"lookup": _lookup(keys, slug, code), "consultation": slug} for code in codes]
    counted = {"consultation": slug, "made": len(rows), "used": 0}
    return (*(Write(_ADD, row) for row in rows), Write(_COUNT_MADE, counted))


def use(keys: Keyring, slug: str, code: str) -> tuple[Write, ...]:
    """Use a code up; raises `Stale` if somebody else just did."""
    return (
        Write(_USE, {"at": _lookup(keys, slug, code)}, otherwise=Stale),
        Write(_COUNT_USED, {"which": slug}),
    )


def drop_some(slug: str) -> Write:
    """At close: which codes of a list were never used would tell who did not take part."""
    return Write(_DROP_SOME, {"of_consultation": slug})


def _lookup(keys: Keyring, slug: str, code: str) -> bytes:
    return keyed_hash(keys.codes, slug.encode(), code.encode())
