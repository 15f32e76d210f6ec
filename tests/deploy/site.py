"""Where a bot or a proxy is reached, and browsers that come there."""

import asyncio
import contextlib
import socket
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession, CookieJar, TCPConnector
from yarl import URL

from tests.bot.channels.web import visitor
from tests.bot.dashboard import office

PATIENCE = 30.0


@dataclass(frozen=True)
class Site:
    """A site by its address."""

    address: URL

    def make_url(self, path: str) -> URL:
        """A page there."""
        return self.address.join(URL(path))

    def connector(self, **options: Any) -> TCPConnector:
        """How a browser gets there."""
        return TCPConnector(**options)

    @asynccontextmanager
    async def session(self) -> AsyncIterator[ClientSession]:
        """One cookie jar; a cookie for https alone is sent here too."""
        jar = CookieJar(unsafe=True, treat_as_secure_origin=self.address.origin())
        async with socket_factory() as make_socket:
            connector = self.connector(socket_factory=make_socket)
            async with ClientSession(cookie_jar=jar, connector=connector) as session:
                yield session

    @asynccontextmanager
    async def visited(self) -> AsyncIterator[visitor.Browser]:
        """Somebody at the web chat."""
        async with self.session() as session:
            yield visitor.Browser(session, self)

    @asynccontextmanager
    async def administered(self, token: str) -> AsyncIterator[office.Browser]:
        """Somebody signed in to the dashboard by their link."""
        async with self.session() as session:
            browser = office.Browser(None, self, session)
            assert await browser.enters(token) == 200
            yield browser

    async def status(self, path: str) -> int:
        """What the site answers to somebody who is not known there."""
        async with self.session() as session, session.get(self.make_url(path)) as answer:
            await answer.read()
            return answer.status


@asynccontextmanager
async def socket_factory() -> AsyncIterator[Callable[..., socket.socket]]:
    """Give a function that makes sockets; afterwards wait until all of them are closed.

    aiohttp does not wait for that ("Graceful shutdown"), and a connection stays open as long as it has
    something to send that nobody reads.
    """
    made: list[socket.socket] = []

    def make_socket(address: Sequence[Any]) -> socket.socket:
        made.append(socket.socket(*address[:3]))
        return made[-1]

    try:
        yield make_socket
    finally:
        for each in made:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        async with asyncio.timeout(PATIENCE):
            while any(each.fileno() >= 0 for each in made):
                await asyncio.sleep(0.01)


def wait_until(is_ready: Callable[[], bool], why: Callable[[], str]) -> None:
    """Look again and again. Raises `AssertionError` with the reason if it does not come in its time."""
    began = time.monotonic()
    while not is_ready():
        assert time.monotonic() - began < PATIENCE, why()
        time.sleep(0.05)
