"""Trying until it works, and noticing that it did not work for long."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import structlog
from telegram.error import Conflict, TelegramError

from bot.channel_health import ChannelHealth, Trouble
from bot.channels.telegram.backoff import Backoff
from bot.channels.telegram.intake import Desk
from bot.channels.telegram.outcome import SlowDown, TokenDoubted, Undeliverable
from storage.changes import StorageDown

PART = "updates"
LONGEST_PAUSE = 60.0
"""Seconds between two attempts, whatever the server wants."""
TAP_LIFE = 150
"""Seconds after which the server drops a tap that nobody took."""
log = structlog.get_logger(__name__)


class Insisting:
    """Repeats a step until it works; after an outage in which taps were lost the desk is told."""

    def __init__(
        self,
        desk: Desk,
        backoff: Backoff,
        clock: Callable[[], float] = time.monotonic,
        health: ChannelHealth | None = None,
    ) -> None:
        self._desk = desk
        self._health = health or ChannelHealth()
        self._backoff = backoff
        self._clock = clock
        self._down_since: float | None = None

    async def until_it_works(self, step: Callable[[], Awaitable[None]]) -> None:
        """Returns when it worked; waits through everything that the server or the database does."""
        while True:
            began = self._clock()
            try:
                await step()
                await self._recovered()
            except (TelegramError, StorageDown) as error:
                # A call that was lost after a while has waited already.
                await asyncio.sleep(max(0.0, self._pause(error) - (self._clock() - began)))
            else:
                return

    def _pause(self, error: TelegramError | StorageDown) -> float:
        self._health.report(PART, _trouble(error))
        if self._down_since is None:
            self._down_since = self._clock()
            log.warning("Updates from Telegram are waiting", why=_why(error))
        pause = self._backoff.failed()
        return max(pause, min(error.seconds, LONGEST_PAUSE)) if isinstance(error, SlowDown) else pause

    async def _recovered(self) -> None:
        self._health.report(PART, None)
        if self._down_since is None:
            return
        seconds = self._clock() - self._down_since
        if seconds >= TAP_LIFE:
            await self._desk.missed(seconds)
        log.info("Updates from Telegram come in again")
        self._down_since = None
        self._backoff.succeeded()


def _trouble(error: TelegramError | StorageDown) -> Trouble | None:
    match error:
        case Conflict():
            return "conflict"
        case Undeliverable():
            return "webhook"
        case StorageDown() | TokenDoubted():
            return None  # told elsewhere
    return "outage"


def _why(error: TelegramError | StorageDown) -> str:
    if isinstance(error, Conflict):
        return "Another process asks for this bot's updates. Only one may: stop the other one."
    if isinstance(error, StorageDown):
        return "The database cannot be reached."
    return str(error)
