"""The log of what staff did: whatever is changed in it is found."""

from random import Random
from typing import Any

import pytest

from storage import audit
from storage.audit import Entry
from storage.changes import Changes, Stale
from storage.store import Store
from tests.looking import ask

ROWS = "SELECT number, day, entry, link FROM audit ORDER BY number"


async def noted(store: Store, *what: str) -> list[Entry]:
    """The log after these entries."""
    for each in what:
        entry = await audit.note(store.database, store.keys, 86_400 * 5, "3fa2c1", each, "settat-2026")
        await store.apply(Changes((entry,)))
    return await audit.every(store.database, store.keys)


async def test_what_was_done_is_told_in_its_order(store: Store) -> None:
    entries = await noted(store, "announced", "approved")
    assert [(each.number, each.day, each.who, each.what) for each in entries] == [
        (1, 5, "3fa2c1", "announced"),
        (2, 5, "3fa2c1", "approved"),
    ]
    assert all(each.true for each in entries)


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit SET entry = replace(entry, 'second', 'other') WHERE number = 2",
        "UPDATE audit SET day = 4 WHERE number = 2",
        "DELETE FROM audit WHERE number = 2",
        "UPDATE audit SET link = (SELECT link FROM audit WHERE number = 1) WHERE number = 2",
        "UPDATE audit SET number = 4 WHERE number = 2",
    ],
)
async def test_a_change_breaks_the_chain(store: Store, tampering: str) -> None:
    await noted(store, "first", "second", "third")
    ask(store.database, tampering)
    found = await audit.every(store.database, store.keys)
    assert found[0].true
    assert not all(each.true for each in found)


async def test_an_end_that_was_cut_off_is_told_by_who_noted_its_mark(store: Store) -> None:
    before = (await noted(store, "first", "second"))[-1]
    ask(store.database, "DELETE FROM audit WHERE number = 2")
    left = await audit.every(store.database, store.keys)
    assert audit.broken(left) == 0
    assert audit.broken(left, (before.number, before.mark)) == 2


Rows = list[list[Any]]


def _changed(rows: Rows, chance: Random) -> None:
    """One value of one entry is another."""
    row, column = chance.choice(rows), chance.randrange(1, 4)
    match row[column]:
        case int(day):
            row[column] = day + chance.choice((-1, 1, 365))
        case bytes(link):
            place = chance.randrange(len(link))
            row[column] = link[:place] + bytes([link[place] ^ 1 << chance.randrange(8)]) + link[place + 1 :]
        case text:
            other = {"approved": "refused", "refused": "approved", "3fa2c1": "3fa2c2", "settat": "agadir"}
            old = chance.choice([each for each in other if each in text])
            row[column] = text.replace(old, other[old])


def _deleted(rows: Rows, chance: Random) -> None:
    """One or more in a row are gone; those after them may have moved up."""
    start = chance.randrange(len(rows))
    moves_up = chance.random() < 0.5
    del rows[start : start + chance.randint(1, 4)]
    if moves_up:
        for number, row in enumerate(rows, 1):
            row[0] = number


def _reordered(rows: Rows, chance: Random) -> None:
    """Two have changed places, with their links or without."""
    one, other = chance.sample(rows, 2)
    columns = slice(1, chance.choice((3, 4)))
    one[columns], other[columns] = other[columns], one[columns]


def _repeated(rows: Rows, chance: Random) -> None:
    """One that was written once stands there once more, at the end or in between."""
    place = chance.randint(1, len(rows))
    rows.insert(place, list(chance.choice(rows)))
    for number, row in enumerate(rows, 1):
        row[0] = number


async def test_whatever_is_done_to_the_log_is_found(store: Store) -> None:
    """Who has the database, and not the master key; the owner has noted the last entry."""
    what = [("approved", "refused")[number % 2] for number in range(12)]
    last = (await noted(store, *what))[-1]
    whole = [list(row) for row in ask(store.database, ROWS)]
    for seed in range(1_000 if store.database.path else 100):
        chance, rows = Random(seed), [list(row) for row in whole]
        chance.choice((_changed, _deleted, _reordered, _repeated))(rows, chance)
        if rows != whole:  # two entries with one text, that changed places without their links
            _written(store, rows)
            found = await audit.every(store.database, store.keys)
            assert audit.broken(found, (last.number, last.mark)), seed
    _written(store, whole)
    assert not audit.broken(await audit.every(store.database, store.keys), (last.number, last.mark))


def _written(store: Store, rows: Rows) -> None:
    marks = ", ".join(["(?, ?, ?, ?)"] * len(rows))
    ask(store.database, "DELETE FROM audit")
    values = [value for row in rows for value in row]
    ask(store.database, f"INSERT INTO audit (number, day, entry, link) VALUES {marks}", *values)


async def test_of_two_entries_at_once_one_is_decided_again(store: Store) -> None:
    entries = [await audit.note(store.database, store.keys, 0, "3fa2c1", what) for what in ("one", "two")]
    await store.apply(Changes((entries[0],)))
    with pytest.raises(Stale):
        await store.apply(Changes((entries[1],)))
