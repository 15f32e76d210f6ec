"""A resident in the web chat, on a device with an address of its own, and how long they wait."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self
from uuid import uuid4

from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar, TCPConnector

from tests.load import town

PATIENCE = 30.0


class WebResident:
    """One page that is open. Taps what comes first, and writes a number where there is nothing to tap."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket
        self._card: Any = None

    async def sees(self) -> Self:
        """The next card."""
        while not await self._hears("card"):
            pass
        return self

    async def acts(self) -> float:
        """One turn; the seconds until it is stored."""
        buttons = self._card["buttons"]
        did = {"tap": buttons[0][0]["data"]} if buttons else {"text": "4"}
        began = time.monotonic()
        await self._socket.send_json({"id": uuid4().hex, **did})
        while not await self._hears("ack"):
            pass
        return time.monotonic() - began

    async def _hears(self, kind: str) -> bool:
        async with asyncio.timeout(PATIENCE):
            frame = await self._socket.receive_json()
        self._card = frame.get("card", self._card)
        return kind in frame


@asynccontextmanager
async def visiting(port: int, address: str) -> AsyncIterator[WebResident]:
    """Somebody who opens the page at an address of this machine."""
    line = TCPConnector(local_addr=(address, 0))
    async with ClientSession(connector=line, cookie_jar=CookieJar(unsafe=True)) as session:
        page = f"http://127.0.0.1:{port}/chat/{town.SLUG}"
        async with asyncio.timeout(PATIENCE):
            async with session.get(page) as answer:
                assert answer.status == 200, answer.status
            socket = await session.ws_connect(f"{page}/socket")
        async with socket:
            yield await WebResident(socket).sees()
