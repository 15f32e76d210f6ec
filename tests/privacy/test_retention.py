"""Ninety days after the close no answer is left, nor the key that opened them."""

from datetime import timedelta

import pytest

from bot.clock import due_now
from storage import chores, releases
from storage.changes import Changes, StorageDown
from storage.housekeeping import chores as waiting
from storage.keys import KeyMissing
from tests.looking import ask, files
from tests.privacy.neighbours import mark, neighbour, rows
from tests.privacy.search import every_key, everything, pieces_left
from tests.released import crowd, release
from tests.town import SLUG, Town


async def until(town: Town, days: float) -> None:
    """So many days after the close."""
    found = await town.consultation()
    town.now = found.closes + timedelta(days=days)
    await due_now(town.store, town.now)


async def test_answers_stay_for_ninety_days_and_then_nothing_is_found(town: Town) -> None:
    somebody, word = neighbour(town), mark()
    await somebody.answers(word)
    answers_key = town.store.keys.answers(SLUG)
    await until(town, 0)
    await until(town, 89.9)
    assert (await town.consultation()).state == "closed"
    assert word.encode() in everything(town.store), "the answers count"
    await until(town, 90)
    assert (await town.consultation()).state == "expired"
    assert await waiting(town.store.database) == []
    assert word.encode() not in everything(town.store)
    assert pieces_left(town.store, somebody.noted - rows(town)) == 0
    assert answers_key not in every_key(town.store.keys)
    with pytest.raises(KeyMissing):
        town.store.keys.answers(SLUG)
    assert "ended on" in await somebody.sees(), "people see what they saw before"


async def test_an_author_may_promise_less_time(town: Town) -> None:
    await town.hold_again(keep_answers_days=3)
    somebody = neighbour(town)
    await somebody.goes_through(f"/start {SLUG}; [English]; [Continue]; [Yes]")
    assert "Answers are deleted 3 days after the end" in await somebody.sees()
    await until(town, 0)
    await until(town, 3)
    assert (await town.consultation()).state == "expired"


async def test_a_process_that_dies_meanwhile_goes_on_at_its_next_start(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    somebody, word = neighbour(town), mark()
    await somebody.answers(word)
    await until(town, 0)
    apply = town.store.apply

    async def dies(changes: Changes) -> None:
        if "DELETE FROM response" in str(changes.writes[0].statement):
            raise StorageDown("killed")
        await apply(changes)

    with monkeypatch.context() as patch:
        patch.setattr(town.store, "apply", dies)
        with pytest.raises(StorageDown):
            await until(town, 90)
    await chores.run(town.store)
    assert word.encode() not in everything(town.store)
    assert await waiting(town.store.database) == []


async def test_what_releases_remember_goes_with_the_answers_and_what_they_said_stays(town: Town) -> None:
    await crowd(town, 40)
    made = await release(town)
    (before,) = ask(town.store.database, "SELECT sealed FROM release_ledger")
    assert b'"marks": [[0, ' in everything(town.store), "with the key it can be read"
    assert b'"marks"' not in b"".join(files(town.store.database).values())
    await until(town, 0)
    assert (await release(town)).release == made.release
    await until(town, 90)
    assert ask(town.store.database, "SELECT count(*) FROM release_ledger") == [(0,)]
    assert b'"marks"' not in everything(town.store)
    assert pieces_left(town.store, before) == 0
    assert await releases.last(town.store.database, SLUG) == made.release
