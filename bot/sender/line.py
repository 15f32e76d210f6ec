"""The line to the channel that cards and announcements share: how many at once, one pause for all on 429."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import structlog

from bot.channels.telegram.outcome import Outcome
from bot.channels.telegram.outgoing import Outgoing
from bot.desk import Desk
from storage.changes import Changes, StorageDown, Write

log = structlog.get_logger()
CHANNEL = "telegram"
IN_FLIGHT = 64
IDLE = 1.0
UNCERTAIN_PAUSE = 60
"""Seconds until a send of unknown fate is repeated, once."""
RETRY_PAUSE = 2
T = TypeVar("T")


class Line:
    """Attempts on one bot; a pause that the server asks for holds everybody."""

    def __init__(self, desk: Desk, outgoing: Outgoing) -> None:
        self.desk = desk
        self.outgoing = outgoing
        self._paused_until = 0.0
        self._free = asyncio.Semaphore(IN_FLIGHT)
        self._tasks: set[asyncio.Task[None]] = set()

    def now(self) -> int:
        """UTC seconds."""
        return int(self.desk.clock().timestamp())

    async def save(self, *writes: Write) -> None:
        """Write rows; raises what `Store.apply` raises."""
        await self.desk.store.apply(Changes(writes))

    async def attempt(self, call: Callable[[], Awaitable[T | Outcome]]) -> T | Outcome:
        """One call when the line is free. What went wrong is told by an `Outcome`."""
        async with self._free:
            await asyncio.sleep(max(0.0, self._paused_until - time.monotonic()))
            outcome = await call()
        if isinstance(outcome, Outcome):
            if outcome.kind == "retry_after":
                self._paused_until = max(self._paused_until, time.monotonic() + outcome.seconds)
            if outcome.kind not in {"blocked", "gone"}:
                log.warning("a message did not go out", outcome=outcome.kind)
        return outcome

    def begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Work beside the round; an error of the database is met again by the next round."""
        task = asyncio.create_task(self._quietly(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _quietly(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except StorageDown as error:
            log.warning("the database is down; trying again", error=str(error))

    async def forever(self, step: Callable[[], Awaitable[None]]) -> None:
        """Round after round, until cancelled."""
        while True:
            await self.insist(step)

    async def insist(self, step: Callable[[], Awaitable[None]]) -> None:
        """One round; a database that is down is waited for."""
        try:
            await step()
        except StorageDown as error:
            log.warning("the database is down; trying again", error=str(error))
            await asyncio.sleep(RETRY_PAUSE)
