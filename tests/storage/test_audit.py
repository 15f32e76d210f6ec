"""The log of what staff did: whatever is changed in it is found."""

import pytest

from storage import audit
from storage.audit import Entry
from storage.changes import Changes, Stale
from storage.store import Store
from tests.looking import ask


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


async def test_an_end_that_was_cut_off_is_told_by_its_mark(store: Store) -> None:
    before = (await noted(store, "first", "second"))[-1]
    ask(store.database, "DELETE FROM audit WHERE number = 2")
    left = await audit.every(store.database, store.keys)
    assert all(each.true for each in left)
    assert left[-1].mark != before.mark


async def test_of_two_entries_at_once_one_is_decided_again(store: Store) -> None:
    entries = [await audit.note(store.database, store.keys, 0, "3fa2c1", what) for what in ("one", "two")]
    await store.apply(Changes((entries[0],)))
    with pytest.raises(Stale):
        await store.apply(Changes((entries[1],)))
