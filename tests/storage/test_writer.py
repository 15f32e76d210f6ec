"""The one writer: what waits together is committed together, and nobody is taken along by another's fault."""

import asyncio
import sqlite3
import threading
import time
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from storage import consultations, conversations
from storage.changes import Changes, DiskFull, NotOpen, Repeat, Stale, StorageDown, Write
from storage.conversations import Conversation
from storage.housekeeping import beat, pulse, see
from storage.store import Store
from tests.storage.conftest import sqlite_of
from tests.town import SLUG, terms

NOW = 1_795_000_000
BROKEN: list[Any] = [object(), 2**70, "\ud800", None]
"""Values that no column takes: no type of SQL, too large, no text, missing."""


def works(name: str) -> Changes:
    return Changes((beat(name, NOW),))


async def together(store: Store, *changes: Changes) -> list[BaseException | None]:
    """What each gets when all are handed in at once."""
    return await asyncio.gather(*(store.apply(each) for each in changes), return_exceptions=True)


async def written(store: Store, *names: str) -> list[bool]:
    return [await pulse(store.database, name) is not None for name in names]


@pytest.mark.sqlite
async def test_what_waits_is_one_commit(store: Store) -> None:
    ran: list[str] = []
    sqlite_of(store).writing.set_trace_callback(ran.append)
    await together(store, *(works(f"clock {number}") for number in range(50)))
    sqlite_of(store).writing.set_trace_callback(None)
    assert ran.count("COMMIT") == ran.count("BEGIN IMMEDIATE") == 1
    assert all(await written(store, *(f"clock {number}" for number in range(50))))


MANY_CLOCKS = [f"clock {number}" for number in range(400)]


@pytest.mark.sqlite
async def test_very_many_rows_are_written_away_from_the_event_loop_and_few_on_it(store: Store) -> None:
    threads: dict[str, set[bool]] = {"few": set(), "many": set()}

    def watch(which: str) -> None:
        main = threading.main_thread()
        sqlite_of(store).writing.set_trace_callback(
            lambda sql: threads[which].add(threading.current_thread() is main) if "INSERT" in sql else None
        )

    watch("few")
    await store.apply(works("few"))
    watch("many")
    await store.apply(Changes(tuple(beat(name, NOW) for name in MANY_CLOCKS)))
    sqlite_of(store).writing.set_trace_callback(None)
    assert threads == {"few": {True}, "many": {False}}
    assert all(await written(store, "few", *MANY_CLOCKS))


@pytest.mark.sqlite
async def test_very_many_rows_whose_writing_is_cut_off_are_none(store: Store) -> None:
    begun = threading.Event()

    def slowly(sql: str) -> None:
        if "INSERT" in sql:
            begun.set()
            time.sleep(0.0005)

    sqlite_of(store).writing.set_trace_callback(slowly)
    many = Changes(tuple(beat(name, NOW) for name in MANY_CLOCKS))
    writing = asyncio.create_task(store.database.commit([many]))
    while not begun.is_set():
        await asyncio.sleep(0)
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    sqlite_of(store).writing.set_trace_callback(None)
    await store.apply(works("next"))
    assert await written(store, "next") == [True]
    assert not any(await written(store, *MANY_CLOCKS))


@pytest.mark.sqlite
async def test_patient_changes_go_with_the_next_or_alone_after_a_moment(store: Store) -> None:
    ran: list[str] = []
    sqlite_of(store).writing.set_trace_callback(ran.append)
    patient = asyncio.create_task(store.apply(replace(works("patient"), patient=True)))
    await asyncio.sleep(0)
    await store.apply(works("next"))
    await patient
    assert ran.count("COMMIT") == 1
    await asyncio.gather(*(store.apply(replace(works(name), patient=True)) for name in ("alone", "both")))
    sqlite_of(store).writing.set_trace_callback(None)
    assert ran.count("COMMIT") == 2
    assert all(await written(store, "patient", "next", "alone", "both"))


async def test_a_repeat_takes_nobody_along_and_leaves_nothing(store: Store) -> None:
    await store.apply(Changes((see("update-1", NOW),)))
    again = Changes((beat("again", NOW), see("update-1", NOW)))
    outcomes = await together(store, works("before"), again, works("after"))
    assert [type(outcome) for outcome in outcomes] == [type(None), Repeat, type(None)]
    assert await written(store, "before", "again", "after") == [True, False, True]


