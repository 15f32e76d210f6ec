"""What can be counted once it is known who asks: requests, and pages that are open, fairly between networks.

Whoever showed a cookie of somebody we know has other room than strangers, who can thus not take it.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from hashlib import blake2b
from typing import cast

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.fair_share import FairShare
from bot.networks import Networks, networks_of
from bot.server.connection import Connection
from bot.server.connections import Connections

PAGES = 2
"""Half of all connections may be pages of people we know."""
STRANGERS, KNOWN = 2_400, 6_000
"""Requests at once, of all strangers, and of all we know; one IPv4 address has a quarter."""
WEARS_OFF = 10
"""Seconds after which a third of them counts."""
MOST_BROWSERS = 50_000
"""Browsers that are kept in mind as those of people we know."""
AGAIN = {"Retry-After": "5"}


class Room:
    """For requests: how many at once, and how many at the same time. `clock` tells seconds."""

    def __init__(self, at_once: int, same_time: int, clock: Callable[[], float]) -> None:
        self.paces = FairShare(at_once, WEARS_OFF, clock)
        self.requests = FairShare(same_time)


class Visits:
    """Counts what is asked; `free` are the paths that always get through. `clock` tells seconds."""

    def __init__(self, connections: Connections, free: frozenset[str], clock: Callable[[], float]) -> None:
        most = connections.most
        self._strangers, self._known = Room(STRANGERS, most, clock), Room(KNOWN, most, clock)
        self._pages = FairShare(most // PAGES)
        self._browsers: OrderedDict[bytes, None] = OrderedDict()
        self._connections, self._free = connections, free

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Tell the connection what it is at, and answer unless there are too many already."""
        connection = cast(Connection, request.protocol)
        networks = networks_of(self._connections.proxies.client_of(request))
        connection.begin(request, networks)
        try:
            if request.headers.get("Upgrade") and not request.content.is_eof():
                raise web.HTTPBadRequest  # no page opens a WebSocket with a body, which could come for ever
            if request.path in self._free:
                return await handler(request)
            return await self._answer(request, handler, networks)
        finally:
            connection.end()

    async def _answer(self, request: web.Request, handler: Handler, networks: Networks) -> web.StreamResponse:
        """Raises `HTTPTooManyRequests` or `HTTPServiceUnavailable`."""
        browser = _browser(request)
        known = browser in self._browsers
        room, who = (self._known, (*networks, browser)) if known else (self._strangers, networks)
        if not room.paces.take(who):
            raise web.HTTPTooManyRequests(headers=AGAIN)
        if request.headers.get("Upgrade"):
            self._connections.make_room_for_strangers()
            return await handler(request)
        with room.requests.hold(who) as held:
            if not held:
                raise web.HTTPServiceUnavailable(headers=AGAIN)
            return await handler(request)

    @contextmanager
    def page(self, request: web.BaseRequest, person: bytes) -> Iterator[bool]:
        """A page of somebody we know is open as long as the block lasts; whether there is room for it."""
        networks = networks_of(self._connections.proxies.client_of(request))
        with self._pages.hold((*networks, person)) as held:
            yield held

    def recognise(self, request: web.BaseRequest) -> None:
        """Keep in mind whose browser it is."""
        if browser := _browser(request):
            self._browsers[browser] = None
            self._browsers.move_to_end(browser)
            if len(self._browsers) > MOST_BROWSERS:
                self._browsers.popitem(last=False)


VISITS: web.AppKey[Visits] = web.AppKey("VISITS", Visits)


def recognise(request: web.Request) -> None:
    """Who asks is somebody we know: their connection is not dropped for another."""
    if isinstance(request.protocol, Connection):
        request.protocol.recognise()
        request.config_dict[VISITS].recognise(request)


@contextmanager
def page_of(request: web.Request, person: bytes) -> Iterator[bool]:
    """The same for a page that stays open as long as the block lasts; whether there is room for it."""
    recognise(request)
    visits = request.config_dict.get(VISITS)
    with visits.page(request, person) if visits else nullcontext(True) as held:
        yield held


def _browser(request: web.BaseRequest) -> bytes:
    """By its cookies; of one that has none, nothing."""
    cookies = request.headers.get("Cookie", "")
    return blake2b(cookies.encode("utf-8", "surrogateescape"), digest_size=16).digest() if cookies else b""
