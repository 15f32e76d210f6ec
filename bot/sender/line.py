"""The line to the channel that cards and announcements share: order in a chat, how many at once, pauses."""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from typing import Any, TypeVar

import structlog

from bot.channels.telegram.outcome import Outcome
from bot.channels.telegram.outgoing import Outgoing
from bot.desk import Desk
from bot.lanes import Lanes
from bot.sender.flood import FloodGate
from bot.sender.pace import Pace
from storage.changes import Changes, NotHeld, StorageDown, Write
from storage.hold import Hold

log = structlog.get_logger()
CHANNEL = "telegram"
PART = "sending"
IN_FLIGHT = 128
PATIENCE = 2.0
"""Seconds after which a call without an answer no longer keeps others from being made."""
IDLE = 1.0
RETRY_PAUSE = 1
LONG_AWAY = 60
"""Seconds without an answer after which sends may have been given up."""
FAILURES = 5
"""So many calls in a row without an answer, and the server counts as away."""
PROBE_EVERY = 1.0
"""While it is away, one call in so many seconds finds out whether it is back."""
T = TypeVar("T")


class Line:
    """Attempts on one bot."""

    def __init__(self, desk: Desk, outgoing: Outgoing, hold: Hold) -> None:
        self.desk = desk
        self._hold = hold
        self.outgoing = outgoing
        self.pace = Pace()
        self.flood = FloodGate()
        self._lanes = Lanes()
        self._free = asyncio.Semaphore(IN_FLIGHT)
        self._tasks: set[asyncio.Task[None]] = set()
        self._probing = asyncio.Lock()
        self._failures = 0
        self._last_answer = time.monotonic()

    def now(self) -> int:
        """UTC seconds."""
        return int(self.desk.clock().timestamp())

    def after(self, seconds: float) -> int:
        """The UTC second in which so many seconds are over, none of them cut off."""
        return math.ceil(self.desk.clock().timestamp() + seconds)

    async def save(self, *writes: Write, patient: bool = False) -> None:
        """Write rows; a database that is down is waited for, so that what was sent is not sent again.

        Vital, since on a full disk a card that cannot be marked as shown would be sent for ever. `patient`:
        together with what others write in the same moment. Once another process sends it waits, to be
        cancelled.

        Raises what else `Store.apply` raises.
        """
        while True:
            await self._hold.surely()
            try:
                changes = Changes((*self._hold.fence, *writes), vital=True, patient=patient)
                return await self.desk.store.apply(changes)
            except NotHeld:
                self._hold.lost.set()
            except StorageDown as error:
                self.desk.outages.report(error)
                await asyncio.sleep(RETRY_PAUSE)

    def alone_in(self, chat: str) -> AbstractAsyncContextManager[None]:
        """One message at a time in a chat, in the order in which they were begun."""
        return self._lanes.of(chat)

    async def ready_for_bulk(self) -> None:
        """Returns when the next message in bulk may go, and the server is there."""
        await asyncio.sleep(self.pace.bulk())
        await self._server_is_there()

    async def attempt(
        self, chat: str, call: Callable[[str], Awaitable[T | Outcome]], *, bulk: bool = False
    ) -> T | Outcome:
        """One call when the line is free; to the chat that this one has become, where the server says so.

        What went wrong is told by an `Outcome`. `bulk`: it is ready for it.
        """
        if not bulk:
            if (pause := self.pace.card(chat)) > 0:
                await asyncio.sleep(pause)
            await self._server_is_there()
        elif (wait := self.pace.wait_of(chat)) > 0:
            return Outcome("retry_after", wait)
        outcome = await self._in_flight(chat, call)
        await self._note(chat, outcome)
        return outcome

    async def is_back(self, chat: str, *, bulk: bool = False) -> Outcome | None:
        """Before the one repeat of a send of unknown fate: None if the server answers for this chat.

        Where it does not, or does not want the chat, it says so of a call that leaves no trace; the repeat is
        not spent (docs/decisions/0012).
        """
        return await self.attempt(chat, self.outgoing.knock, bulk=bulk)

    async def _in_flight(self, chat: str, call: Callable[[str], Awaitable[T | Outcome]]) -> T | Outcome:
        """Call when there is a place; it is given back when that takes too long, so that it holds nobody."""
        await self._free.acquire()
        loop = asyncio.get_running_loop()
        held = loop.call_later(PATIENCE, self._free.release)
        try:
            await self._hold.surely()
            outcome = await call(chat)
            if isinstance(outcome, Outcome) and outcome.kind == "migrated":
                outcome = await call(str(outcome.chat))
            return outcome
        finally:
            if held.when() > loop.time():
                held.cancel()
                self._free.release()

    async def _server_is_there(self) -> None:
        await self.outgoing.granted()
        if self._failures >= FAILURES:
            async with self._probing:
                if self._failures >= FAILURES:
                    await asyncio.sleep(PROBE_EVERY)
        await self.flood.passes()

    def _slow_down(self, chat: str, seconds: float) -> None:
        self.pace.slow_down(chat, seconds)
        self.flood.refused(chat, seconds)
        if self.flood.is_closed:
            self.pace.be_careful()

    async def _note(self, chat: str, outcome: object) -> None:
        kind = outcome.kind if isinstance(outcome, Outcome) else ""
        if kind not in {"", "blocked", "gone"}:
            log.warning("a message did not go out", outcome=kind)
        if kind in {"retry", "uncertain"}:
            self._failures += 1
            if self._failures >= FAILURES:
                self.desk.telegram.report(PART, "outage")
            return
        self.desk.telegram.report(PART, None)
        away = time.monotonic() - self._last_answer
        was_away = self._failures >= FAILURES
        self._failures, self._last_answer = 0, time.monotonic()
        if isinstance(outcome, Outcome) and kind == "retry_after":
            self._slow_down(chat, outcome.seconds)
        elif kind != "doubt":
            self.flood.went_out()  # whatever else it says of a message, it is not too many for it
        if was_away and away >= LONG_AWAY:
            await self.desk.missed(away)  # what was given up meanwhile is shown again

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
            self.desk.outages.report(error)

    async def forever(self, step: Callable[[], Awaitable[None]]) -> None:
        """Round after round, until cancelled."""
        while True:
            await self.insist(step)

    async def insist(self, step: Callable[[], Awaitable[None]]) -> None:
        """One round; a database that is down is waited for."""
        try:
            await step()
        except StorageDown as error:
            self.desk.outages.report(error)
            await asyncio.sleep(RETRY_PAUSE)
