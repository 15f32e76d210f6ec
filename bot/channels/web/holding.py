"""Files on their way from a page to the desk: in memory, a few at a time."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web

from storage.messages import File, NotFetched

MOST = 8
"""Files that may come in at once; each takes as much memory as it is large."""
FROM_ONE = MOST // 2
"""Of them from one network, so that nobody can keep all others from sending."""


class Holding:
    """What has come in and was not yet taken, by a reference that is chance."""

    def __init__(self) -> None:
        self._devices: dict[str, str] = {}
        """With their networks, "" where only this machine is seen."""
        self._contents: dict[str, bytes] = {}

    @contextmanager
    def room_for(self, device: str, network: str = "") -> Iterator[None]:
        """One file at a time for each device. Raises `HTTPServiceUnavailable` where there is no room now."""
        full = len(self._devices) >= MOST or (network and self._from(network) >= FROM_ONE)
        if full or device in self._devices:
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "5"})
        self._devices[device] = network
        try:
            yield
        finally:
            self._devices.pop(device, None)

    def _from(self, network: str) -> int:
        return list(self._devices.values()).count(network)

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
