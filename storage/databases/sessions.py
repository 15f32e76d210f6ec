"""What processes on one PostgreSQL say to each other: who holds what, and what has changed."""

import asyncio
import time
from collections.abc import Callable, Iterable
from typing import Any

from storage.databases.statements import compiled
from storage.hold import TAKE_OVER, Hold, still_held
from storage.wakes import EVERYBODY

BEAT, SURE, SESSION_LIFE = 0.4, 2.0, 2.5
"""Seconds: how often a session that holds something shows that it lives; how long it may be sure of it after
that; and when the server ends a session that does not."""
CHANNEL = "mushawara"
"""On which processes wake each other: who speaks, a name for this run, and marks."""


async def lock(connection: Any, name: str) -> Hold:
    """Wait until no other session holds this name, then hold it."""
    await connection.execute(f"SET idle_session_timeout = {int(SESSION_LIFE * 1000)}")
    while True:
        if await connection.fetchval("SELECT pg_try_advisory_lock(hashtext($1))", name):
            return await _take_over(connection, f"holds {name}")
        await asyncio.sleep(BEAT)


async def _take_over(connection: Any, name: str) -> Hold:
    began, query = time.monotonic(), compiled(TAKE_OVER)
    arguments = query.arguments({"name": name, "at": int(time.time())}, 0)
    since = await connection.fetchval(query.sql, *arguments)
    return Hold(until=began + SURE, fence=(still_held(name, since),))


async def beat(connection: Any, hold: Hold) -> None:
    """Keep the session alive, until it is not."""
    try:
        while True:
            await asyncio.sleep(BEAT)
            began = time.monotonic()
            await connection.execute("SELECT", timeout=SURE)
            hold.until = began + SURE
    except Exception:  # whatever it was, the lock may be somebody else's
        hold.lost.set()


async def listen(connection: Any, name: str, heard: Callable[[Iterable[str]], None]) -> None:
    """Hear what others than `name` say. Returns never; raises what breaks the connection."""

    def said(_: object, __: int, ___: str, words: str) -> None:
        who, *marks = words.split()
        if who != name:
            heard(marks)

    await connection.add_listener(CHANNEL, said)
    heard((EVERYBODY,))  # who knows what was said before
    while True:
        await asyncio.sleep(SURE)
        await connection.execute("SELECT", timeout=SURE)
