"""Who comes: places are given once, in the order in which people asked for them."""

import asyncio
from dataclasses import replace

import pytest

from storage import events, people, rsvps
from storage.changes import Changes, Repeat, Stale
from storage.events import Event
from storage.people import Somebody
from storage.rsvps import KEPT, Answer
from storage.store import Store

STARTS = 1_795_000_000
OPEN = Event(
    b"e" * 16,
    "settat-2026",
    {"en": "Open evening"},
    {"en": "Ask about your lease."},
    STARTS,
    STARTS + 7_200,
    "Africa/Casablanca",
    capacity=2,
    state="open",
    regions=("jadida",),
)


async def known(store: Store, count: int) -> list[bytes]:
    """So many people, by id."""
    found = [bytes([number]) * 16 for number in range(1, count + 1)]
    for person in found:
        await store.apply(Changes(people.add(store.keys, Somebody(person, "telegram"), person.hex())))
    return found


async def answers(store: Store, person: bytes, answer: Answer) -> None:
    await store.apply(Changes(rsvps.answer(OPEN, person, answer)))


async def test_an_event_is_read_as_it_was_kept(store: Store) -> None:
    await store.apply(Changes((events.add(OPEN),)))
    assert await events.get(store.database, OPEN.id) == OPEN
    moved = replace(OPEN, place="Town hall", sequence=1)
    await store.apply(Changes((events.change(OPEN, moved),)))
    assert await events.coming(store.database, STARTS) == [moved]
    with pytest.raises(Stale):
        await store.apply(Changes((events.change(OPEN, moved),)))


async def test_the_last_place_is_taken_once(store: Store) -> None:
    first, second, third, fourth = await known(store, 4)
    await store.apply(Changes((events.add(OPEN),)))
    await answers(store, first, "coming")
    with pytest.raises(Stale):
        await answers(store, second, "waiting")  # there is a place
    together = [answers(store, person, "coming") for person in (second, third, fourth)]
    outcomes = await asyncio.gather(*together, return_exceptions=True)
    assert sorted(str(type(each)) for each in outcomes) == sorted(
        str(type(each)) for each in (None, Stale(), Stale())
    )
    assert await rsvps.counts(store.database, OPEN.id) == {"coming": 2}


@pytest.mark.postgresql
async def test_two_processes_do_not_give_the_last_place_twice(store: Store) -> None:
    async with Store(store.database.url, store.keys) as beside:
        crowd = await known(store, 40)
        await store.apply(Changes((events.add(OPEN),)))
        both = [answers((store, beside)[number % 2], person, "coming") for number, person in enumerate(crowd)]
        outcomes = await asyncio.gather(*both, return_exceptions=True)
    assert outcomes.count(None) == 2
    assert await rsvps.counts(store.database, OPEN.id) == {"coming": 2}


async def test_those_who_wait_move_up_in_their_order(store: Store) -> None:
    first, second, third, fourth = await known(store, 4)
    await store.apply(Changes((events.add(OPEN),)))
    for person in (first, second):
        await answers(store, person, "coming")
    for person in (fourth, third):
        await answers(store, person, "waiting")
    with pytest.raises(Repeat):
        await store.apply(Changes(rsvps.move_up(OPEN, fourth)))  # nobody has gone
    await answers(store, first, "no")
    with pytest.raises(Stale):
        await answers(store, first, "coming")  # others wait for that place
    assert await rsvps.awaited(store.database, 0) == [OPEN.id]
    assert await rsvps.waiting(store.database, OPEN.id, 5) == [fourth, third]
    await store.apply(Changes(rsvps.move_up(OPEN, fourth)))
    assert await rsvps.of(store.database, OPEN.id, fourth) == "coming"
    assert await rsvps.waiting(store.database, OPEN.id, 5) == [third]


async def test_nobody_comes_to_what_is_another_event_meanwhile_or_was_forgotten(store: Store) -> None:
    (first,) = await known(store, 1)
    await store.apply(Changes((events.add(OPEN),)))
    with pytest.raises(Stale):
        await answers(store, b"nobody".ljust(16), "coming")
    await store.apply(Changes((events.change(OPEN, replace(OPEN, state="cancelled", sequence=1)),)))
    with pytest.raises(Stale):
        await answers(store, first, "coming")
    assert await rsvps.all_of(store.database, first) == []


async def test_a_day_after_it_is_not_known_who_came(store: Store) -> None:
    (first,) = await known(store, 1)
    await store.apply(Changes((events.add(OPEN),)))
    await answers(store, first, "coming")
    await store.apply(Changes((rsvps.sweep(OPEN.ends + KEPT - 1),)))
    assert await rsvps.all_of(store.database, first) == [(OPEN.id, "coming")]
    await store.apply(Changes((rsvps.sweep(OPEN.ends + KEPT), *events.end(OPEN.ends + KEPT))))
    assert await rsvps.all_of(store.database, first) == []
    found = await events.get(store.database, OPEN.id)
    assert found is not None
    assert found.state == "over"
