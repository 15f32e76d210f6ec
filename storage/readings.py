"""What staff read out of a response: codes, the words without what could point at somebody, whether to quote.

It stands in the response's own row, so that nothing else has to be found when a response is changed, erased
or expires. Nothing in it tells who read it, or when.
"""

import hashlib
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Literal, get_args

from sqlalchemy import bindparam, or_, select, update

from storage.changes import Stale, Write
from storage.database import Database, Row
from storage.erasable import seal_erasably, unseal_erasable
from storage.erasure_keys import ErasureKeyMissing
from storage.guard import ID, of_reading, wrap_reading
from storage.keys import Keyring, derive
from storage.responses import COLUMNS, ONE, Sent, open_response
from storage.schema.answers import RESPONSE, Response
from storage.sealing import SealBroken, keyed_hash, seal, unseal

Kind = Literal["real", "simulated"]
KINDS: tuple[Kind, ...] = get_args(Kind)
HANDLE_STEP = 64
"""Bytes in which a handle grows: an id and a digest fit into the first."""

LAST_WEEK = 2**31 - 1
"""After all others."""

_IDS = select(RESPONSE.id).where(
    RESPONSE.consultation == bindparam("consultation"),
    RESPONSE.kind == bindparam("kind"),
    or_(RESPONSE.week.is_(None), RESPONSE.week < bindparam("before")),
)
_THOSE_READ = select(*COLUMNS).where(
    RESPONSE.consultation == bindparam("consultation"),
    RESPONSE.kind == bindparam("kind"),
    RESPONSE.reading.is_not(None),
)
_AS_READ = update(Response).where(
    RESPONSE.id == bindparam("which"), RESPONSE.document == bindparam("as_it_was")
)
_FIRST = _AS_READ.where(RESPONSE.reading.is_(None)).values(reading=bindparam("new_reading"))
_NEXT = _AS_READ.where(RESPONSE.reading == bindparam("reading_before")).values(
    reading=bindparam("new_reading")
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read out of one answer. `words`: the answer, with […] for what was taken out."""

    codes: tuple[str, ...]
    words: str = field(repr=False)
    quotable: bool


@dataclass(frozen=True, slots=True)
class Read:
    """A response with what was read out of it, by the name of the question."""

    survey: str
    sent: Sent
    readings: Mapping[str, Reading]


async def shuffled(
    database: Database,
    keys: Keyring,
    consultation: str,
    kind: Kind,
    chance: bytes,
    before: int = LAST_WEEK,
) -> AsyncIterator[Read]:
    """All responses of a kind that came before this week, in an order that `chance` makes.

    What is erased meanwhile is left out. At the close no week is kept of any.
    """
    rows = await database.rows(_IDS, consultation=consultation, kind=kind, before=before)
    ids = [row[0] for row in rows]
    for response in sorted(ids, key=lambda each: keyed_hash(chance, each)):
        if row := await database.row(ONE, which=response):
            with suppress(ErasureKeyMissing):
                yield _open(keys, consultation, row)


async def read_questions(
    database: Database, keys: Keyring, consultation: str, kind: Kind
) -> dict[str, set[str]]:
    """Of each survey the questions of which somebody has read an answer."""
    found: dict[str, set[str]] = {}
    for row in await database.rows(_THOSE_READ, consultation=consultation, kind=kind):
        with suppress(ErasureKeyMissing):
            read = _open(keys, consultation, row)
            found.setdefault(read.survey, set()).update(read.readings)
    return found


async def named(
    database: Database, keys: Keyring, consultation: str, question: str, handle: str
) -> Read | None:
    """The response that a handle stands for; None if it was changed or erased since, or never was."""
    try:
        content = unseal(_key(keys, consultation), bytes.fromhex(handle), question.encode())
    except (SealBroken, ValueError):
        return None
    row = await database.row(ONE, which=content[:ID])
    if row is None:
        return None
    with suppress(ErasureKeyMissing):
        read = _open(keys, consultation, row)
        return read if _digest(read) == content[ID:] else None
    return None


def handle(keys: Keyring, consultation: str, question: str, read: Read) -> str:
    """Stands for one answer as it is now on a page; another one each time, which joins nothing."""
    content = read.sent.row.id + _digest(read)
    return seal(_key(keys, consultation), content, question.encode(), HANDLE_STEP).hex()


def keep(keys: Keyring, consultation: str, read: Read, question: str, reading: Reading) -> Write:
    """What was read out of one answer; raises `Stale` if the response is not as it was when it was read."""
    all_now = {**read.readings, question: reading}
    text = json.dumps({name: asdict(each) for name, each in all_now.items()}, ensure_ascii=False)
    shared, sent = keys.answers(consultation), read.sent
    sealed = seal_erasably(keys, shared, sent.erasure_key, text.encode(), of_reading(sent.id))
    values = {
        "which": sent.row.id,
        "as_it_was": sent.row.document,
        "new_reading": wrap_reading(keys, consultation, sent.row, sealed),
    }
    if sent.row.reading is None:
        return Write(_FIRST, values, otherwise=Stale)
    return Write(_NEXT, {**values, "reading_before": sent.row.reading}, otherwise=Stale)


def of(keys: Keyring, consultation: str, sent: Sent) -> dict[str, Reading]:
    """What was read out of a response, by the name of the question."""
    if sent.reading is None:
        return {}
    text = unseal_erasable(keys, keys.answers(consultation), sent.reading, of_reading(sent.id))
    return {name: Reading(tuple(each.pop("codes")), **each) for name, each in json.loads(text).items()}


def _open(keys: Keyring, consultation: str, row: Row) -> Read:
    sent = open_response(keys, row)
    return Read(row[1], sent, of(keys, consultation, sent))


def _key(keys: Keyring, consultation: str) -> bytes:
    return derive(keys.answers(consultation), "reading")


def _digest(read: Read) -> bytes:
    return hashlib.sha256(read.sent.row.document).digest()
