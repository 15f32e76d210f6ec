"""Who has not answered yet is told, and nothing tells afterwards who that was."""

from datetime import timedelta
from typing import Any

import pytest

from bot.settings import random_bytes
from handlers.announcements import announcing, halting
from handlers.announcements.announcing import Plan
from handlers.announcements.checking import AnnouncementRefused
from handlers.consultations import opening
from storage import announcements
from storage.changes import Changes, Repeat
from tests.announcing import (
    NINE,
    announced,
    dues,
    followed,
    has_answered,
    let_pass,
    now_is,
    reached,
    settle_all,
    state_of,
)
from tests.followers import follower
from tests.town import SLUG, Town, words


async def test_who_has_not_answered_is_told_and_no_row_of_it_is_left(town: Town) -> None:
    people = [await follower(town) for _ in range(25)]
    for person in people[:5]:
        await has_answered(town, person)
    found = await announced(town, Plan(audience="unanswered"))
    assert set(await dues(town)) == set(people[5:])
    assert await settle_all(town) == 20
    await let_pass(town, seconds=1)
    assert await dues(town) == {}
    assert (await halting.report(town.store, found))["sent"] == 20
    assert await state_of(town, found) == "done"
    await let_pass(town, days=5)
    assert await dues(town) == {}, "nothing of it comes again"


async def test_fewer_than_twenty_are_not_told_apart_by_their_answers(town: Town) -> None:
    people = [await follower(town) for _ in range(20)]
    await has_answered(town, people[0])
    found = await announced(town, Plan(audience="unanswered"))
    await let_pass(town, seconds=1)
    assert await dues(town) == {}
    assert await state_of(town, found) == "done"


@pytest.mark.parametrize(
    "plan",
    [
        {"topics": ("housing",)},
        {"language": "fr"},
        {"organisation": b"o" * 16},
        {"rule": "FREQ=DAILY;COUNT=2"},
    ],
)
async def test_no_second_condition_stands_beside_who_has_not_answered(town: Town, plan: Any) -> None:
    await town.hold_again(topics={"housing": words("Housing")})
    with pytest.raises(AnnouncementRefused, match="only all together"):
        await announced(town, Plan(audience="unanswered", **plan), NINE)
    with pytest.raises(AnnouncementRefused, match="only all together"):
        await announced(town, Plan(audience="unanswered"), regions=("jadida",))


async def _follows(town: Town, people: int = 20) -> list[bytes]:
    return [await follower(town) for _ in range(people)]


async def test_halted_until_it_is_too_late_it_is_only_counted(town: Town) -> None:
    await _follows(town)
    found = await announced(town, Plan(audience="unanswered", until=town.now + timedelta(days=2)))
    await town.store.apply(halting.paused(await now_is(town, found)))
    await let_pass(town, days=3)
    assert await dues(town) == {}
    assert (await halting.report(town.store, found))["expired"] == 20
    assert await state_of(town, found) == "done"


async def test_what_others_approve_after_the_close_goes_to_nobody(town: Town) -> None:
    people = await _follows(town)
    asked = await announced(town, Plan(audience="unanswered", state="asked"))
    assert set(await reached(town.store, asked)) == set(people)
    await town.store.apply(opening.closed(await town.consultation(), town.now, random_bytes))
    assert await state_of(town, asked) == "cancelled"
    assert town.store.keys.link(SLUG), "it is just closing"
    assert await reached(town.store, asked) == {}


async def test_who_gets_their_row_while_it_closes_has_none_afterwards(town: Town) -> None:
    await _follows(town)
    place = (town.now, random_bytes, Plan(audience="unanswered"))
    found = await announcing.write(town.store, SLUG, words("A meeting."), None, (), *place)
    await town.store.apply(Changes((announcements.add(found),)))
    made = await followed(town)
    await town.store.apply(opening.closed(await town.consultation(), town.now, random_bytes))
    for changes in made:
        with pytest.raises(Repeat):
            await town.store.apply(changes)
    assert await dues(town) == {}
