"""A file at which the process died is not opened for ever: Telegram brings it again after each start."""

import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from storage.changes import Changes, Repeat
from storage.housekeeping import see, unsee, was_seen
from storage.store import Store

DEATHS = 3
"""So often somebody may have ended the process just then."""


@asynccontextmanager
async def noted(store: Store, key: str, now: int) -> AsyncIterator[bool]:
    """It is written down while a file is opened; whether it may be: not after as many deaths at it."""
    marks = [f"{key}|opened {number}" for number in range(DEATHS)]
    mark = next(iter([each for each in marks if not await was_seen(store.database, each)]), "")
    if not mark:
        yield False
        return
    with contextlib.suppress(Repeat):  # another process opens it just now
        await store.apply(Changes((see(mark, now),)))
    try:
        yield True
    finally:
        await store.apply(Changes((unsee(mark),)))
