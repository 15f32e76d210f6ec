"""A mix (Chaum 1981): guarded responses become what they are from then on, in an order that tells nothing.

Whoever followed every row until then, or reads in an archived log what was written together, finds as many
rows go as come, at least `FEWEST` at once where there are so many, each to a place and under an id to which
nothing that they know leads.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from sqlalchemy import Boolean, bindparam, delete, insert, literal_column, select

from storage import attachments, collected
from storage.changes import Changes, Stale, Write
from storage.database import Database, Row
from storage.erasure_keys import ErasureKeyMissing
from storage.guard import Sealed, unwrap
from storage.keys import Keyring
from storage.parts import PAUSE
from storage.responses import COLUMNS, open_response
from storage.schema.answers import RESPONSE, Response
from storage.sealing import SealBroken
from storage.slots import random_slot

FEWEST = 200
"""Responses that are mixed with one another, if there are so many."""
_IS_GUARDED = literal_column("response.guarded", Boolean)
_CONSULTATIONS = select(RESPONSE.consultation).where(_IS_GUARDED).distinct()
_SOME = (
    select(*COLUMNS, RESPONSE.slot, RESPONSE.kind, RESPONSE.week, RESPONSE.copied)
    .where(
        RESPONSE.consultation == bindparam("consultation"), _IS_GUARDED, RESPONSE.slot > bindparam("after")
    )
    .order_by(RESPONSE.slot)
    .limit(2 * FEWEST)
)
_DELETE = delete(Response).where(
    RESPONSE.slot == bindparam("at"),
    RESPONSE.reading.is_not_distinct_from(bindparam("as_it_was")),
)
_INSERT = insert(Response)
Apply = Callable[[Changes], Awaitable[None]]


async def list_guarded(database: Database) -> set[str]:
    """The consultations whose responses, or some of them, nobody can read without their link key."""
    return {slug for (slug,) in await database.rows(_CONSULTATIONS)}


async def mix_responses(database: Database, keys: Keyring, consultation: str, apply: Apply) -> None:
    """Mix the responses of a consultation that takes none any more. May be repeated.

    `apply` writes. Raises `KeyMissing`, and `StorageDown`. A row that cannot be read is left as it is.
    """
    has_files, last = await attachments.are_any(database, consultation), -1
    while rows := await database.rows(_SOME, consultation=consultation, after=last):
        some = rows if len(rows) < 2 * FEWEST else rows[:FEWEST]
        if has_files:
            for row in some:
                await _unguard_files(database, keys, consultation, row, apply)
        with suppress(Stale):  # one was erased or read meanwhile: once more, from where it was
            await apply(Changes(tuple(_mixed(keys, consultation, some))))
            last = some[-1][len(COLUMNS)]
        await asyncio.sleep(PAUSE)


def _mixed(keys: Keyring, consultation: str, rows: list[Row]) -> list[Write]:
    """All of them go, then all come back, by their new places."""
    gone, come = list[Write](), dict[int, Write]()
    for row in rows:
        _, survey, version, *_, slot, kind, week, copied = row
        lies = Sealed(*row[3 : len(COLUMNS)])
        with suppress(SealBroken):
            lasts, place = unwrap(keys, consultation, lies), random_slot()
            gone.append(Write(_DELETE, {"at": slot, "as_it_was": lies.reading}, otherwise=Stale))
            values: dict[str, Any] = {
                **{"slot": place, "id": lasts.id, "document": lasts.document, "reading": lasts.reading},
                **{"consultation": consultation, "survey": survey, "version": version, "kind": kind},
                **{"week": week, "copied": bool(copied), "guarded": False},
            }
            come[place] = Write(_INSERT, values)
    return [*gone, *(come[place] for place in sorted(come))]


async def _unguard_files(
    database: Database, keys: Keyring, consultation: str, row: Row, apply: Apply
) -> None:
    with suppress(SealBroken, ErasureKeyMissing):
        for name in sorted(open_response(keys, row[: len(COLUMNS)]).document.files):
            await apply(Changes(await attachments.unguard(database, keys, consultation, name)))


async def sweep_files(database: Database, keys: Keyring, consultation: str, apply: Apply) -> None:
    """No file is left that no response leads to. Raises `KeyMissing`, and `StorageDown`.

    With a response that cannot be read they cannot be told, and all stay.
    """
    if await attachments.are_any(database, consultation):
        with suppress(SealBroken):
            named = await collected.all_files(database, keys, consultation)
            await apply(Changes(await attachments.strays(database, keys, consultation, named)))
