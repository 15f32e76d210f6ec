"""Long polling: nothing is confirmed before it is committed (the design, promises 1, 3 and 4)."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

import structlog
from telegram import Bot
from telegram.error import Conflict, TelegramError

from bot.channels.telegram.backoff import Backoff
from bot.channels.telegram.decode import KINDS, Elsewhere, Undecodable, decode
from bot.channels.telegram.outcome import SlowDown, TokenRefused, classify
from bot.channels.telegram.reactions import Reactions
from bot.channels.telegram.render import Words
from storage.changes import StorageDown
from storage.messages import Incoming, Reaction

LAST_MOMENT = 2.0
"""Seconds that reactions under way get when polling stops."""

Update = Mapping[str, Any]
log = structlog.get_logger(__name__)


class Desk(Protocol):
    """Who takes what people say: `take` returns only after the commit, or raises StorageDown."""

    async def take(self, incoming: Incoming) -> Reaction: ...

    async def put_aside(self, channel: str, address: str, key: str, error: str, content: str) -> Reaction: ...


class Poller:
    """Asks for updates and hands them to the desk: one person's in order, many people's at once."""

    def __init__(
        self, bot: Bot, desk: Desk, words: Words, *, wait: int = 50, backoff: Backoff | None = None
    ) -> None:
        self._bot = bot
        self._desk = desk
        self._wait = wait
        self._backoff = backoff or Backoff()
        self._reactions = Reactions(bot, words)
        self._offset: int | None = None

    async def run(self) -> None:
        """Poll until cancelled. Raises `TokenRefused`; waits through everything else."""
        try:
            await self._insist(self._prepare)
            while True:
                await self._insist(self._round)
        finally:
            await self._reactions.finish(LAST_MOMENT)

    async def _insist(self, step: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await step()
            except (TelegramError, StorageDown) as error:
                await asyncio.sleep(self._pause(error))
            else:
                return self._recovered()

    async def _prepare(self) -> None:
        await self._bot.initialize()
        await self._bot.delete_webhook()

    async def _round(self) -> None:
        batch = await self._ask()
        await self._take(batch)
        # Not the highest id: after a quiet week the server starts again anywhere.
        ids = [update["update_id"] for update in batch if _has_id(update)]
        self._offset = ids[-1] + 1 if ids else self._offset

    async def _ask(self) -> list[Update]:
        # Raw, since one update that the library cannot read would take the batch along; in small letters
        # (names of methods are case-insensitive), since by its usual name the library warns of the raw call.
        asked = {"offset": self._offset, "timeout": self._wait, "limit": 100, "allowed_updates": list(KINDS)}
        updates: list[Update] = await self._bot.do_api_request(
            "getupdates", asked, read_timeout=self._wait + 10.0
        )
        return updates

    async def _take(self, batch: list[Update]) -> None:
        lanes: defaultdict[str, list[tuple[Update, Incoming]]] = defaultdict(list)
        groups: list[Elsewhere] = []
        for update in batch:
            match await self._decoded(update):
                case Incoming() as incoming:
                    lanes[incoming.address].append((update, incoming))
                case Elsewhere() as elsewhere:
                    groups.append(elsewhere)
        results = await asyncio.gather(*map(self._take_lane, lanes.values()), return_exceptions=True)
        for error in filter(None, results):
            raise error
        for elsewhere in groups:
            self._reactions.explain(elsewhere)

    async def _decoded(self, update: Update) -> Incoming | Elsewhere | None:
        try:
            return decode(update, self._bot.username)
        except Undecodable as error:
            key, content = f"telegram:{error.update_id}", json.dumps(update)
            await self._desk.put_aside("telegram", error.chat, key, error.reason, content)
            return None

    async def _take_lane(self, lane: list[tuple[Update, Incoming]]) -> None:
        for update, incoming in lane:
            reaction = await self._take_one(incoming)
            if query := update.get("callback_query"):
                self._reactions.acknowledge(str(query.get("id")), reaction)
            self._reactions.follow(incoming, reaction)

    async def _take_one(self, incoming: Incoming) -> Reaction:
        try:
            return await self._desk.take(incoming)
        except StorageDown:
            raise
        except Exception as error:
            # The desk puts content errors aside itself; a fault in the desk must not hold everybody either.
            log.error("An update could not be taken", key=incoming.key, error=type(error).__name__)
            return Reaction()

    def _pause(self, error: TelegramError | StorageDown) -> float:
        if isinstance(error, TelegramError) and classify(error).kind == "stop":
            # The library's own error holds the token.
            raise TokenRefused from None
        if not self._backoff.failing:
            log.warning("Updates from Telegram are waiting", why=_why(error))
        pause = self._backoff.failed()
        return max(pause, error.seconds) if isinstance(error, SlowDown) else pause

    def _recovered(self) -> None:
        if self._backoff.failing:
            log.info("Updates from Telegram come in again")
        self._backoff.succeeded()


def _has_id(update: object) -> bool:
    return isinstance(update, Mapping) and isinstance(update.get("update_id"), int)


def _why(error: TelegramError | StorageDown) -> str:
    if isinstance(error, Conflict):
        return "Another process asks for this bot's updates. Only one may: stop the other one."
    if isinstance(error, StorageDown):
        return "The database cannot be reached."
    return str(error)
