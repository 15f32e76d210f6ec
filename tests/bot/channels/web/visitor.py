"""A browser's side of the socket, without a browser."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Protocol
from uuid import uuid4

from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar, web
from aiohttp.test_utils import TestServer
from yarl import URL

CHAT = "/chat/settat-2026"


class Server(Protocol):
    """What tells where a page is."""

    def make_url(self, path: str, /) -> URL: ...


class Page:
    """One open page: sends, and reads frame by frame."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket

    async def frame(self, kind: str) -> Any:
        """The next frame of this kind; others are passed over."""
        while True:
            frame = await self.socket.receive_json(timeout=5)
            if kind in frame:
                return frame

    async def card(self) -> Any:
        return (await self.frame("card"))["card"]

    async def send(self, key: str | None = None, **message: object) -> Any:
        """Send, and give the acknowledgement."""
        await self.socket.send_json({"id": key or uuid4().hex, **message})
        return await self.frame("ack")


class Browser:
    """One cookie jar on one server."""

    def __init__(self, session: ClientSession, server: Server) -> None:
        self.session, self.server = session, server

    def url(self, path: str) -> str:
        return str(self.server.make_url(path))

    @property
    def token(self) -> str | None:
        return next((cookie.value for cookie in self.session.cookie_jar), None)

    @asynccontextmanager
    async def page(self, path: str = f"{CHAT}/socket", **headers: str) -> AsyncIterator[Page]:
        async with self.session.ws_connect(self.url(path), headers=headers) as socket:
            yield Page(socket)


@asynccontextmanager
async def serving(app: web.Application) -> AsyncIterator[TestServer]:
    server = TestServer(app)
    await server.start_server()
    try:
        yield server
    finally:
        await server.close()


@asynccontextmanager
async def browsing(server: TestServer) -> AsyncIterator[Browser]:
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        yield Browser(session, server)
