"""What concerns very many rows is read and written in parts, so that others have their turn between."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from storage.changes import Changes, Repeat, Write
from storage.database import Row
from storage.store import Store

PART = 100
"""Rows that one statement reads or writes: about a millisecond."""
PAUSE = 0.005
"""Seconds between two parts: who answers does not feel it, and a million rows take a minute more."""


async def read_in_parts(
    read: Callable[[Sequence[Any]], Awaitable[list[Row]]], first: Sequence[Any]
) -> AsyncIterator[list[Row]]:
    """Rows in their order, `PART` at a time; `read` gives those after a row, `first` stands before all."""
    while rows := await read(first):
        yield rows
        if len(rows) < PART:
            return
        first = rows[-1]
        await asyncio.sleep(PAUSE)


async def write_in_parts(store: Store, first: Write, *others: Write) -> None:
    """Write the same again and again, until `first` touches no row. Raises `StorageDown`; it may be repeated.

    Each statement limits itself to a part.
    """
    part = Changes((replace(first, otherwise=Repeat), *others))
    with suppress(Repeat):
        while True:
            await store.apply(part)
            await asyncio.sleep(PAUSE)
