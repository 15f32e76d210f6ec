"""Connections that are kept open for small calls that are made often: one exchange at a time on each.

It speaks as much HTTP/1.1 as the Bot API needs, and takes a third of what a client for everything takes: no
cookies, no redirects, no compression (docs/decisions/0017 and 0020).
"""

import asyncio
import socket
import ssl
import time
from dataclasses import dataclass, field
from functools import lru_cache
from typing import cast
from urllib.parse import urlsplit

from aiohappyeyeballs import start_connection

from bot.channels.telegram.answers import Answer, NoAnswer, Reading
from bot.channels.telegram.outcome import NotWritten, Uncertain

IDLE = 15.0
"""Seconds after which a connection that nobody used is not used again: the server may be about to end it."""
SECOND_ADDRESS = 0.25
"""Seconds after which another address of the server is tried beside the first (RFC 8305)."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a call goes, and how what is written there begins."""

    host: str
    port: int
    secure: bool
    head: bytes = field(repr=False)

    @property
    def server(self) -> tuple[str, int, bool]:
        return self.host, self.port, self.secure


class Connections:
    """To any servers, at most `limit` exchanges at a time."""

    def __init__(self, limit: int) -> None:
        self._free: dict[tuple[str, int, bool], list[_Connection]] = {}
        self._slots = asyncio.Semaphore(limit)
        self._trust = ssl.create_default_context()
        self._closed = False

    async def post(self, url: str, body: bytes, *, connect: float, patience: float, largest: int) -> Answer:
        """Post JSON; seconds to be connected, and to wait for the whole answer of at most `largest` bytes.

        Raises `NotWritten` if nothing was written, `Uncertain` if no whole answer came.
        """
        place = _place(url)
        async with self._slots:
            connection = self._kept(place) or await self._opened(place, connect)
            answer = await connection.ask(
                b"%b%d\r\n\r\n%b" % (place.head, len(body), body), patience, largest
            )
            self._keep(place, connection)
            return answer

    def close(self) -> None:
        """End what nobody uses just now, and the others once they are answered."""
        self._closed = True
        for connections in self._free.values():
            for connection in connections:
                connection.end()
        self._free.clear()

    def _kept(self, place: Place) -> "_Connection | None":
        free = self._free.get(place.server, [])
        while free:
            connection = free.pop()  # the last one: those that are not needed grow old
            if connection.is_fresh():
                return connection
            connection.end()
        return None

    def _keep(self, place: Place, connection: "_Connection") -> None:
        if self._closed:
            connection.end()
        elif connection.is_fresh():
            self._free.setdefault(place.server, []).append(connection)

    async def _opened(self, place: Place, seconds: float) -> "_Connection":
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(seconds):
                # Not by the loop's own means: in Python 3.11 it loses a socket to who stops waiting.
                found = await loop.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
                reached = await start_connection(found, happy_eyeballs_delay=SECOND_ADDRESS)
                trust, name = (self._trust, place.host) if place.secure else (None, None)
                _, connection = await loop.create_connection(
                    _Connection, sock=reached, ssl=trust, server_hostname=name
                )
        except (OSError, ValueError) as error:  # a name that cannot be written is a ValueError
            failed = type(error).__name__
        else:
            return connection
        raise NotWritten(f"Not sent: {failed}")


class _Connection(asyncio.Protocol):
    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._reading = Reading(0)
        self._answer: asyncio.Future[Answer] | None = None
        self._used = 0.0

    async def ask(self, request: bytes, patience: float, largest: int) -> Answer:
        """Raises `Uncertain`; whatever ends it before the answer ends the connection."""
        assert self._transport
        self._reading.largest = largest
        loop = asyncio.get_running_loop()
        self._answer = loop.create_future()
        late = loop.call_later(patience, self._fail, "in time")
        self._transport.write(request)
        answer = None
        try:
            answer = await self._answer
        finally:
            late.cancel()
            self._answer, self._used = None, time.monotonic()
            if answer is None or not answer.keeps:
                self.end()
        return answer

    def is_fresh(self) -> bool:
        """Whether nothing speaks against asking once more."""
        there = self._transport is not None and not self._transport.is_closing()
        return there and time.monotonic() - self._used < IDLE

    def end(self) -> None:
        """Nothing is waited for any more."""
        if self._transport:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        if self._answer is None or self._answer.done():
            return self.end()  # nobody asked
        try:
            answer = self._reading.add(data)
        except NoAnswer as error:
            return self._fail(str(error))
        if answer:
            self._answer.set_result(answer)

    def connection_lost(self, _: Exception | None) -> None:
        self._transport = None
        self._fail("before the connection ended")

    def _fail(self, why: str) -> None:
        if self._answer and not self._answer.done():
            self._answer.set_exception(Uncertain(f"No whole answer from the Bot API: {why}"))


@lru_cache(maxsize=64)
def _place(url: str) -> Place:
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    host, port = parts.hostname or "", parts.port or (443 if secure else 80)
    head = (
        f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
        "Content-Type: application/json\r\nContent-Length: "
    )
    return Place(host, port, secure, head.encode())
