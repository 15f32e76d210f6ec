"""All responses of a consultation together: counted, gone through, deleted."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

from sqlalchemy import (
    Boolean,
    LargeBinary,
    String,
    and_,
    bindparam,
    delete,
    func,
    literal_column,
    select,
    true,
    tuple_,
    update,
)

from storage.changes import Write
from storage.database import Database
from storage.erasure_keys import ErasureKeyMissing
from storage.keys import Keyring
from storage.parts import PART
from storage.responses import COLUMNS, ONE, Document, Sent, open_response
from storage.schema.answers import RESPONSE, Response
from storage.sealing import keyed_hash

MOST = 10_000
"""So many are counted for a page, in some milliseconds; how many more there are, a release says."""
BETWEEN = 10
"""So many are opened, which takes about a millisecond, before others have their turn."""

_DELETE_KIND = delete(Response).where(
    RESPONSE.consultation == bindparam("of_consultation"), RESPONSE.kind == bindparam("of_kind")
)
_some = RESPONSE.id.table.alias("some_of_it")
_DELETE_SOME = delete(Response).where(
    RESPONSE.slot.in_(
        select(_some.c.slot).where(_some.c.consultation == bindparam("of_consultation")).limit(PART)
    )
)
_IDS = select(RESPONSE.id).where(
    RESPONSE.consultation == bindparam("consultation"), RESPONSE.kind == bindparam("kind")
)
_COUNT = select(func.count()).select_from(
    select(RESPONSE.id)
    .where(
        RESPONSE.consultation == bindparam("consultation"),
        RESPONSE.survey == bindparam("survey"),
        RESPONSE.kind == "real",
    )
    .limit(bindparam("most"))
    .subquery()
)
_COUNT_ALL = select(func.count()).where(
    RESPONSE.consultation == bindparam("consultation"), RESPONSE.kind == "real"
)
_IS_NEW = and_(literal_column("NOT response.copied", Boolean), RESPONSE.kind != "simulated")
_COUNT_NEW = select(func.count()).select_from(
    select(RESPONSE.slot)
    .where(RESPONSE.consultation == bindparam("consultation"), _IS_NEW)
    .limit(bindparam("most"))
    .subquery()
)
_MARK_SOME = (
    update(Response)
    .where(
        RESPONSE.slot.in_(
            select(_some.c.slot)
            .where(
                _some.c.consultation == bindparam("of_consultation"),
                literal_column("NOT some_of_it.copied", Boolean),
            )
            .limit(PART)
        )
    )
    .values(copied=true())
)
_SOME = (
    select(*COLUMNS)
    .where(
        RESPONSE.consultation == bindparam("consultation"),
        RESPONSE.kind == bindparam("kind"),
        tuple_(RESPONSE.survey, RESPONSE.id)
        > tuple_(bindparam("after_survey", type_=String), bindparam("after", type_=LargeBinary)),
    )
    .order_by(RESPONSE.survey, RESPONSE.id)
    .limit(PART)
)


async def each(
    database: Database, keys: Keyring, consultation: str, kind: str
) -> AsyncIterator[tuple[str, Sent]]:
    """All responses of a kind, with their survey, in an order that tells nothing; others go on meanwhile.

    What is erased meanwhile is left out.
    """
    of, last = {"consultation": consultation, "kind": kind}, ("", b"")
    while rows := await database.rows(_SOME, **of, after_survey=last[0], after=last[1]):
        last = (rows[-1][1], rows[-1][3])
        for number, row in enumerate(rows):
            with suppress(ErasureKeyMissing):
                yield row[1], open_response(keys, row)
            if number % BETWEEN == 0:
                await asyncio.sleep(0)


async def shuffled(
    database: Database, keys: Keyring, consultation: str, kind: str, chance: bytes
) -> AsyncIterator[tuple[str, int, Document]]:
    """The same in another order, which `chance` makes; what is erased meanwhile is left out."""
    ids = [row[0] for row in await database.rows(_IDS, consultation=consultation, kind=kind)]
    for response in sorted(ids, key=lambda each: keyed_hash(chance, each)):
        if row := await database.row(ONE, which=response):
            with suppress(ErasureKeyMissing):
                sent = open_response(keys, row)
                yield row[1], sent.version, sent.document


async def all_files(database: Database, keys: Keyring, consultation: str) -> set[str]:
    """Names of all files that people sent. Raises `KeyMissing`, and `SealBroken` if one cannot be read."""
    found: set[str] = set()
    async for _, sent in each(database, keys, consultation, "real"):
        found |= sent.document.files
    return found


def wipe(consultation: str, kind: str) -> Write:
    """Delete all responses of a kind (trial or simulated)."""
    return Write(_DELETE_KIND, {"of_consultation": consultation, "of_kind": kind})


async def count(database: Database, consultation: str, survey: str) -> int:
    """How many people or organisations have answered a survey, `MOST` at most; whoever shows it rounds it."""
    row = await database.row(_COUNT, consultation=consultation, survey=survey, most=MOST)
    return int(row[0]) if row else 0


async def count_all(database: Database, consultation: str) -> int:
    """How many have answered any survey, however many they are."""
    row = await database.row(_COUNT_ALL, consultation=consultation)
    return int(row[0]) if row else 0


async def count_new(database: Database, consultation: str, most: int) -> int:
    """How many responses no backup has so far, `most` at most."""
    row = await database.row(_COUNT_NEW, consultation=consultation, most=most)
    return int(row[0]) if row else 0


def mark_some(consultation: str) -> Write:
    """In parts: backups have all that there are now."""
    return Write(_MARK_SOME, {"of_consultation": consultation})


def wipe_some(consultation: str) -> Write:
    """In parts: delete all responses of a consultation, of whatever kind."""
    return Write(_DELETE_SOME, {"of_consultation": consultation})
