"""A server on a real port, and strangers who do to it what they can."""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, web

from bot.server import connection, connections, visits
from bot.server.addresses import NO_PROXIES, Proxies
from bot.server.connections import Connections
from bot.server.hosts import Hosts
from bot.server.listening import answering, listening
from bot.server.visits import VISITS, Visits, page_of

FREE = frozenset({"/health"})
PATIENCE = 20
GET = b"GET /%b HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
POST = b"POST /body HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: 4000\r\n\r\n"


class Place:
    """A server with room for 20, five of them pages of strangers, ten of people we know."""

    def __init__(self, proxies: Proxies) -> None:
        self.connections = Connections(20, proxies)
        self.port = 0
        self.proxies = proxies

    @property
    def application(self) -> web.Application:
        counting = Visits(self.connections, FREE, asyncio.get_running_loop().time)
        app = web.Application(middlewares=[counting.middleware, Hosts("", self.port, FREE).middleware])
        app[VISITS] = counting
        app.router.add_get("/health", _ready)
        app.router.add_get("/much", _much)
        app.router.add_post("/body", _body)
        app.router.add_post("/refused", _refused)
        app.router.add_get("/{who:known|stranger}", _socket)
        return app

    async def opens(self, begin: bytes = b"", source: str = "127.0.0.1") -> tuple[StreamReader, StreamWriter]:
        """A connection that says this first."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, local_addr=(source, 0))
        writer.write(begin.replace(b"%d", b"%d" % self.port))
        return reader, writer

    async def is_healthy(self, source: str = "127.0.0.1") -> bool:
        reader, writer = await self.opens(GET % (b"health", self.port) + b"\r\n", source)
        async with asyncio.timeout(PATIENCE):
            answer = await reader.read(12)
        writer.close()
        return answer == b"HTTP/1.1 200"


async def _ready(_: web.Request) -> web.Response:
    return web.Response()


async def _much(_: web.Request) -> web.Response:
    return web.Response(body=bytes(30_000_000))


async def _body(request: web.Request) -> web.Response:
    return web.Response(body=await request.read())


async def _refused(_: web.Request) -> web.Response:
    raise web.HTTPRequestEntityTooLarge(1, 2)


async def _socket(request: web.Request) -> web.WebSocketResponse:
    line = web.WebSocketResponse()
    await line.prepare(request)
    if request.match_info["who"] == "known":
        with page_of(request, request.headers.get("Cookie", "").encode()) as held:
            if held:
                await _echo(line)
    else:
        await _echo(line)
    return line


async def _echo(line: web.WebSocketResponse) -> None:
    async for message in line:
        await line.send_str(message.data)


@asynccontextmanager
async def place_with(proxies: Proxies) -> AsyncIterator[Place]:
    with listening("127.0.0.1", 0) as sockets:
        place = Place(proxies)
        place.port = sockets[0].getsockname()[1]
        async with answering(place.application, sockets, place.connections):
            yield place


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    async with place_with(NO_PROXIES) as place:
        yield place


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """All there is time for is over at once."""
    for name in ("HEADERS", "GRACE", "KEPT_ALIVE"):
        monkeypatch.setattr(connection, name, 0.1)


async def ends(reader: StreamReader) -> bytes:
    """What comes until the other side ends it."""
    said = bytearray()
    async with asyncio.timeout(PATIENCE):
        with suppress(ConnectionError):
            while piece := await reader.read(2**16):
                said += piece
    return bytes(said)


async def trickles(writer: StreamWriter) -> None:
    with suppress(ConnectionError):
        while True:
            writer.write(b"a")
            await writer.drain()
            await asyncio.sleep(0.05)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("begin", [b"", b"GET / HTTP/1.1\r\nX: ", POST], ids=["nothing", "headers", "a body"])
async def test_who_sends_too_slowly_is_dropped(place: Place, begin: bytes) -> None:
    reader, writer = await place.opens(begin)
    trickle = asyncio.create_task(trickles(writer) if begin else asyncio.sleep(0))
    assert await ends(reader) == b""
    trickle.cancel()
    writer.close()
    assert await place.is_healthy()


@pytest.mark.usefixtures("impatient")
async def test_a_connection_that_was_answered_is_not_kept_for_ever(place: Place) -> None:
    reader, writer = await place.opens(GET % (b"health", place.port) + b"\r\n")
    assert (await ends(reader)).startswith(b"HTTP/1.1 200")
    writer.close()


@pytest.mark.usefixtures("impatient")
async def test_who_does_not_read_is_dropped(place: Place) -> None:
    _, writer = await place.opens(GET % (b"much", place.port) + b"\r\n")
    writer.transport.pause_reading()  # type: ignore[attr-defined]
    async with asyncio.timeout(PATIENCE):
        while not len(place.connections):
            await asyncio.sleep(0.01)
        while len(place.connections):
            await asyncio.sleep(0.01)
    writer.transport.abort()


async def test_answers_that_nobody_reads_do_not_fill_the_memory(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "MOST_UNSENT", 50_000_000)
    lines = [await place.opens() for _ in range(6)]
    for _, writer in lines:
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        writer.write(GET % (b"much", place.port) + b"\r\n")
    async with asyncio.timeout(PATIENCE):
        while len(place.connections) > 2:
            await asyncio.sleep(0.01)
    assert sum(each.unsent for each in place.connections.unread) <= 50_000_000
    for _, writer in lines:
        writer.transport.abort()


async def test_a_slow_body_that_comes_fast_enough_arrives(place: Place) -> None:
    reader, writer = await place.opens(POST)
    for _ in range(40):
        writer.write(b"a" * 100)
        await asyncio.sleep(0.01)
    async with asyncio.timeout(PATIENCE):
        assert (await reader.read(12)) == b"HTTP/1.1 200"
    writer.close()


@pytest.mark.parametrize("piece", [b"a" * 1000, b"X-%d: a\r\n" * 200], ids=["one", "many"])
async def test_headers_without_end_are_dropped(place: Place, piece: bytes) -> None:
    reader, writer = await place.opens(b"GET / HTTP/1.1\r\nX: ")
    sends = asyncio.create_task(_sends_again_and_again(writer, piece))
    await ends(reader)
    await sends
    async with asyncio.timeout(PATIENCE):
        while len(place.connections):
            await asyncio.sleep(0.01)


async def _sends_again_and_again(writer: StreamWriter, piece: bytes) -> None:
    with suppress(ConnectionError):
        while True:
            writer.write(piece)
            await writer.drain()


async def test_those_that_ask_nothing_make_room_and_those_we_know_stay(place: Place) -> None:
    address = f"http://127.0.0.1:{place.port}"
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(ClientSession())
        known = await stack.enter_async_context(session.ws_connect(f"{address}/known"))
        lines = [await place.opens(source=f"127.0.0.{2 + each % 5}") for each in range(60)]
        assert await place.is_healthy("127.0.0.9")
        assert len(place.connections) <= 20
        await known.send_str("still here")
        assert (await known.receive(PATIENCE)).data == "still here"
        dropped = await asyncio.gather(*(_is_dropped(reader) for reader, _ in lines))
        assert dropped[:30] == [True] * 30
        for _, writer in lines:
            writer.close()


async def _is_dropped(reader: StreamReader) -> bool:
    with suppress(TimeoutError, ConnectionError):
        async with asyncio.timeout(0.5):
            return await reader.read(1) == b""
        return False
    return reader.exception() is not None or reader.at_eof()


async def test_the_newest_is_served_where_one_address_has_all_connections(place: Place) -> None:
    lines = [await place.opens(source="127.0.0.2") for _ in range(40)]
    assert await place.is_healthy("127.0.0.2")
    assert len(place.connections) <= 20
    for _, writer in lines:
        writer.close()


class Front:
    """A server behind a proxy that says who asks."""

    def __init__(self, place: Place, stack: AsyncExitStack, session: ClientSession) -> None:
        self.place, self._stack, self._session = place, stack, session

    async def page(self, address: str, who: str = "stranger") -> ClientWebSocketResponse:
        headers = {"X-Forwarded-For": address, "Cookie": f"mushawara={address}"}
        url = f"http://127.0.0.1:{self.place.port}/{who}"
        return await self._stack.enter_async_context(self._session.ws_connect(url, headers=headers))

    async def asks(self, address: str, cookie: str = "") -> int:
        headers = {"X-Forwarded-For": address, "Cookie": cookie} if cookie else {"X-Forwarded-For": address}
        async with self._session.post(f"http://127.0.0.1:{self.place.port}/body", headers=headers) as answer:
            return answer.status


@pytest.fixture
async def front() -> AsyncIterator[Front]:
    async with (
        place_with(Proxies(declared=True)) as place,
        AsyncExitStack() as stack,
        ClientSession() as session,
    ):
        yield Front(place, stack, session)


async def is_open(page: ClientWebSocketResponse) -> bool:
    with suppress(ConnectionError, TypeError):
        await page.send_str("here")
        return bool((await page.receive(PATIENCE)).data == "here")
    return False


async def test_pages_of_strangers_make_room_in_the_networks_that_have_most(front: Front) -> None:
    elsewhere = await front.page("203.0.113.1")
    flood = [await front.page(f"2001:db8:1:{number:x}::1") for number in range(30)]
    assert await is_open(elsewhere)
    assert [await is_open(page) for page in flood] == [False] * 26 + [True] * 4
    newest = await front.page("198.51.100.1")
    assert [await is_open(page) for page in (elsewhere, newest)] == [True, True]


async def test_pages_held_in_many_networks_do_not_hold_their_room_for_good(front: Front) -> None:
    held = [await front.page(f"{10 + number}.0.0.1") for number in range(5)]
    newest = await front.page("203.0.113.1")
    assert await is_open(newest)
    assert [await is_open(page) for page in held] == [False] + [True] * 4


async def test_pages_of_people_we_know_have_their_own_room_and_share_it(front: Front) -> None:
    for number in range(30):
        await front.page(f"2001:db8:1:{number:x}::1")
    known = [await front.page(f"2001:db8:1:{number:x}::1", "known") for number in range(5)]
    assert [await is_open(page) for page in known] == [True] * 3 + [False] * 2, "a /48 has a third of it"
    assert await is_open(await front.page("2001:db9::1", "known"))


async def test_who_is_known_is_answered_where_strangers_of_their_network_ask_too_much(front: Front) -> None:
    at = "203.0.113.1"
    await front.page(at, "known")
    statuses = [200]
    while statuses[-1] == 200 and len(statuses) < 2 * visits.STRANGERS:  # on a slow machine some wear off
        statuses.append(await front.asks(at))
    assert statuses[-1] == 429
    assert statuses[:500] == [200] * 500
    assert await front.asks(at, cookie=f"mushawara={at}") == 200
    assert await front.asks(at, cookie="mushawara=nobody") == 429
    assert await front.asks("198.51.100.1") == 200


async def test_a_page_that_floods_its_line_is_dropped(place: Place) -> None:
    async with ClientSession() as session:
        socket = await session.ws_connect(f"http://127.0.0.1:{place.port}/known")
        with suppress(ConnectionError):
            for _ in range(100_000):
                await socket.ping()
        async with asyncio.timeout(PATIENCE):
            while len(place.connections):
                await asyncio.sleep(0.01)
        await socket.close()


async def test_a_socket_is_not_opened_with_a_body(place: Place) -> None:
    upgrade = b"Upgrade: x\r\nConnection: upgrade\r\nContent-Length: 4000\r\n\r\n"
    reader, writer = await place.opens(b"POST /body HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n" + upgrade)
    async with asyncio.timeout(PATIENCE):
        assert (await reader.read(12)) == b"HTTP/1.1 400"
    writer.close()


@pytest.mark.parametrize("host", [b"Host: evil.example\r\n", b"", b"Host: a\r\nHost: b\r\n"])
async def test_another_name_is_not_ours(place: Place, host: bytes) -> None:
    reader, writer = await place.opens(b"GET /known HTTP/1.1\r\n" + host + b"Connection: close\r\n\r\n")
    assert (await ends(reader))[9:12] in {b"421", b"400"}
    writer.close()


async def test_health_may_be_asked_by_any_name(place: Place) -> None:
    reader, writer = await place.opens(b"GET /health HTTP/1.1\r\nHost: web:8080\r\nConnection: close\r\n\r\n")
    assert (await ends(reader)).startswith(b"HTTP/1.1 200")
    writer.close()


async def test_a_body_that_is_refused_early_is_read_to_its_end(place: Place) -> None:
    """Else whoever sends it, a proxy for instance, meets a broken line instead of the refusal."""
    size = 8 * connection.LARGEST_HEAD
    reader, writer = await place.opens(POST.replace(b"/body", b"/refused").replace(b"4000", b"%d" % size))
    async with asyncio.timeout(PATIENCE):
        assert (await reader.readuntil(b"\r\n")).startswith(b"HTTP/1.1 413")
        for _ in range(8):
            writer.write(bytes(connection.LARGEST_HEAD))
            await writer.drain()
            await asyncio.sleep(0.01)
        writer.write(GET % (b"health", place.port) + b"\r\n")
        assert b"HTTP/1.1 200" in await reader.readuntil(b"HTTP/1.1 200")
    writer.close()
