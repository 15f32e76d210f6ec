"""The HTTP under the Bot, which knows whether a request was written.

Small calls that are made for each update go over connections of our own, everything else through aiohttp.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any, ClassVar, cast

import msgspec
from aiohttp import (
    ClientError,
    ClientSession,
    ClientTimeout,
    FormData,
    StreamReader,
    TCPConnector,
    TraceConfig,
)
from telegram import Bot
from telegram.request import BaseRequest, RequestData

from bot.channels.telegram.connections import Connections
from bot.channels.telegram.outcome import NotWritten, Repeatable, SlowDown, Uncertain

OFFICIAL = "https://api.telegram.org"
CONNECTIONS = 128


def open_bot(token: str, api_url: str = OFFICIAL) -> Bot:
    """Make a `Bot` on our own HTTP; nothing is sent before `initialize`. `api_url` is the server's root."""
    _keep_token_out_of_logs()
    request = AiohttpRequest()
    root = api_url.rstrip("/")
    return Bot(token, f"{root}/bot", f"{root}/file/bot", request=request, get_updates_request=request)


def _keep_token_out_of_logs() -> None:
    # At DEBUG the library writes the address of every call, which holds the token.
    logger = logging.getLogger("telegram")
    logger.setLevel(max(logger.level, logging.INFO))


async def call(bot: Bot, method: str, patience: float, **values: Any) -> object:
    """Call a method and give its result as it came; what is asked for of it is small, and it may be odd.

    `patience`: seconds until an answer counts as lost. Raises TelegramError.
    """
    # Not by the library's own methods: what they make of arguments and answers takes longer than the call.
    url = f"{bot.base_url}/{method}"
    data = cast(RequestData, Values(values))
    return await bot.request.post(url, data, read_timeout=patience)


@dataclass(frozen=True, slots=True)
class Values:
    """What a method is called with, in place of the library's `RequestData`: its JSON alone is asked for."""

    values: Mapping[str, Any]
    contains_files: ClassVar[bool] = False

    @property
    def json_payload(self) -> bytes:
        return msgspec.json.encode(self.values)


async def introduce(bot: Bot) -> str:
    """Open the line and learn the bot's name. Raises TelegramError."""
    try:
        await bot.initialize()
        return bot.username
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise Repeatable(f"The Bot API does not tell who we are: {type(error).__name__}") from None


def known_name(bot: Bot) -> str:
    """The bot's username; empty as long as the Bot API has not told it."""
    try:
        return bot.username
    except RuntimeError:
        return ""


class AiohttpRequest(BaseRequest):
    """Carries the calls of a `Bot`.

    Raises `NotWritten` for what is safe to repeat, `Uncertain` for what may have been carried out (no answer,
    5xx, half a body) and `SlowDown` for 429. No message of these names the address, which holds the token.
    """

    def __init__(self, read_timeout: float = 60.0, connect_timeout: float = 10.0) -> None:
        self._read_timeout = read_timeout
        self._connect_timeout = connect_timeout
        self._session: ClientSession | None = None
        self._calls: Connections | None = None

    @property
    def read_timeout(self) -> float:
        return self._read_timeout

    async def initialize(self) -> None:
        if self._session is None:
            self._calls = Connections(CONNECTIONS)
            connector = TCPConnector(limit=CONNECTIONS)
            self._session = ClientSession(connector=connector, trace_configs=[_trace_writing()])

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
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            raise SlowDown(_pause(body))
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise Uncertain(f"The Bot API answered {status}")
        return status, body

    async def _exchange(
        self, method: str, url: str, data: RequestData | Values | None, connect: float, read: float
    ) -> tuple[int, bytes]:
        if self._session is None or self._calls is None:
            raise NotWritten("The HTTP session is closed")
        if isinstance(data, Values):
            answer = await self._calls.post(url, data.json_payload, connect=connect, patience=read)
            return answer.status, answer.body
        # A server that is reached and says nothing is not waited for as long as one that cannot be reached.
        limits = ClientTimeout(total=connect + read, sock_connect=connect, sock_read=read)
        sent = SimpleNamespace(written=False)
        try:
            async with self._session.request(
                method,
                url,
                data=_body(data),
                headers={"Content-Type": "application/json"} if data and not data.contains_files else None,
                timeout=limits,
                allow_redirects=False,
                trace_request_ctx=sent,
            ) as response:
                return response.status, await response.read()
        except (ClientError, OSError, ValueError) as error:
            # `from None`: what aiohttp says may hold the address, and with it the token.
            raise _failure(sent.written, type(error).__name__) from None

    async def download(self, url: str, limit: int) -> bytes:
        """A file of at most `limit` bytes. Raises `Uncertain` if it does not come, or is larger."""
        if self._session is None:
            raise NotWritten("The HTTP session is closed")
        try:
            async with self._session.get(
                url, allow_redirects=False, trace_request_ctx=SimpleNamespace(written=False)
            ) as response:
                content = await _at_most(response.content, limit) if response.status == HTTPStatus.OK else b""
        except (ClientError, OSError, ValueError) as error:
            # `from None`: what aiohttp says may hold the address, and with it the token.
            raise Uncertain(f"The file did not come: {type(error).__name__}") from None
        if not content:
            raise Uncertain("The file is not there, or larger than it may be")
        return content

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        try:
            parsed = _read(payload)
        except (ValueError, RecursionError):
            parsed = None
        if not isinstance(parsed, dict):
            raise Uncertain("The Bot API's answer is not JSON")
        parameters = parsed.get("parameters")
        # What the library looks for without asking whether it is there.
        return {"result": None, **parsed, "parameters": parameters if isinstance(parameters, dict) else {}}


def _read(payload: bytes) -> Any:
    """Raises ValueError and RecursionError.

    Half a surrogate pair in one update would take the whole batch along: who reads the update refuses it.
    """
    try:
        return msgspec.json.decode(payload)
    except ValueError:
        return json.loads(payload.decode(errors="replace"))


async def _at_most(stream: StreamReader, limit: int) -> bytes:
    """All of a stream; nothing if it is longer than `limit`."""
    content = bytearray()
    async for piece in stream.iter_chunked(2**16):
        content += piece
        if len(content) > limit:
            return b""
    return bytes(content)


def _body(data: RequestData | None) -> FormData | bytes | None:
    """A form where a file goes along, else JSON."""
    if data is None or not data.contains_files:
        return data.json_payload if data else None
    form = FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, type_) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=type_)
    return form


def _failure(written: bool, name: str) -> NotWritten | Uncertain:
    return Uncertain(f"No answer from the Bot API: {name}") if written else NotWritten(f"Not sent: {name}")


def _trace_writing() -> TraceConfig:
    async def mark(_session: ClientSession, context: SimpleNamespace, _params: object) -> None:
        context.trace_request_ctx.written = True

    trace = TraceConfig()
    trace.on_request_headers_sent.append(mark)
    return trace


def _given(value: Any, default: float) -> float:
    return value if isinstance(value, int | float) else default


def _pause(body: bytes) -> float:
    try:
        return float(msgspec.json.decode(body)["parameters"]["retry_after"])
    except (ValueError, KeyError, TypeError):
        return 5.0
