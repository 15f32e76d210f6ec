"""PostgreSQL: what is wrong is said with what to do, and what it cannot take harms nobody else."""

import asyncio
import os
from itertools import chain

import pytest

from storage import consultations, people
from storage.changes import Changes, Repeat, StorageDown
from storage.databases import open_database
from storage.databases.statements import compiled
from storage.housekeeping import beat, pulse, see, was_seen
from storage.meeting import meet
from storage.people import Somebody
from storage.store import Store
from tests.postgres import Cluster
from tests.storage.conftest import postgres_of
from tests.town import SLUG, terms

NOW = 1_795_000_000
pytestmark = pytest.mark.postgresql


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("mysql://town", "sqlite:///path or postgresql://"),
        ("town", "sqlite:///path or postgresql://"),
        ("postgresql://town@127.0.0.1:1/town", "not there. Start it, or check host and port"),
        ("postgresql://town@/town?host=/nowhere", "not there. Start it, or check host and port"),
    ],
)
async def test_a_server_that_is_not_there_is_said_to_be(url: str, why: str) -> None:
    with pytest.raises(StorageDown, match=why) as told:
        await open_database(url).open()
    assert "town" not in str(told.value)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda url: url.replace("/town", "/nowhere-town"), "createdb"),
        (lambda url: url.replace("postgres@", "nobody:secret@"), "Check the user and the password"),
    ],
)
async def test_a_wrong_name_or_user_is_said(url: str, change: object, why: str) -> None:
    assert callable(change)
    with pytest.raises(StorageDown, match=why) as told:
        await open_database(change(url)).open()
    assert "secret" not in str(told.value)


async def test_another_encoding_is_refused(postgres: Cluster) -> None:
    await postgres.ask("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    database = open_database(postgres.url("latin"))
    with pytest.raises(StorageDown, match="encoded as LATIN1"):
        await database.open()
    await database.close()


@pytest.mark.parametrize("key", ["a\0b", "\ud800", "x" * 20_000_000], ids=["nul", "surrogate", "long"])
async def test_a_text_it_cannot_hold_is_that_ones_error_alone(store: Store, key: str) -> None:
    outcomes = await asyncio.gather(
        store.apply(Changes((see("sound", NOW),))),
        store.apply(Changes((beat("half", NOW), see(key, NOW)))),
        store.apply(Changes((beat("after", NOW),))),
        return_exceptions=True,
    )
    assert [outcome is None for outcome in outcomes] == [True, False, True]
    assert not isinstance(outcomes[1], StorageDown), "it would be tried again for ever"
    assert await pulse(store.database, "half") is None


async def test_who_asks_for_what_cannot_be_hinders_nobody(store: Store) -> None:
    await store.apply(Changes((see("sound", NOW),)))
    asked = [was_seen(store.database, key) for key in ("sound", "a\0b", "unknown")]
    outcomes = await asyncio.gather(*asked, return_exceptions=True)
    assert (outcomes[0], outcomes[2]) == (True, False)
    assert isinstance(outcomes[1], Exception)
    assert not isinstance(outcomes[1], StorageDown)


async def test_many_bad_ones_in_a_batch_are_each_found(store: Store) -> None:
    await store.apply(Changes((see("known", NOW),)))
    changes = [
        Changes((beat(f"clock {number}", NOW), see("known" if number % 3 == 0 else f"{number}", NOW)))
        for number in range(60)
    ]
    outcomes = await asyncio.gather(*map(store.apply, changes), return_exceptions=True)
    assert [type(outcome) is Repeat for outcome in outcomes] == [number % 3 == 0 for number in range(60)]
    for number in range(60):
        assert (await pulse(store.database, f"clock {number}") is None) == (number % 3 == 0)


async def test_two_processes_that_write_the_same_in_another_order_wait_in_no_circle(
    store: Store, postgres: Cluster
) -> None:
    async with Store(store.database.url, store.keys) as one, Store(store.database.url, store.keys) as other:
        for number in range(20):
            both = [Changes((beat(f"{number} {key}", NOW),)) for key in range(200)]
            await asyncio.gather(*map(one.apply, both), *map(other.apply, reversed(both)))
    name = store.database.url.partition("@/")[2].partition("?")[0]
    here = (
        f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{name}' AND application_name = 'mushawara'"
    )
    while (await postgres.ask(here))[0][0] > 1:  # they tell what they met when they are gone
        await asyncio.sleep(0.05)
    met = await postgres.ask(f"SELECT deadlocks FROM pg_stat_database WHERE datname = '{name}'")
    assert met[0][0] == 0


async def test_who_sees_to_a_state_waits_for_nobody_else_who_does_and_a_close_waits_for_all(
    store: Store,
) -> None:
    await store.apply(Changes((consultations.put(terms()),)))
    scheduled = await consultations.get(store.database, SLUG)
    assert scheduled is not None
    async with Store(store.database.url, store.keys) as other, postgres_of(other).connection() as connection:
        async with connection.transaction():  # an answer that is being kept
            look = compiled(consultations.still(scheduled).statement)
            await connection.fetch(look.sql, *look.arguments({"which": SLUG, "in_state": "scheduled"}, 0))
            async with asyncio.timeout(5):
                await store.apply(Changes((consultations.still(scheduled),)))
            closing = Changes((consultations.move(SLUG, "scheduled", "open"),))
            waiting = asyncio.create_task(store.apply(closing))
            done, _ = await asyncio.wait([waiting], timeout=0.3)
            assert not done
        await waiting


async def test_no_table_is_read_whole_because_it_was_empty_once(store: Store) -> None:
    await store.database.vacuum()  # as when a consultation opens
    for number in range(10):  # more often than it takes to keep a plan
        await meet(store.database, store.keys, ("telegram", f"nobody {number}"), "an update")
    adds = [people.add(store.keys, Somebody(os.urandom(16), "web", "en"), f"{n}") for n in range(2_000)]
    await store.apply(Changes((*chain(*adds),)))
    async with postgres_of(store).connection() as connection:  # the same one: nobody asks beside us
        prepared = await connection.fetch(
            "SELECT name, cardinality(parameter_types) FROM pg_prepared_statements "
            "WHERE statement ~ 'person' AND parameter_types <> '{}'"
        )
        plans = []
        for name, values in prepared:
            explain = f"EXPLAIN EXECUTE {name}({', '.join(repr('0') for _ in range(values))})"
            plans += [line for (line,) in await connection.fetch(explain)]
    assert "Index Scan using pk_address on address" in "\n".join(plans)
    assert not [line for line in plans if "Seq Scan on person" in line or "Seq Scan on address" in line]


async def test_connections_that_break_are_made_anew(store: Store, postgres: Cluster) -> None:
    await store.apply(Changes((beat("before", NOW),)))
    await postgres.ask(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'mushawara'"
    )
    for _ in range(10):  # each connection that broke is noticed once
        try:
            await store.apply(Changes((beat("after", NOW),)))
        except StorageDown:
            continue
        break
    assert await pulse(store.database, "after") == NOW


async def test_who_stops_waiting_for_what_it_cannot_answer_harms_nobody(store: Store) -> None:
    gone = asyncio.create_task(was_seen(store.database, "a\0b"))
    other = asyncio.create_task(was_seen(store.database, "sound"))
    await asyncio.sleep(0)  # both have asked, in one tick
    gone.cancel()
    assert await other is False
