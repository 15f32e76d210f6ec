"""The one writer of a process: all changes that wait are committed together, each as if alone."""

import asyncio
from collections import deque

from storage.changes import Changes, StorageDown, StorageError
from storage.database import Database

BATCH = 200
PATIENCE = 0.02
"""Seconds that patient changes wait for others to be committed with."""
Waiting = tuple[Changes, asyncio.Future[None]]


class Writer:
    """Applies `Changes`; `apply` returns when they are durable."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: deque[Waiting] = deque()
        self._patient: deque[Waiting] = deque()
        self._writing: list[asyncio.Task[None]] = []

    async def apply(self, changes: Changes) -> None:
        """Write these changes. Raises `Stale`, `Repeat`, `NotOpen` (nothing was written) or `StorageDown`."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        if changes.patient:
            if not self._patient:
                loop.call_later(PATIENCE, self._begin)
            self._patient.append((changes, done))
        else:
            self._waiting.append((changes, done))
            self._begin()
        await done

    def _begin(self) -> None:
        """Also what the clock of patient changes calls, perhaps long after others took those along."""
        self._waiting += self._patient
        self._patient.clear()
        self._writing = [task for task in self._writing if not task.done()]
        if self._waiting and len(self._writing) < self._database.batches:
            self._writing.append(asyncio.create_task(self._drain()))

    async def _drain(self) -> None:
        await asyncio.sleep(0)  # one tick, so that updates handled together are committed together
        while self._waiting:
            await self._commit([self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))])

    async def _commit(self, batch: list[Waiting]) -> None:
        try:
            outcomes = await self._database.commit([changes for changes, _ in batch])
        except Exception as error:  # whatever it was, every caller must hear that nothing is sure
            down = error if isinstance(error, StorageError) else StorageDown(type(error).__name__)
            outcomes = [down] * len(batch)
        for (_, done), outcome in zip(batch, outcomes, strict=True):
            if done.done():
                continue
            if outcome is None:
                done.set_result(None)
            else:
                done.set_exception(outcome)
