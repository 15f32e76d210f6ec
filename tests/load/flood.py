"""One network takes all it can get, while newcomers come from others: `python -m tests.load.flood`.

Sockets of one IPv6 /48 behave as people who arrive, again and again; everybody comes through a proxy, which
says who asks. Prints how long newcomers of other networks waited, and somebody who is known in the same /48.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from aiohttp import ClientError, ClientSession, ClientWebSocketResponse, CookieJar, TCPConnector

from tests.bot_api import BotApi
from tests.load import town
from tests.load.process import Bot, prepared

HOST = "settat.example"
PATIENCE = 120.0
HONEST = ("203.0.113.{}", "198.51.{}.7", "2001:db9:{:x}::1", "2a01:{:x}::1")


@asynccontextmanager
async def fronted(folder: Path, api: BotApi) -> AsyncIterator[Bot]:
    """The bot as it runs behind a proxy."""
    async with prepared(folder, api) as bot:
        bot.environment = {"MUSHAWARA_BEHIND_PROXY": "1", "MUSHAWARA_PUBLIC_URL": f"https://{HOST}"}
        await bot.starts()
        await bot.ready()
        yield bot


class Crowd:
    """Browsers at any address; `served` counts those of the flood."""

    def __init__(self, bot: Bot, session: ClientSession) -> None:
        self._url, self._session = f"http://{bot.listen}/chat/{town.SLUG}/socket", session
        self.served = 0

    async def arrives(self, address: str) -> float:
        """Seconds until somebody who opens the page and taps once is a person; they try again as pages do."""
        began = time.monotonic()
        while not await self._tries(address):
            await asyncio.sleep(1)
        return time.monotonic() - began

    async def floods(self, address: str) -> None:
        """The same again and again, until it is cancelled."""
        while True:
            if await self._tries(address):
                self.served += 1
            await asyncio.sleep(0.1)

    async def returns(self, address: str, cookie: str) -> float:
        """Seconds until somebody with a cookie sees their card again."""
        began = time.monotonic()
        async with self._connected(address, Cookie=cookie) as socket:
            await _hears(socket, "card")
        return time.monotonic() - began

    async def becomes_known(self, address: str) -> str:
        """Their cookie."""
        async with self._connected(address) as socket:
            await _taps(socket)
            return str(socket._response.headers["Set-Cookie"].partition(";")[0])

    async def _tries(self, address: str) -> bool:
        try:
            async with asyncio.timeout(PATIENCE), self._connected(address) as socket:
                await _taps(socket)
                return True
        except (ClientError, OSError, TypeError):
            return False

    @asynccontextmanager
    async def _connected(self, address: str, **more: str) -> AsyncIterator[ClientWebSocketResponse]:
        headers = {"Host": HOST, "X-Forwarded-For": address, **more}
        async with self._session.ws_connect(self._url, headers=headers) as socket:
            yield socket


async def _taps(socket: ClientWebSocketResponse) -> None:
    card = await _hears(socket, "card")
    await socket.send_json({"id": uuid4().hex, "tap": card["buttons"][0][0]["data"]})
    await _hears(socket, "ack")


async def _hears(socket: ClientWebSocketResponse, kind: str) -> Any:
    while kind not in (frame := await socket.receive_json()):
        pass
    return frame[kind]


async def flood(folder: Path, sockets: int, newcomers: int, seconds: float) -> tuple[list[float], float, int]:
    """Seconds that newcomers and somebody known waited, and how many of the flood were served."""
    async with AsyncExitStack() as stack:
        api = BotApi()
        await api.start()
        stack.push_async_callback(api.stop)
        bot = await stack.enter_async_context(fronted(folder, api))
        line = TCPConnector(limit=0)
        session = ClientSession(connector=line, cookie_jar=CookieJar(unsafe=True))
        crowd = Crowd(bot, await stack.enter_async_context(session))
        cookie = await crowd.becomes_known("2001:db8:1:fff0::1")
        session.cookie_jar.clear()
        flooding = [asyncio.create_task(crowd.floods(f"2001:db8:1:{n:x}::1")) for n in range(sockets)]
        await asyncio.sleep(seconds)
        addresses = [HONEST[n % len(HONEST)].format(1 + n) for n in range(newcomers)]
        waited = await asyncio.gather(*map(crowd.arrives, addresses))
        known = await crowd.returns("2001:db8:1:fff0::1", cookie)
        for task in flooding:
            task.cancel()
        await asyncio.gather(*flooding, return_exceptions=True)
        return list(waited), known, crowd.served


def main() -> None:
    """At the size that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sockets", type=int, default=450)
    parser.add_argument("--newcomers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60.0, help="of flood before newcomers come")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        waited, known, served = asyncio.run(
            flood(Path(folder), given.sockets, given.newcomers, given.seconds)
        )
    print(f"{len(waited)} newcomers waited at most {max(waited):.2f} s")
    print(f"somebody known in the same /48 waited {known:.2f} s; {served} of the flood were served")


if __name__ == "__main__":
    main()
