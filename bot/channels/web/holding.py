"""Files on their way from a page to the desk: in memory, a few at a time."""

import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from aiohttp import web

from bot.fair_share import FairShare
from bot.networks import Networks
from storage.messages import File, NotFetched

MOST = 8
"""Files that may come in at once; each takes as much memory as it is large."""
LONGEST = 20
"""Seconds that a file waits for its turn."""


AGAIN = {"Retry-After": "5"}


class Holding:
    """What has come in and was not yet taken, by a reference that is chance."""

    def __init__(self) -> None:
        self._devices: set[str] = set()
        self._room = FairShare(MOST)
        self._contents: dict[str, bytes] = {}

    @asynccontextmanager
    async def room_for(self, device: str, networks: Networks = ()) -> AsyncIterator[None]:
        """One file at a time for each device. Raises `HTTPServiceUnavailable` where there is no room."""
        if device in self._devices:
            raise web.HTTPServiceUnavailable(headers=AGAIN)
        self._devices.add(device)
        try:
            if not await self._room.wait(networks, LONGEST):
                raise web.HTTPServiceUnavailable(headers=AGAIN)
            try:
                yield
            finally:
                self._room.give_back(networks)
        finally:
            self._devices.discard(device)

    @contextmanager
    def held(self, content: bytes) -> Iterator[str]:
        """The reference by which `fetch` finds this content as long as the block lasts."""
        reference = secrets.token_urlsafe(16)
        self._contents[reference] = content
        try:
            yield reference
        finally:
            del self._contents[reference]

    async def fetch(self, file: File, limit: int) -> bytes:
        """What came in. Raises `NotFetched`."""
        content = self._contents.get(file.reference, b"")
        if not content or len(content) > limit:
            raise NotFetched
        return content
