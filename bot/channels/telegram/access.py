"""Whether Telegram knows the bot. `getMe` decides: one refusal, 401 or 404, may be anybody's on the way."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.channel_health import ChannelHealth
from bot.channels.telegram.backoff import Backoff
from bot.channels.telegram.outcome import TokenDoubted
from bot.channels.telegram.request import watch_refusals

REFUSALS = 2
"""So many in a row, one of them by `getMe`, and the token is not valid."""
LONGEST = 60.0
"""Seconds between two questions whether it is valid again."""
PART = "access"
HOW = "Ask @BotFather for the current one (/mybots, API Token), set MUSHAWARA_TELEGRAM_TOKEN and start again."
Granted = Callable[[], Awaitable[None]]
"""Returns once calls may be made."""
log = structlog.get_logger(__name__)


async def at_once() -> None:
    """Nobody doubts the token."""


class Access:
    """Opens the line, and holds everybody back while the token is doubted."""

    def __init__(self, bot: Bot, health: ChannelHealth, backoff: Backoff | None = None) -> None:
        self._bot = bot
        self._health = health
        self._backoff = backoff or Backoff(longest=LONGEST)
        self._granted = asyncio.Event()
        self._doubted = asyncio.Event()
        self._refusals = 0
        self._is_known = False
        watch_refusals(bot, self._doubt)

    async def granted(self) -> None:
        """Return once the bot is known and its token not doubted."""
        await self._granted.wait()

    async def run(self) -> None:
        """Ask who we are until it is told, then whenever a call is refused, until cancelled."""
        while True:
            if await self._is_confirmed():
                self._granted.set()
                await self._doubted.wait()
            else:
                await asyncio.sleep(self._backoff.failed())

    def _doubt(self) -> None:
        if self._granted.is_set():
            self._granted.clear()
            self._doubted.set()
            self._refusals = 1

    async def _is_confirmed(self) -> bool:
        self._doubted.clear()
        try:
            await (self._bot.get_me() if self._is_known else self._bot.initialize())
        except TokenDoubted:
            self._refused()
        except TelegramError:
            if self._health.trouble is None:
                self._health.report(PART, "outage")
        else:
            self._confirmed()
            return True
        return False

    def _refused(self) -> None:
        self._refusals += 1
        if self._refusals == REFUSALS:
            log.error("Telegram does not accept the bot's token; everything else goes on", how=HOW)
        if self._refusals >= REFUSALS:
            self._health.report(PART, "token")

    def _confirmed(self) -> None:
        if self._refusals >= REFUSALS:
            log.info("Telegram accepts the bot's token again")
        self._is_known, self._refusals = True, 0
        self._backoff.succeeded()
        self._health.report(PART, None)
