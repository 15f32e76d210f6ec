"""One connection: how far its request has come, and until when it has time."""

import asyncio
from enum import IntEnum
from math import inf
from typing import Any, Protocol, cast

from aiohttp import StreamReader, web

from bot.bucket import Bucket
from bot.networks import Networks, networks_of
from bot.server.addresses import Proxies

HEADERS = 10.0
"""Seconds for all headers of a request, from its first byte, or from the beginning of the connection."""
LARGEST_HEAD = 32 * 1024
"""Bytes of the headers of a request."""
GRACE = 20.0
SLOWEST = 1024
"""Bytes a second that a body, or the reading of an answer, must come to after `GRACE` seconds."""
KEPT_ALIVE = 75.0
"""Seconds for which a connection without a request is kept; a proxy of ours closes its own."""
FRAMES, FRAMES_RATE = 64 * 1024, 2 * 1024
"""Bytes that a page may send over a WebSocket at once, and a second after that."""


OPTIONS: dict[str, Any] = {"access_log": None, "auto_decompress": False}


class Stage(IntEnum):
    """What a connection is at; those that come first are dropped first."""

    NEW = 0
    """No request was ever complete."""
    KEPT = 1
    """A request was answered."""
    SOCKET = 2
    """A WebSocket of a page on which nobody has done anything yet."""
    SURE = 3
    """Somebody we know, or a request that is being answered: never dropped for want of room."""


class Registry(Protocol):
    """Who knows all connections."""

    proxies: Proxies
    strangers: dict["Connection", None]
    """Those whose pages nobody has done anything on yet, the oldest first."""
    unread: set["Connection"]
    """Those whose answers wait in memory."""

    def admit(self, connection: "Connection") -> bool:
        """Whether there is room for one more; another may be dropped for it."""

    def forget(self, connection: "Connection") -> None:
        """It is over, or as good as over."""

    def limit_unsent(self, connection: "Connection") -> None:
        """This one is not read; drop what takes most where all of them together wait for too much."""


class Connection(web.RequestHandler):
    """aiohttp's handler of one connection, which it extends by deadlines.

    aiohttp has one for an idle connection only; none for headers, bodies or answers that nobody reads.
    """

    __slots__ = (
        "_connections", "_content", "_ended", "_frames", "_head", "_line", "_received", "_slow_until",
        "_unsent", "_until", "is_ours", "networks", "since", "stage",
    )  # fmt: skip

    def __init__(self, connections: Registry, manager: web.Server, **given: Any) -> None:
        super().__init__(manager, **OPTIONS, **given)
        self._connections = connections
        self.networks: Networks = ()
        """Of who asks; of a proxy of ours none, until it says whom it asks for."""
        self.is_ours = False
        """A proxy of ours."""
        self.since = 0.0
        """When it came to its stage."""
        self.stage = Stage.NEW
        self._line: asyncio.Transport | None = None
        self._content: StreamReader | None = None
        self._frames: Bucket | None = None
        self._head = self._received = self._ended = 0
        self._until = inf
        self._slow_until = inf
        self._unsent = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Admit it, or refuse it before anything is made for it."""
        peer = transport.get_extra_info("peername")
        address = peer[0] if isinstance(peer, tuple) else ""
        self.is_ours = self._connections.proxies.believe(address)
        self.networks = () if self.is_ours else networks_of(address)
        self._line = cast(asyncio.Transport, transport)
        self._enter(Stage.NEW, HEADERS)
        if self._connections.admit(self):
            super().connection_made(transport)
        else:
            self._line.abort()

    def connection_lost(self, exc: BaseException | None) -> None:
        """It is over."""
        self._connections.forget(self)
        self._line = None
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what comes, by what it is part of."""
        super().data_received(data)
        if self._frames is not None:
            if not self._frames.spend(len(data)):
                self.drop()
        elif self._request_count == self._ended and self._has_whole_body():
            self._read_head(len(data))
        else:
            self._received += len(data)

    def _has_whole_body(self) -> bool:
        """Whether nothing is missing of a body; what was answered early is still read to its end."""
        return self._content is None or self._content.is_eof()

    def _read_head(self, size: int) -> None:
        """Of the next request, whose headers are not complete."""
        if size and not self._head:
            self._until = self._now() + HEADERS
        self._head += size
        if self._head > LARGEST_HEAD:
            self.drop()

    def pause_writing(self) -> None:
        """Somebody does not read what we answer."""
        super().pause_writing()
        self._unsent, self._slow_until = self.unsent, self._now() + GRACE
        self._connections.limit_unsent(self)

    def resume_writing(self) -> None:
        """They have read most of it."""
        super().resume_writing()
        self._slow_until = inf
        if self.stage is Stage.KEPT:
            self._until = max(self._until, self._now() + KEPT_ALIVE)
        self._connections.unread.discard(self)

    def begin(self, request: web.BaseRequest, networks: Networks) -> None:
        """The headers of a request are complete, by which somebody in these networks asks."""
        self.networks = networks
        self._head = 0
        self._content = request.content
        if request.headers.get("Upgrade"):
            self._frames = Bucket(FRAMES, FRAMES_RATE, self._now)
            self._enter(Stage.SOCKET, inf)
            self._connections.strangers[self] = None
        else:
            self._enter(Stage.SURE if request.content.is_eof() else Stage.NEW, inf)

    def recognise(self) -> None:
        """Whoever asks here is somebody we know."""
        self._connections.strangers.pop(self, None)
        self.stage = Stage.SURE

    def end(self) -> None:
        """The request is answered, though the answer may not be read yet."""
        self._connections.strangers.pop(self, None)
        self._frames = None
        if self._has_whole_body():
            self._content = None
        self._received = 0
        self._ended += 1
        self._enter(Stage.KEPT, inf if self.is_ours else KEPT_ALIVE)

    def look(self, now: float) -> None:
        """Once a second: drop it if its time is over."""
        if self._content is not None and self._frames is None:
            self._look_at_body(now)
        if now > self._slow_until:
            self._look_at_reading(now)
        elif now > self._until and self._slow_until == inf:
            self.drop()

    def _look_at_body(self, now: float) -> None:
        """Once the body is complete, what follows is ours to do; until then it must come fast enough."""
        if self._has_whole_body():
            self._content = None
            if self._request_count > self._ended:
                self.stage = Stage.SURE
        elif now - self.since > GRACE + self._received / SLOWEST:
            self.drop()

    def _look_at_reading(self, now: float) -> None:
        unsent = self.unsent
        if self._unsent - unsent < GRACE * SLOWEST:
            self.drop()
        self._unsent, self._slow_until = unsent, now + GRACE

    @property
    def unsent(self) -> int:
        """Bytes of answers that wait in memory until they are read."""
        return self._line.get_write_buffer_size() if self._line else 0

    def drop(self) -> None:
        """End it at once, whatever is on its way."""
        self._connections.forget(self)
        if self._line is not None:
            self._line.abort()

    def _enter(self, stage: Stage, seconds: float) -> None:
        self.stage, self.since = stage, self._now()
        self._until = self.since + seconds

    def _now(self) -> float:
        return self._loop.time()