async def test_of_two_decisions_on_one_version_the_second_is_stale(store: Store) -> None:
    person = b"somebody"
    await store.apply(Changes((conversations.save(store.keys, person, 0, Conversation(), 1),)))
    decisions = [
        Changes((conversations.save(store.keys, person, 1, Conversation(page=page), 2),)) for page in "ab"
    ]
    assert [type(outcome) for outcome in await together(store, *decisions)] == [type(None), Stale]
    loaded = await conversations.load(store.database, store.keys, person)
    assert (loaded.version, loaded.conversation.page) == (2, "a")


async def test_a_consultation_that_is_not_in_that_state_is_not_open(store: Store) -> None:
    with pytest.raises(NotOpen):
        await store.apply(Changes((consultations.move("nowhere", "open", "closing"),)))


async def test_many_who_see_to_the_same_state_are_told_each(store: Store) -> None:
    await store.apply(Changes((consultations.put(terms()),)))
    scheduled = await consultations.get(store.database, SLUG)
    assert scheduled is not None
    opened = replace(scheduled, state="open")
    guarded = [Changes((consultations.still(each),)) for each in (scheduled, opened, scheduled, opened)]
    outcomes = [type(None), NotOpen] * 2
    assert [type(outcome) for outcome in await together(store, *guarded)] == outcomes


@pytest.mark.parametrize("value", BROKEN, ids=["an object", "too large", "half a sign", "nothing"])
async def test_a_broken_one_takes_nobody_along(store: Store, value: object) -> None:
    broken = Write(beat("x", NOW).statement, {"name": value, "at": NOW})
    outcomes = await together(store, works("before"), Changes((beat("half", NOW), broken)), works("after"))
    assert [outcome is None for outcome in outcomes] == [True, False, True]
    assert not isinstance(outcomes[1], StorageDown), "it would be tried again for ever"
    assert await written(store, "before", "half", "after") == [True, False, True]


@pytest.mark.sqlite
async def test_another_process_is_waited_for_without_holding_up_the_loop(store: Store) -> None:
    other = sqlite3.connect(store.database.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(store.apply(works("clock")))
    for _ in range(100):
        await asyncio.sleep(0)
    assert not waiting.done()
    assert await written(store, "clock") == [False], "reading goes on meanwhile"
    other.execute("ROLLBACK")
    await waiting
    other.close()
    assert await written(store, "clock") == [True]


@pytest.mark.sqlite
async def test_a_full_disk_is_told_to_all_and_passes(store: Store) -> None:
    run = sqlite_of(store).writing.execute
    size = run("PRAGMA page_count").fetchone()[0]
    run(f"PRAGMA max_page_count={size}")
    large = Write(beat("x", NOW).statement, {"name": "x" * 100_000, "at": NOW})
    outcomes = await together(store, works("before"), Changes((large,)), works("after"))
    assert [type(outcome) for outcome in outcomes] == [DiskFull] * 3
    assert await written(store, "before", "after") == [False, False]
    run("PRAGMA max_page_count=1000000")
    await store.apply(works("later"))
    assert await written(store, "later") == [True]


@pytest.mark.sqlite
async def test_a_commit_that_fails_is_told_to_all_and_the_next_works(store: Store) -> None:
    """A foreign key that is looked at in the end makes the real COMMIT fail."""
    run = sqlite_of(store).writing.execute
    run("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
    run("CREATE TABLE child (id INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)")
    orphan = Changes((Write(text("INSERT INTO child VALUES (7)"), {}),))
    outcomes = await together(store, works("before"), orphan, works("after"))
    assert [type(outcome) for outcome in outcomes] == [StorageDown] * 3
    assert await written(store, "before", "after") == [False, False]
    await store.apply(works("later"))
    assert await written(store, "later") == [True]


async def test_a_caller_who_goes_away_takes_nobody_along(store: Store) -> None:
    tasks = [asyncio.create_task(store.apply(works(name))) for name in ("goes", "stays")]
    await asyncio.sleep(0)
    tasks[0].cancel()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [asyncio.CancelledError, type(None)]
    await store.apply(works("later"))
    assert await written(store, "stays", "later") == [True, True]
