"""The HTTP under the Bot, which knows whether a request was written.

Small calls that are made for each update go over connections of our own, everything else through aiohttp.
"""

import logging
from collections.abc import Callable
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any, cast

from aiohttp import ClientSession, ClientTimeout, StreamReader, TCPConnector, TraceConfig
from telegram import Bot, User
from telegram.error import TelegramError
from telegram.request import BaseRequest, RequestData

from bot.channels.telegram.connections import Connections
from bot.channels.telegram.outcome import NotWritten, TokenDoubted, Uncertain
from bot.channels.telegram.results import converted, result_of
from bot.channels.telegram.values import Upload, Values, body_of
from bot.channels.telegram.wire import Me

OFFICIAL = "https://api.telegram.org"
CONNECTIONS = 128
LARGEST = 2**20
"""Bytes of an answer; a message with all it may hold takes a tenth."""
LARGEST_BATCH = 2**24
"""Bytes of an answer of `getUpdates`: a hundred such messages."""
PATIENCE = 10.0


def open_bot(token: str, api_url: str = OFFICIAL) -> Bot:
    """Make a `Bot` on our own HTTP; nothing is sent before `initialize`. `api_url` is the server's root."""
    _keep_token_out_of_logs()
    request = AiohttpRequest()
    root = api_url.rstrip("/")
    return _OurBot(token, f"{root}/bot", f"{root}/file/bot", request=request, get_updates_request=request)


def _keep_token_out_of_logs() -> None:
    # At DEBUG the library writes the address of every call, which holds the token.
    logger = logging.getLogger("telegram")
    logger.setLevel(max(logger.level, logging.INFO))


async def call(
    bot: Bot, method: str, patience: float = PATIENCE, upload: Upload | None = None, **values: Any
) -> object:
    """Call a method and give its result as it came; it may be odd.

    `patience`: seconds until an answer counts as lost. Raises TelegramError.
    """
    # Not by the library's own methods: what they make of arguments and answers takes longer than the call,
    # and of an odd answer they make any error.
    url = f"{bot.base_url}/{method}"
    data = cast(RequestData, Values(values, upload))
    return await bot.request.post(url, data, read_timeout=patience)


class _OurBot(Bot):
    """Knows who it is though a server tells less than the library wants, and never shows its token."""

    def __repr__(self) -> str:
        return "Bot()"

    async def get_me(self, *_: Any, **__: Any) -> User:
        """Raises TelegramError."""
        me = converted(await call(self, "getMe"), Me)
        self._bot_user = User(me.id, me.first_name or "", is_bot=True, username=me.username or "")
        return self._bot_user


async def introduce(bot: Bot) -> str:
    """Open the line and learn the bot's name, unless it is known. Raises TelegramError."""
    await bot.initialize()
    return bot.username


def watch_refusals(bot: Bot, note: Callable[[], None]) -> None:
    """Have each call noted that is answered as if the bot were not known."""
    request = bot.request
    assert isinstance(request, AiohttpRequest)
    request.on_refusal = note


def known_name(bot: Bot) -> str:
    """The bot's username; empty as long as the Bot API has not told it."""
    try:
        return bot.username
    except RuntimeError:
        return ""


class AiohttpRequest(BaseRequest):
    """Carries the calls of a `Bot`.

    Raises `NotWritten` for what is safe to repeat, `Uncertain` for what may have been carried out (no answer,
    5xx, half a body) and what `result_of` raises. None of these names the address, which holds the token, or
    leads to an error that does.
    """

    def __init__(self, read_timeout: float = 60.0, connect_timeout: float = 10.0) -> None:
        self._read_timeout = read_timeout
        self._connect_timeout = connect_timeout
        self.on_refusal: Callable[[], None] = _pass_over
        """Called when the bot is not known any more, or not to whoever answered."""
        self._session: ClientSession | None = None
        self._calls: Connections | None = None

    @property
    def read_timeout(self) -> float:
        return self._read_timeout

    async def initialize(self) -> None:
        if self._session is None:
            self._calls = Connections(CONNECTIONS)
            connector = TCPConnector(limit=CONNECTIONS)
            self._session = ClientSession(
                connector=connector,
                trace_configs=[_trace_writing()],
                auto_decompress=False,  # a small body may hold a large one
                headers={"Accept-Encoding": "identity"},
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None
        if self._calls is not None:
            self._calls.close()
            self._calls = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - fixed by BaseRequest
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - fixed by BaseRequest
    ) -> tuple[int, bytes]:
        connect = _given(connect_timeout, self._connect_timeout)
        read = _given(read_timeout, self._read_timeout)
        status, body = await self._exchange(method, url, request_data, connect, read)
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return status, body
        try:
            result_of(status, body)  # raises, so that the library does not quote the body
        except TokenDoubted:
            self.on_refusal()
            raise
        raise AssertionError

    async def _exchange(
        self, method: str, url: str, data: RequestData | Values | None, connect: float, read: float
    ) -> tuple[int, bytes]:
        if self._session is None or self._calls is None:
            raise NotWritten("The HTTP session is closed")
        if isinstance(data, Values) and not data.upload:
            largest = LARGEST_BATCH if url.endswith("/getUpdates") else LARGEST
            answer = await self._calls.post(
                url, data.json_payload, connect=connect, patience=read, largest=largest
            )
            return answer.status, answer.body
        # A server that is reached and says nothing is not waited for as long as one that cannot be reached.
        limits = ClientTimeout(total=connect + read, sock_connect=connect, sock_read=read)
        sent = SimpleNamespace(written=False)
        try:
            async with self._session.request(
                method,
                url,
                data=body_of(data),
                headers={"Content-Type": "application/json"} if data and not data.contains_files else None,
                timeout=limits,
                allow_redirects=False,
                trace_request_ctx=sent,
            ) as response:
                return response.status, await _at_most(response.content, LARGEST)
        except TelegramError:
            raise
        except Exception as error:
            failed = type(error).__name__
        # Outside: what aiohttp says may hold the address, and with it the token.
        raise Uncertain(f"No answer: {failed}") if sent.written else NotWritten(f"Not sent: {failed}")

    async def download(self, url: str, limit: int) -> bytes:
        """A file of at most `limit` bytes. Raises `Uncertain` if it does not come, or is larger."""
        if self._session is None:
            raise NotWritten("The HTTP session is closed")
        try:
            async with self._session.get(
                url, allow_redirects=False, trace_request_ctx=SimpleNamespace(written=False)
            ) as response:
                if response.status == HTTPStatus.OK and (content := await _at_most(response.content, limit)):
                    return content
                failed = f"status {response.status}"
        except TelegramError:
            raise
        except Exception as error:
            failed = type(error).__name__
        # Outside: what aiohttp says may hold the address, and with it the token.
        raise Uncertain(f"The file did not come: {failed}")

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        return {"result": result_of(HTTPStatus.OK, payload)}


def _pass_over() -> None:
    """Nobody watches."""


async def _at_most(stream: StreamReader, limit: int) -> bytes:
    """All of a stream. Raises `Uncertain` if it is longer than `limit`."""
    content = bytearray()
    async for piece in stream.iter_chunked(2**16):
        content += piece
        if len(content) > limit:
            raise Uncertain("The answer is larger than it may be")
    return bytes(content)


def _trace_writing() -> TraceConfig:
    async def mark(_session: ClientSession, context: SimpleNamespace, _params: object) -> None:
        context.trace_request_ctx.written = True

    trace = TraceConfig()
    trace.on_request_headers_sent.append(mark)
    return trace


def _given(value: Any, default: float) -> float:
    return value if isinstance(value, int | float) else default
