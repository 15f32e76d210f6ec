"""Being the only one: the next has its turn when the first is gone, and who has lost it stops at once."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from storage.changes import Changes
from storage.hold import Hold, as_the_only_one
from storage.messages import Reaction
from storage.store import Store
from tests.looking import ask


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
async def test_a_card_to_show_wakes_the_others(store: Store) -> None:
    woken = asyncio.Event()
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(store.database.alone("sender", woken.set))
        await store.apply(Changes())
        assert not woken.is_set()
        await store.apply(Changes(reaction=Reaction(show=True)))
        await asyncio.wait_for(woken.wait(), 5)
