"""Files on their way from a page to the desk: in memory, a few at a time."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web

from storage.messages import File, NotFetched

MOST = 8
"""Files that may come in at once; each takes as much memory as it is large."""


class Holding:
    """What has come in and was not yet taken, by a reference that is chance."""

    def __init__(self) -> None:
        self._devices: set[str] = set()
        self._contents: dict[str, bytes] = {}

    @contextmanager
    def room_for(self, device: str) -> Iterator[None]:
        """One file at a time for each device. Raises `HTTPServiceUnavailable` where there is no room now."""
        if device in self._devices or len(self._devices) >= MOST:
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "5"})
        self._devices.add(device)
        try:
            yield
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
