"""Opens the port, before anything else is done; and answers there, once all is ready."""

import asyncio
import errno
import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from functools import partial

from aiohttp import web

from bot.server.connection import Connection
from bot.server.connections import Connections

AT_ONCE = 32
"""Connections that are taken in a row, before others have their turn."""
WAITING = 4096
"""Connections that the system holds until we take them; who finds no room there is a second late."""
SHUTDOWN = 2


@contextmanager
def listening(host: str, port: int) -> Iterator[list[socket.socket]]:
    """The sockets of an address, which is ours from here on. Raises `OSError` if somebody else has it."""
    with ExitStack() as stack:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        sockets = []
        for family, _, _, _, address in dict.fromkeys(found):
            try:
                sockets.append(stack.enter_context(socket.create_server(address, family=family)))
            except OSError as error:
                if error.errno != errno.EADDRNOTAVAIL or not sockets:  # "localhost" where there is no IPv6
                    raise
        yield sockets


@asynccontextmanager
async def answering(
    app: web.Application, sockets: Sequence[socket.socket], connections: Connections
) -> AsyncIterator[None]:
    """As long as it lasts, `app` answers there."""
    runner = web.AppRunner(app, shutdown_timeout=SHUTDOWN)
    await runner.setup()
    loop = asyncio.get_running_loop()
    assert runner.server is not None
    connect = partial(Connection, connections, runner.server, loop=loop)
    watch = asyncio.create_task(connections.watch())
    servers = [await loop.create_server(connect, sock=each, backlog=AT_ONCE) for each in sockets]
    for each in sockets:
        each.listen(WAITING)  # asyncio takes as many in a row as it has the system hold
    try:
        yield
    finally:
        for server in servers:
            server.close()
        watch.cancel()
        await runner.cleanup()
