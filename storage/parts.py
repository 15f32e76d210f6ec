"""What concerns very many rows is written in parts, so that others have their turn between two of them."""

import asyncio
from contextlib import suppress
from dataclasses import replace

from storage.changes import Changes, Repeat, Write
from storage.store import Store

PART = 100
"""Rows that one statement reads or writes: about a millisecond."""
PAUSE = 0.005
"""Seconds between two parts: who answers does not feel it, and a million rows take a minute more."""


async def give_way() -> None:
    """Others have their turn."""
    await asyncio.sleep(PAUSE)


async def write_in_parts(store: Store, first: Write, *others: Write) -> None:
    """Write the same again and again, until `first` touches no row. Raises `StorageDown`; it may be repeated.

    Each statement limits itself to a part.
    """
    part = Changes((replace(first, otherwise=Repeat), *others))
    with suppress(Repeat):
        while True:
            await store.apply(part)
            await give_way()
