"""All responses of a consultation together: counted, gone through, deleted."""

import asyncio
from collections.abc import AsyncIterator

from sqlalchemy import bindparam, delete, func, select

from storage.changes import Write
from storage.database import Database
from storage.keys import Keyring
from storage.responses import CHUNK, ONE, Document, Sent, opened, opened_with
from storage.schema.answers import RESPONSE, Response
from storage.sealing import Opener, keyed_hash

MOST = 10_000
"""So many are counted for a page, in some milliseconds; how many more there are, a release says."""
BETWEEN = 10
"""So many are opened, which takes about a millisecond, before others have their turn."""

_DELETE_KIND = delete(Response).where(
    RESPONSE.consultation == bindparam("of_consultation"), RESPONSE.kind == bindparam("of_kind")
)
_DELETE_SOME = delete(Response).where(
    RESPONSE.id.in_(
        select(RESPONSE.id).where(RESPONSE.consultation == bindparam("of_consultation")).limit(CHUNK)
    )
)
_ANY = select(RESPONSE.version).where(RESPONSE.consultation == bindparam("consultation")).limit(1)
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
_SOME = (
    select(RESPONSE.id, RESPONSE.survey, RESPONSE.version, RESPONSE.document, RESPONSE.reading)
    .where(
        RESPONSE.consultation == bindparam("consultation"),
        RESPONSE.kind == bindparam("kind"),
        RESPONSE.id > bindparam("after"),
    )
    .order_by(RESPONSE.id)
    .limit(CHUNK)
)


async def each(
    database: Database, keys: Keyring, consultation: str, kind: str
) -> AsyncIterator[tuple[str, Sent]]:
    """All responses of a kind, with their survey, in an order that tells nothing; others go on meanwhile."""
    after = b""
    while rows := await database.rows(_SOME, consultation=consultation, kind=kind, after=after):
        after, opener = rows[-1][0], Opener(keys.answers(consultation))
        for number, (response, survey, version, sealed, reading) in enumerate(rows):
            yield survey, Sent(response, version, opened_with(opener, response, sealed), reading)
            if number % BETWEEN == 0:
                await asyncio.sleep(0)


async def shuffled(
    database: Database, keys: Keyring, consultation: str, kind: str, chance: bytes
) -> AsyncIterator[tuple[str, int, Document]]:
    """The same in another order, which `chance` makes; what is erased meanwhile is left out."""
    ids = [row[0] for row in await database.rows(_IDS, consultation=consultation, kind=kind)]
    for response in sorted(ids, key=lambda each: keyed_hash(chance, each)):
        if row := await database.row(ONE, which=response):
            _, survey, version, sealed, _ = row
            yield survey, version, opened(keys, consultation, response, sealed)


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


async def any_left(database: Database, consultation: str) -> bool:
    """Whether a consultation has responses of any kind."""
    return await database.row(_ANY, consultation=consultation) is not None


def wipe_some(consultation: str) -> Write:
    """Delete some thousand responses of a consultation, of whatever kind: all of them take a while."""
    return Write(_DELETE_SOME, {"of_consultation": consultation})
