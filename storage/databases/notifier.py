"""Other processes are woken after a commit: whoever sends, and those whose pages show something else now."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from typing import Any

from storage.changes import Changes, StorageDown
from storage.databases.sessions import BEAT, CHANNEL
from storage.wakes import EVERYBODY

MOST_MARKS = 1_000
"""More would not fit into one notification, which has room for 7,999 bytes."""
FAREWELL = 2.0
"""Seconds that what is left to tell may take when the database is closed."""
_NOTIFY = "SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, $2)"
"""What a crash of the server loses of it nobody misses: all connect again then, and look."""


class Notifier:
    """Tells other processes what was committed, in one go for all that was committed meanwhile.

    Never in the transaction that it tells of: one that notifies holds a lock of the whole server until it is
    on the disk, so that nobody else who notifies can commit beside it (docs/decisions/0037).
    """

    def __init__(self, name: str, connection: Callable[[], AbstractAsyncContextManager[Any]]) -> None:
        self._name = name
        self._connection = connection
        self._marks: set[str] = set()
        self._is_due = False
        self._telling: asyncio.Task[None] | None = None

    def notify(self, changed: Iterable[Changes]) -> None:
        """Have others told soon of what was committed, or perhaps was; returns at once."""
        if shown := [each.wakes for each in changed if each.wakes or each.reaction.show]:
            self._marks.update(*shown)
            self._is_due = True
            if self._telling is None or self._telling.done():
                self._telling = asyncio.create_task(self._tell())

    async def close(self) -> None:
        """Return when all is told, or cannot be."""
        if self._telling is not None:
            await asyncio.wait({self._telling}, timeout=FAREWELL)
            self._telling.cancel()

    async def _tell(self) -> None:
        while self._is_due:
            marks, self._marks, self._is_due = self._marks, set(), False
            try:
                async with self._connection() as connection:
                    await connection.execute(_NOTIFY, CHANNEL, self._payload(marks))
            except StorageDown:
                self._marks |= marks
                self._is_due = True
                await asyncio.sleep(BEAT)

    def _payload(self, marks: set[str]) -> str:
        return " ".join((self._name, *(marks if len(marks) <= MOST_MARKS else (EVERYBODY,))))
