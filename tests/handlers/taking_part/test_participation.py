"""How many took part is told by releases, and by nothing between them."""

from typing import Any

import pytest

from bot.settings import random_bytes
from handlers.consultations import opening
from handlers.consultations.hearing import hearings
from handlers.taking_part.begun import REVIEW
from handlers.taking_part.growing import Growth, growths
from handlers.words import Words
from storage import begun, chores
from storage.keys import KeyMissing
from tests.looking import ask
from tests.released import crowd, read, release
from tests.town import SLUG, Resident, Town

AT_HARDEST = f"/start {SLUG}; [English]; [Continue]; [No]; [I agree]; [Settat]"


async def begin(town: Town, number: int) -> list[Resident]:
    people = [town.resident() for _ in range(number)]
    for each in people:
        await each.goes_through(AT_HARDEST)
    return people


async def close(town: Town) -> None:
    await town.store.apply(opening.closed(await town.consultation(), town.now, random_bytes))
    await chores.run(town.store)


async def grown(town: Town) -> Growth:
    (one,) = await growths(town.store, Words("en"), await town.consultation())
    return one


def stand(made: dict[str, Any]) -> tuple[int | None, dict[str, int | None]]:
    (table,) = made["begun"]
    (block,) = table["questions"][0]["blocks"]
    return block["base"], block["counts"]


async def test_who_began_is_counted_at_the_question_where_they_stand(town: Town) -> None:
    await crowd(town, 60)
    people = await begin(town, 25)
    for each in people[:3]:
        await each.goes_through("[Housing]; [Done]; [Skip]; [Skip]; [Skip]; [Send]")
    made = read(await release(town))
    base, stops = stand(made)
    assert base in {20, 25}, "three of them have sent it"
    assert {name for name, number in stops.items() if number is not None} <= {"hardest"}
    assert REVIEW in stops
    one = await grown(town)
    assert [(point.day, point.sent) for point in one.points] == [
        ("24 November 2026", made["surveys"][0]["questions"][0]["blocks"][0]["base"])
    ]
    assert one.tells_begun


async def test_who_changes_what_they_sent_did_not_begin(town: Town) -> None:
    for each in await begin(town, 3):
        await each.goes_through("[Housing]; [Done]; [Skip]; [Skip]; [Skip]; [Send]; [Change my answers]")
    keys = town.store.keys
    assert [each async for each in begun.each(town.store.database, keys, SLUG)] == []


async def test_nine_who_begin_change_nothing(town: Town) -> None:
    await crowd(town, 60)
    await begin(town, 22)
    first = await release(town)
    await begin(town, 9)
    assert (await release(town)).release == first.release
    assert len((await grown(town)).points) == 1
    await begin(town, 1)
    second = await release(town)
    assert second.release.number == 2
    assert stand(read(second))[0] in {30, 35}
    assert read(second)["surveys"] == read(first)["surveys"]


async def test_once_it_has_closed_it_stands_as_it_was_and_nobody_finds_them_again(town: Town) -> None:
    await crowd(town, 60)
    await begin(town, 22)
    first = read(await release(town))
    await crowd(town, 30, seed=2)
    await close(town)
    second = read(await release(town))
    assert second["release"] == 2
    assert second["begun"] == first["begun"]
    with pytest.raises(KeyMissing):
        await anext(begun.each(town.store.database, town.store.keys, SLUG))


async def test_a_first_release_after_the_close_says_nothing_of_who_began(town: Town) -> None:
    await begin(town, 22)
    await crowd(town, 60)
    await close(town)
    assert read(await release(town))["begun"] == []
    assert not (await grown(town)).tells_begun


async def test_languages_are_counted_by_the_rules_of_all_numbers(town: Town) -> None:
    await crowd(town, 60)
    for each in await begin(town, 3):
        await each.goes_through("[Housing]; [Done]; [Skip]; [Skip]; [Skip]; [Send]")
    people = read(await release(town))["surveys"][0]["questions"][0]["blocks"][0]
    assert people["base"] in {60, 65}
    assert set(people["counts"].values()) == {None}, "three are too few, and of the others it is not known"
    (one,) = await hearings(town.store, Words("fr"), await town.consultation())
    assert [label for label, _ in one.parts[-1].lines] == ["English", "Français", "العربية"]


async def test_nothing_in_the_database_counts_who_begins(town: Town) -> None:
    """What an arrival watcher could read between releases."""
    await crowd(town, 60)
    await release(town)
    before = ask(town.store.database, "SELECT number, document FROM release")
    await begin(town, 4)
    assert ask(town.store.database, "SELECT number, document FROM release") == before
