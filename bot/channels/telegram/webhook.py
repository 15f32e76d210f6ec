"""The webhook: the server hands us each update, and hears 2xx only after the commit (promises 1, 3 and 4).

The content of an update never decides the status; only a database that is down does.
"""

import asyncio
import hmac
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import structlog
from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest

from bot.channel_health import ChannelHealth
from bot.channels.telegram.access import Granted, at_once
from bot.channels.telegram.backoff import Backoff
from bot.channels.telegram.decode import KINDS, Elsewhere, Heard
from bot.channels.telegram.insisting import Insisting
from bot.channels.telegram.intake import Desk, Intake
from bot.channels.telegram.outcome import Undeliverable
from bot.channels.telegram.reactions import Menus, Reactions, acknowledgement
from bot.channels.telegram.render import Words
from bot.channels.telegram.request import call, introduce
from bot.channels.telegram.results import converted, known_words
from bot.channels.telegram.wire import WebhookInfo
from storage.changes import StorageDown

PATH = "/telegram"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST = 2**20
CONNECTIONS = 100
"""How many deliveries at once; at most twice as many chats can wait for an answer of ours."""
RETRY_AFTER = "1"
LOOK_EVERY = 30.0
"""Seconds between two looks at how the server fares with us."""
LAST_MOMENT = 2.0
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Address:
    """Where the server delivers to, and the secrets it proves itself by; it is told the first."""

    url: str
    secrets: Sequence[str]

    def knows(self, request: web.Request) -> bool:
        """Whether the request brings one of the secrets, once; takes equally long whichever it is."""
        given = request.headers.getall(HEADER, [])
        secret = given[0].encode(errors="replace") if len(given) == 1 else b""
        equal = [hmac.compare_digest(secret, each.encode()) for each in self.secrets]
        return any(equal)


class Webhook:
    """The door, and the look-out that keeps the server delivering to it."""

    def __init__(
        self,
        bot: Bot,
        desk: Desk,
        words: Words,
        address: Address,
        *,
        menus: Menus | None = None,
        backoff: Backoff | None = None,
        clock: Callable[[], float] = time.monotonic,
        health: ChannelHealth | None = None,
        granted: Granted = at_once,
    ) -> None:
        self._bot = bot
        self._bot_name = ""
        self.address = address
        self._intake = Intake(desk)
        self._insisting = Insisting(desk, backoff or Backoff(), clock, health)
        self._granted = granted
        self._reactions = Reactions(bot, words)
        self._menus = menus or {}
        self._last_error = 0
        self._failing = False

    def routes(self, app: web.Application) -> None:
        """Open the door."""
        app.router.add_post(PATH, self.door)

    async def run(self) -> None:
        """Have updates delivered until cancelled."""
        try:
            await self._insisting.until_it_works(self._prepare)
            self._reactions.offer(self._menus)
            while True:
                await asyncio.sleep(LOOK_EVERY)
                await self._insisting.until_it_works(self._look)
        finally:
            await self._reactions.finish(LAST_MOMENT)

    async def door(self, request: web.Request) -> web.Response:
        """POST /telegram: one update."""
        if not self.address.knows(request):
            return web.Response(status=403)
        if request.headers.get("Content-Encoding", "identity") != "identity":
            return web.Response(status=415)
        body = await _body(request)
        if body is None:
            return web.Response(status=413)
        try:
            return await self._taken(body)
        except StorageDown:
            return web.Response(status=503, headers={"Retry-After": RETRY_AFTER})

    async def _taken(self, body: bytes) -> web.Response:
        match await self._intake.read(body, self._bot_name):
            case Heard(incoming, query):
                reaction = await self._intake.take(incoming)
                self._reactions.follow(incoming, reaction)
                if query:
                    return _acknowledgement(acknowledgement(query, reaction))
            case Elsewhere() as elsewhere if self._bot_name:
                self._reactions.explain(elsewhere)
        return web.Response()

    async def _prepare(self) -> None:
        await self._granted()
        self._bot_name = await introduce(self._bot)
        await self._set()
        self._last_error = (await self._info()).last_error_date or 0

    async def _set(self) -> None:
        try:
            await call(
                self._bot,
                "setWebhook",
                url=self.address.url,
                max_connections=CONNECTIONS,
                allowed_updates=list(KINDS),
                secret_token=self.address.secrets[0],
            )
        except BadRequest as error:
            raise Undeliverable(f"Telegram does not take {self.address.url}: {error.message}") from None

    async def _look(self) -> None:
        """Raises TelegramError while the server does not reach us, or delivers to somebody else."""
        await self._granted()
        info = await self._info()
        if info.url != self.address.url:
            log.warning("The webhook was taken away; setting it again")
            await self._prepare()
        failed = info.last_error_date or 0
        # Between two attempts of the server there may be no new error: it is over when nothing waits.
        self._failing = failed > self._last_error or (self._failing and bool(info.pending_update_count))
        self._last_error = failed
        if self._failing:
            why = known_words(info.last_error_message) or "no known reason"
            raise Undeliverable(f"Telegram cannot deliver to {self.address.url}: {why}")

    async def _info(self) -> WebhookInfo:
        return converted(await call(self._bot, "getWebhookInfo"), WebhookInfo)


def _acknowledgement(answer: dict[str, Any]) -> web.Response:
    body = msgspec.json.encode({"method": "answerCallbackQuery", **answer})
    return web.Response(body=body, content_type="application/json")


async def _body(request: web.Request) -> bytes | None:
    """The whole body; None if it is too large."""
    if (request.content_length or 0) >= LARGEST:
        return None
    body = bytearray()
    async for piece in request.content.iter_any():
        body += piece
        if len(body) >= LARGEST:
            return None
    return bytes(body)
