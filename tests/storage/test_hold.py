"""Being the only one: the next has its turn when the first is gone, and who has lost it stops at once."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import Iterable
from contextlib import AsyncExitStack

import pytest

from storage.changes import Changes, NotHeld
from storage.databases.statements import compiled
from storage.hold import Hold, as_the_only_one
from storage.housekeeping import beat, pulse
from storage.messages import Reaction
from storage.store import Store
from storage.wakes import EVERYBODY
from tests.looking import ask
from tests.storage.conftest import postgres_of

STOPPED = """
import asyncio, os, signal, sys
from pathlib import Path
from bot.desk import Desk
from bot.sender.line import Line
from storage.housekeeping import beat
from storage.keys import Keyring
from storage.store import Store
from tests.storage.conftest import postgres_of

async def main():
    async with Store(sys.argv[1], Keyring(Path("none"), os.urandom(32))) as store:
        async with store.database.alone("sender") as hold:
            saving = asyncio.create_task(Line(Desk(store), None, hold).save(beat("stale", 1)))
            await asyncio.sleep(0)
            print("it waits to be written", flush=True)
            os.kill(os.getpid(), signal.SIGSTOP)
            await asyncio.wait({saving}, timeout=1)
            print("saved" if saving.done() else "not saved", flush=True)

asyncio.run(main())
"""
"""A sender that is stopped when what it writes is on its way."""


@pytest.mark.postgresql
async def test_one_at_a_time_and_the_next_when_the_first_is_gone(store: Store) -> None:
    had = asyncio.Event()

    async def second() -> None:
        async with store.database.alone("sender"):
            had.set()

    async with store.database.alone("sender") as hold, store.database.alone("poller"):
        assert hold.sure
        waiting = asyncio.create_task(second())
        await asyncio.wait({waiting}, timeout=1)
        assert not had.is_set()
    await waiting
    assert had.is_set()


@pytest.mark.postgresql
async def test_who_was_stopped_writes_nothing_stale_when_it_goes_on(store: Store, url: str) -> None:
    stopped = await asyncio.create_subprocess_exec(sys.executable, "-c", STOPPED, url, stdout=PIPE)
    assert stopped.stdout is not None
    assert b"waits" in await stopped.stdout.readline()
    async with store.database.alone("sender") as hold:
        stopped.send_signal(signal.SIGCONT)
        assert b"not saved" in await stopped.stdout.readline()
        await stopped.wait()
        assert await pulse(store.database, "stale") is None
        await store.apply(Changes((*hold.fence, beat("ours", 1))))
        assert await pulse(store.database, "ours") == 1


@pytest.mark.postgresql
async def test_who_was_stopped_within_a_transaction_does_not_keep_it(store: Store) -> None:
    async with store.database.alone("sender") as before:
        (fence,) = before.fence
    look = compiled(fence.statement)
    stopped = await postgres_of(store).connect()
    await stopped.execute("BEGIN")
    assert await stopped.fetch(look.sql, *look.arguments(fence.values, 0))
    async with store.database.alone("sender"):
        in_transaction = "datname = current_database() AND state LIKE 'idle in transaction%'"
        assert ask(store.database, f"SELECT pid FROM pg_stat_activity WHERE {in_transaction}") == []
    stopped.terminate()


@pytest.mark.postgresql
async def test_of_a_batch_only_what_is_stale_is_left_out(store: Store) -> None:
    async with store.database.alone("sender") as before:
        pass
    async with store.database.alone("sender") as hold:
        outcomes = await asyncio.gather(
            store.apply(Changes((*before.fence, beat("stale", 1)))),
            store.apply(Changes((beat("somebody's", 1),))),
            store.apply(Changes((*hold.fence, beat("ours", 1)))),
            return_exceptions=True,
        )
    assert [type(outcome) for outcome in outcomes] == [NotHeld, type(None), type(None)]
    written = [await pulse(store.database, name) for name in ("stale", "somebody's", "ours")]
    assert written == [None, 1, 1]


@pytest.mark.postgresql
async def test_who_lost_it_stops_at_once(store: Store) -> None:
    stopped = asyncio.Event()

    async def work(_: Hold) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()

    async with store.database.alone("sender") as hold:
        working = asyncio.create_task(as_the_only_one(hold, work))
        await asyncio.sleep(0)
        ask(
            store.database,
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database ="
            " (SELECT oid FROM pg_database WHERE datname = current_database())",
        )
        await working
        assert stopped.is_set()
        assert not hold.sure


async def test_what_work_raises_is_raised() -> None:
    async def work(_: Hold) -> None:
        raise ValueError("a mistake")

    with pytest.raises(ValueError, match="a mistake"):
        await as_the_only_one(Hold(), work)


async def test_nobody_is_sure_after_a_stop_that_was_too_long() -> None:
    hold = Hold(until=0.0)
    waiting = asyncio.create_task(hold.surely())
    await asyncio.sleep(0)
    assert not waiting.done()
    waiting.cancel()


@pytest.mark.postgresql
async def test_others_hear_what_is_to_be_sent_and_who_sees_something_else(store: Store, url: str) -> None:
    heard: asyncio.Queue[set[str]] = asyncio.Queue()
    own: list[Iterable[str]] = []
    async with AsyncExitStack() as stack:
        other = await stack.enter_async_context(Store(url, store.keys))
        await stack.enter_async_context(store.database.hearing(own.append))
        await stack.enter_async_context(other.database.hearing(lambda marks: heard.put_nowait(set(marks))))
        assert await heard.get() == {EVERYBODY}, "what was said before"
        await store.apply(Changes())
        await store.apply(Changes(reaction=Reaction(show=True)))
        assert await heard.get() == set()
        await store.apply(Changes(wakes=frozenset({"a1b2", "c3d4"})))
        assert await heard.get() == {"a1b2", "c3d4"}
        listening = "FROM pg_stat_activity WHERE query ~ '^(LISTEN.*|SELECT)$'"
        ask(store.database, f"SELECT pg_terminate_backend(pid) {listening}")
        assert await heard.get() == {EVERYBODY}, "what was said meanwhile"
    assert set(map(tuple, own)) <= {(EVERYBODY,)}, "who says something knows it"
