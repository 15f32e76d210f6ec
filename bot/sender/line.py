"""The line to the channel that cards and announcements share: how many at once, a pause for all on 429."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import structlog

from bot.channels.telegram.outcome import Outcome
from bot.channels.telegram.outgoing import Outgoing
from bot.desk import Desk
from storage.changes import Changes, StorageDown, Write
from storage.hold import Hold

log = structlog.get_logger()
CHANNEL = "telegram"
IN_FLIGHT = 64
IDLE = 1.0
UNCERTAIN_PAUSE = 60
"""Seconds until a send of unknown fate is repeated, once."""
RETRY_PAUSE = 2
T = TypeVar("T")


class Line:
    """Attempts on one bot, and the pauses that the server asks for."""

    def __init__(self, desk: Desk, outgoing: Outgoing, hold: Hold) -> None:
        self.desk = desk
        self._hold = hold
        self.outgoing = outgoing
        self._waiting: dict[str, float] = {}
        """Chats that were told to wait, and until when."""
        self._free = asyncio.Semaphore(IN_FLIGHT)
        self._tasks: set[asyncio.Task[None]] = set()

    def now(self) -> int:
        """UTC seconds."""
        return int(self.desk.clock().timestamp())

    async def save(self, *writes: Write, patient: bool = False) -> None:
        """Write rows; a database that is down is waited for, so that what was sent is not sent again.

        Vital, since on a full disk a card that cannot be marked as shown would be sent for ever. `patient`:
        together with what others write in the same moment.

        Raises what else `Store.apply` raises.
        """
        while True:
            await self._hold.surely()
            try:
                return await self.desk.store.apply(Changes(writes, vital=True, patient=patient))
            except StorageDown as error:
                log.warning("the database is down; trying again", error=str(error))
                await asyncio.sleep(RETRY_PAUSE)

    async def attempt(self, chat: str, call: Callable[[], Awaitable[T | Outcome]]) -> T | Outcome:
        """One call when the line is free. What went wrong is told by an `Outcome`."""
        async with self._free:
            await asyncio.sleep(self._pause())
            await self._hold.surely()
            outcome = await call()
        if isinstance(outcome, Outcome):
            if outcome.kind == "retry_after":
                self._waiting[chat] = time.monotonic() + outcome.seconds
            if outcome.kind not in {"blocked", "gone"}:
                log.warning("a message did not go out", outcome=outcome.kind)
        return outcome

    def _pause(self) -> float:
        """Seconds that everybody waits: none where one chat alone is too quick, else until all may go on."""
        now = time.monotonic()
        self._waiting = {chat: until for chat, until in self._waiting.items() if until > now}
        return max(self._waiting.values()) - now if len(self._waiting) > 1 else 0.0

    def stop(self) -> None:
        """Another process sends now: what is under way here is given up, and shown by that one."""
        for task in self._tasks:
            task.cancel()

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
