"""Who has not answered yet is told, and nothing tells afterwards who that was."""

from typing import Any

import pytest

from handlers.announcements import halting
from handlers.announcements.announcing import AnnouncementRefused, Plan
from tests.announcing import NINE, announced, dues, has_answered, let_pass, settle_all, state_of
from tests.followers import follower
from tests.town import Town, words


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
