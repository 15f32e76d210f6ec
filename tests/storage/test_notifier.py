"""Other processes are told after a commit, by a transaction that holds up nobody."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from storage.changes import Changes
from storage.databases.notifier import MOST_MARKS
from storage.housekeeping import beat, pulse
from storage.messages import Reaction
from storage.store import Store
from storage.wakes import EVERYBODY
from tests.looking import ask
from tests.postgres import Cluster

PATIENCE = 30
WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND datname = current_database()"
)
pytestmark = pytest.mark.postgresql


@asynccontextmanager
async def commits_that_wait(postgres: Cluster) -> AsyncIterator[None]:
    """Who asks for a safe commit meanwhile waits for a standby that never comes, all locks held."""
    await postgres.ask("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
    await postgres.ask("SELECT pg_reload_conf()")
    try:
        yield
    finally:
        await postgres.ask("ALTER SYSTEM RESET synchronous_standby_names")
        await postgres.ask("SELECT pg_reload_conf()")


async def commit_until_one_waits(store: Store) -> "asyncio.Task[None]":
    """Commits, each with something to show; the first that the standby is waited for."""
    while True:
        task = asyncio.create_task(store.apply(Changes((beat("slow", 1),), Reaction(show=True))))
        while not task.done():
            if ask(store.database, WAITING) == [(1,)]:
                return task
            await asyncio.sleep(0.01)


@pytest.fixture
async def heard(store: Store, url: str) -> AsyncIterator["asyncio.Queue[set[str]]"]:
    """What another process hears."""
    marks: asyncio.Queue[set[str]] = asyncio.Queue()
    async with (
        Store(url, store.keys) as other,
        other.database.hearing(lambda told: marks.put_nowait({*told})),
    ):
        assert await marks.get() == {EVERYBODY}
        yield marks


async def test_a_commit_that_waits_for_the_disk_holds_up_nobody_else_who_notifies(
    store: Store, url: str, postgres: Cluster
) -> None:
    async with (
        asyncio.timeout(PATIENCE),
        Store(f"{url}&synchronous_commit=on", store.keys) as careful,
        commits_that_wait(postgres),
    ):
        waiting = await commit_until_one_waits(careful)
        await store.apply(Changes((beat("quick", 2),), Reaction(show=True)))
        assert not waiting.done()
    await waiting
    assert await pulse(store.database, "slow") == 1


async def test_more_marks_than_fit_concern_everybody(store: Store, heard: "asyncio.Queue[set[str]]") -> None:
    marks = frozenset(f"{mark:04x}" for mark in range(MOST_MARKS * 2))
    await store.apply(Changes((beat("news", 1),), wakes=marks))
    assert await heard.get() == {EVERYBODY}
    fitting = frozenset([*marks][:MOST_MARKS])
    await store.apply(Changes((beat("news", 2),), wakes=fitting))
    assert await heard.get() == fitting


async def test_what_was_committed_is_told_before_a_process_ends(
    store: Store, url: str, heard: "asyncio.Queue[set[str]]"
) -> None:
    async with Store(url, store.keys) as brief:
        await brief.apply(Changes((beat("news", 1),), wakes=frozenset({"a1b2"})))
    assert await heard.get() == {"a1b2"}
