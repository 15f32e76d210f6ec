"""The one writer of a process: all changes that wait are committed together, each in a savepoint of its own.

Group commit by `docs/decisions/0002`: the statements run inline, only the COMMIT in a thread.
"""

import asyncio
import contextlib
import sqlite3
from collections import deque

from storage.changes import Changes, StorageDown, StorageError
from storage.database import Database, failure

BATCH = 200
DATABASE_FAILS = {sqlite3.DatabaseError, sqlite3.OperationalError, sqlite3.InternalError}
"""The database is at fault, so the whole batch fails; any other error is that of one change alone."""


class Writer:
    """Applies `Changes`; `apply` returns when they are durable."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: deque[tuple[Changes, asyncio.Future[None]]] = deque()
        self._draining: asyncio.Task[None] | None = None
        self.alone = asyncio.Lock()
        """Held while a batch is written, or by maintenance that needs the connection for itself."""

    async def apply(self, changes: Changes) -> None:
        """Write these changes. Raises `Stale`, `Repeat`, `NotOpen` (nothing was written) or `StorageDown`."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((changes, done))
        if self._draining is None or self._draining.done():
            self._draining = asyncio.create_task(self._drain())
        await done

    async def _drain(self) -> None:
        await asyncio.sleep(0)  # one tick, so that updates handled together are committed together
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
            async with self.alone:
                await self._commit(batch)

    async def _commit(self, batch: list[tuple[Changes, asyncio.Future[None]]]) -> None:
        try:
            await self._database.begin()
            outcomes = [self._one(changes) for changes, _ in batch]
            await self._database.in_thread("COMMIT")
        except Exception as error:  # whatever it was, every caller must hear that nothing was written
            self._undo()
            outcomes = [_down(error)] * len(batch)
        for (_, done), outcome in zip(batch, outcomes, strict=True):
            if done.done():
                continue
            if outcome is None:
                done.set_result(None)
            else:
                done.set_exception(outcome)

    def _undo(self) -> None:
        with contextlib.suppress(sqlite3.Error):  # if even this fails, the next batch begins with it
            if self._database.writing.in_transaction:
                self._database.writing.execute("ROLLBACK")

    def _one(self, changes: Changes) -> Exception | None:
        run = self._database.writing.execute
        run("SAVEPOINT one")
        try:
            for write in changes.writes:
                touched = self._database.run(write.statement, write.values)
                if touched == 0 and write.otherwise is not None:
                    raise write.otherwise
        except Exception as error:
            if type(error) in DATABASE_FAILS:
                raise
            run("ROLLBACK TO one")
            run("RELEASE one")
            return error
        run("RELEASE one")
        return None


def _down(error: Exception) -> StorageError:
    if isinstance(error, StorageError):
        return error
    return failure(error) if isinstance(error, sqlite3.Error) else StorageDown(type(error).__name__)
