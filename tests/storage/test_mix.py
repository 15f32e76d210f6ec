"""Responses are mixed at the close: the same are there, in other places and under other ids."""

import os

import pytest

from storage import collected, mix, readings, responses
from storage.changes import Changes
from storage.mix import FEWEST, list_guarded, mix_responses
from storage.readings import Reading
from storage.responses import Destination, Document
from storage.store import Store
from tests.looking import ask
from tests.town import SLUG, Town

TO = Destination(SLUG, "residents", 1, "real")


async def send(store: Store, number: int) -> None:
    sent = responses.send(store.keys, TO, os.urandom(16), os.urandom(16), 1, Document(str(number), "1", "en"))
    await store.apply(Changes(sent))


async def contents(store: Store) -> list[str]:
    """What was sent, and the words that were read out of it."""
    found = list[str]()
    async for _, sent in collected.each(store.database, store.keys, SLUG, "real"):
        read = readings.of(store.keys, SLUG, sent)
        found.append(sent.document.submission + "".join(each.words for each in read.values()))
    return sorted(found)


async def read_one(store: Store) -> None:
    async for read in readings.shuffled(store.database, store.keys, SLUG, "real", b""):
        kept = readings.keep(store.keys, SLUG, read, "wish", Reading((), "read", quotable=False))
        await store.apply(Changes((kept,)))
        return


def places(store: Store) -> set[object]:
    return {value for row in ask(store.database, "SELECT slot, id, document FROM response") for value in row}


@pytest.mark.parametrize("many", [1, 2 * FEWEST + 3])
async def test_all_are_there_in_other_places_and_need_no_link_key(town: Town, many: int) -> None:
    store = town.store
    for number in range(many):
        await send(store, number)
    await read_one(store)
    before, then = await contents(store), places(store)
    assert await list_guarded(store.database) == {SLUG}
    await mix_responses(store.database, store.keys, SLUG, store.apply)
    assert await list_guarded(store.database) == set()
    assert then.isdisjoint(places(store))
    store.keys.destroy(SLUG, "link")
    assert await contents(store) == before


async def test_many_go_and_come_together(town: Town) -> None:
    together = list[int]()

    async def apply(changes: Changes) -> None:
        together.append(len(changes.writes) // 2)
        await town.store.apply(changes)

    for number in range(2 * FEWEST + 3):
        await send(town.store, number)
    await mix_responses(town.store.database, town.store.keys, SLUG, apply)
    assert together == [FEWEST, FEWEST + 3]


async def test_what_is_erased_meanwhile_does_not_come_back(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what is read meanwhile is kept."""
    store = town.store
    for number in range(3):
        await send(store, number)
    monkeypatch.setattr(mix, "PAUSE", 0)
    happened = False

    async def apply(changes: Changes) -> None:
        nonlocal happened
        if not happened:
            happened = True
            await read_one(store)
            unread = "SELECT max(slot) FROM response WHERE reading IS NULL"
            ask(store.database, f"DELETE FROM response WHERE slot IN ({unread})")
        await store.apply(changes)

    await mix_responses(store.database, store.keys, SLUG, apply)
    assert await list_guarded(store.database) == set()
    left = await contents(store)
    assert len(left) == 2
    assert len([each for each in left if each.endswith("read")]) == 1


async def test_one_that_cannot_be_read_takes_none_along(town: Town) -> None:
    for number in range(3):
        await send(town.store, number)
    broken = "UPDATE response SET document = ? WHERE slot IN (SELECT min(slot) FROM response)"
    ask(town.store.database, broken, bytes(1_900))
    await mix_responses(town.store.database, town.store.keys, SLUG, town.store.apply)
    assert ask(town.store.database, "SELECT count(*) FROM response WHERE guarded") == [(1,)]
    assert ask(town.store.database, "SELECT count(*) FROM response") == [(3,)]
