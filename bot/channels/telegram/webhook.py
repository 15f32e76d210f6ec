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

from bot.channels.telegram.backoff import Backoff
from bot.channels.telegram.decode import KINDS, Elsewhere, Heard
from bot.channels.telegram.insisting import Insisting
from bot.channels.telegram.intake import Desk, Intake
from bot.channels.telegram.outcome import Repeatable
from bot.channels.telegram.reactions import Menus, Reactions, toast
from bot.channels.telegram.render import Words
from bot.channels.telegram.request import call, introduce
from storage.changes import StorageDown

PATH = "/telegram"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST = 2**20
CONNECTIONS = 100
"""How many deliveries at once; at most twice as many chats can wait for an answer of ours."""
RETRY_AFTER = "1"
LOOK_EVERY = 30.0
"""Seconds between two looks at how the server fares with us."""
PATIENCE = 10.0
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
    ) -> None:
        self._bot = bot
        self._bot_name = ""
        self.address = address
        self._intake = Intake(desk)
        self._insisting = Insisting(desk, backoff or Backoff(), clock)
        self._reactions = Reactions(bot, words)
        self._menus = menus or {}
        self._last_error = 0
        self._failing = False

    def routes(self, app: web.Application) -> None:
        """Open the door."""
        app.router.add_post(PATH, self.door)

    async def run(self) -> None:
        """Have updates delivered until cancelled. Raises `TokenRefused`; waits through everything else."""
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
                    return _acknowledgement(query, toast(reaction))
            case Elsewhere() as elsewhere if self._bot_name:
                self._reactions.explain(elsewhere)
        return web.Response()

    async def _prepare(self) -> None:
        self._bot_name = await introduce(self._bot)
        await self._bot.set_webhook(
            self.address.url,
            max_connections=CONNECTIONS,
            allowed_updates=list(KINDS),
            secret_token=self.address.secrets[0],
        )
        self._last_error = (await self._info()).get("last_error_date") or 0

    async def _look(self) -> None:
        """Raises TelegramError while the server does not reach us, or delivers to somebody else."""
        info = await self._info()
        if info.get("url") != self.address.url:
            log.warning("The webhook was taken away; setting it again")
            await self._prepare()
        failed = info.get("last_error_date") or 0
        # Between two attempts of the server there may be no new error: it is over when nothing waits.
        self._failing = failed > self._last_error or (
            self._failing and bool(info.get("pending_update_count"))
        )
        self._last_error = failed
        if self._failing:
            raise Repeatable(f"Telegram cannot deliver: {info.get('last_error_message')}")

    async def _info(self) -> dict[str, Any]:
        info = await call(self._bot, "getWebhookInfo", PATIENCE)
        if not isinstance(info, dict):
            raise Repeatable("The Bot API does not tell of the webhook")
        return info


def _acknowledgement(query: str, text: str) -> web.Response:
    answer = {"method": "answerCallbackQuery", "callback_query_id": query}
    body = msgspec.json.encode({**answer, "text": text} if text else answer)
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
