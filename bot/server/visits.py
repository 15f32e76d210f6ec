"""What can be counted once it is known who asks: requests and WebSockets of one address, and of all."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import cast

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.bucket import Buckets
from bot.server.addresses import Proxies, network_of
from bot.server.connection import Connection

SOCKETS = 4, 3
"""Of four connections, three may be WebSockets: there is always room for requests."""
FROM_ONE = 8
"""One address has at most one in so many of the WebSockets, and of the connections one that is answered."""
FEWEST = 16
BURST, RATE = 600, 60
"""Requests of one address at once, and a second after that."""
AGAIN = {"Retry-After": "5"}


class Count:
    """How many there are now, of one network and of all."""

    def __init__(self, most: int) -> None:
        self.most, self.from_one = most, max(FEWEST, most // FROM_ONE)
        self._of: Counter[str] = Counter()
        self._all = 0

    @contextmanager
    def one_more(self, network: str) -> Iterator[None]:
        """One more as long as the block lasts. Raises `HTTPTooManyRequests` or `HTTPServiceUnavailable`."""
        if network and self._of[network] >= self.from_one:
            raise web.HTTPTooManyRequests(headers=AGAIN)
        if self._all >= self.most:
            raise web.HTTPServiceUnavailable(headers=AGAIN)
        self._all += 1
        self._of[network] += 1
        try:
            yield
        finally:
            self._all -= 1
            self._of[network] -= 1
            if not self._of[network]:
                del self._of[network]


class Visits:
    """Counts what is asked; `free` are the paths that always get through. `clock` tells seconds."""

    def __init__(self, most: int, proxies: Proxies, free: frozenset[str], clock: Callable[[], float]) -> None:
        all_but, sockets = SOCKETS
        self._sockets = Count(most * sockets // all_but)
        self._requests = Count(most)
        self._paces = Buckets(BURST, RATE, clock)
        self._proxies, self._free = proxies, free

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Tell the connection what it is at, and answer unless there are too many already."""
        connection = cast(Connection, request.protocol)
        connection.begin(request)
        try:
            if request.headers.get("Upgrade") and not request.content.is_eof():
                raise web.HTTPBadRequest  # no page opens a WebSocket with a body, which could come for ever
            if request.path in self._free:
                return await handler(request)
            with self._counted(request):
                return await handler(request)
        finally:
            connection.end()

    @contextmanager
    def _counted(self, request: web.Request) -> Iterator[None]:
        network = network_of(self._proxies.client_of(request))
        if network and not self._paces.of(network).spend():
            raise web.HTTPTooManyRequests(headers=AGAIN)
        kind = self._sockets if request.headers.get("Upgrade") else self._requests
        with kind.one_more(network):
            yield


def recognise(request: web.BaseRequest) -> None:
    """Who asks is somebody we know: their connection is not dropped for another."""
    if isinstance(request.protocol, Connection):
        request.protocol.recognise()
