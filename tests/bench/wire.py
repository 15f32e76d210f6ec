"""HTTP/1.1 as little as two programs on one machine need: keep-alive, lengths told, nothing in chunks."""

import asyncio
import re
from collections import deque
from collections.abc import Callable
from typing import Any

_LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:\s*chunked", re.IGNORECASE)

Answer = Callable[[bytes], None]


class _Messages(asyncio.Protocol):
    """Cuts what arrives into messages: first line, headers and body."""

    def __init__(self) -> None:
        self._buffer = b""
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end]
            if _CHUNKED.search(head):
                raise ValueError("This bench reads no chunked messages.")
            length = _LENGTH.search(head)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self._buffer) < whole:
                return
            body, self._buffer = self._buffer[end + 4 : whole], self._buffer[whole:]
            self.message(head, body)

    def message(self, head: bytes, body: bytes) -> None:
        raise NotImplementedError


class Served(_Messages):
    """A connection of a client: `handle(path, is_json, body, answer)` for each request."""

    def __init__(self, handle: Callable[[str, bool, bytes, Answer], None]) -> None:
        super().__init__()
        self._handle = handle

    def message(self, head: bytes, body: bytes) -> None:
        path = head.split(b" ", 2)[1].decode()
        self._handle(path, b"application/json" in head, body, self._answer)

    def _answer(self, body: bytes) -> None:
        if self.transport and not self.transport.is_closing():
            head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            self.transport.write(head % len(body) + body)


class _Asking(_Messages):
    def __init__(self, pool: "Pool") -> None:
        super().__init__()
        self._pool = pool

    def message(self, head: bytes, body: bytes) -> None:
        self._pool.answered(self, int(head.split(b" ", 2)[1]), body)

    def connection_lost(self, error: Exception | None) -> None:
        self._pool.lost(self)


class Pool:
    """Posts JSON to one address over a few connections, each post at once or when one is free."""

    def __init__(
        self, host: str, port: int, path: str, secret: str, size: int, heard: Callable[[int, Any], None]
    ) -> None:
        self._at = (host, port)
        self._head = (
            f"POST {path} HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {secret}\r\nContent-Length: "
        ).encode()
        self._size = size
        self._heard = heard
        self._free: list[_Asking] = []
        self._waiting: deque[bytes] = deque()
        self._open: set[_Asking] = set()
        self._reopening: set[asyncio.Task[None]] = set()
        self._closed = False

    async def open(self) -> None:
        """Connect. Raises OSError."""
        for _ in range(self._size):
            await self._connect()

    async def _connect(self) -> None:
        loop = asyncio.get_running_loop()
        _, connection = await loop.create_connection(lambda: _Asking(self), *self._at)
        self._open.add(connection)
        self._free.append(connection)
        self._next()

    def post(self, body: bytes) -> None:
        """Post this; `heard` is called with the status and the body of the answer."""
        self._waiting.append(body)
        self._next()

    def answered(self, connection: _Asking, status: int, body: bytes) -> None:
        self._free.append(connection)
        self._next()
        self._heard(status, body)

    def lost(self, connection: _Asking) -> None:
        self._open.discard(connection)
        if connection in self._free:
            self._free.remove(connection)
        if not self._closed:  # a server may close what was idle
            task = asyncio.ensure_future(self._connect())
            self._reopening.add(task)
            task.add_done_callback(self._reopening.discard)

    def close(self) -> None:
        self._closed = True
        for connection in list(self._open):
            assert connection.transport
            connection.transport.close()

    def _next(self) -> None:
        while self._free and self._waiting:
            connection, body = self._free.pop(), self._waiting.popleft()
            assert connection.transport
            connection.transport.write(self._head + b"%d\r\n\r\n" % len(body) + body)
