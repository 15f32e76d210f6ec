"""Somebody comes to the door: the chat shows nothing any more, at once, and nothing is lost by it."""

import pytest

from storage.messages import Tap
from tests.town import SLUG, Resident, Town, words

AT_THE_SECOND = f"/start {SLUG}; [English]; [Continue]; [No]; [I agree]; [Settat]"
TOPICS = ("Settat", "question", "survey", "consultation", "answers", "matters", "Commission", "right", "of 5")


async def hidden(town: Town, steps: str = AT_THE_SECOND) -> Resident:
    """Somebody on the phone who hides at the second question."""
    resident = town.resident()
    await resident.goes_through(f"{steps}; /hide")
    return resident


def topics_in(text: str) -> list[str]:
    return [topic for topic in TOPICS if topic.lower() in text.lower()]


async def test_the_card_names_nothing(town: Town) -> None:
    resident = await hidden(town)
    seen = await resident.sees()
    assert seen == "There is nothing here.\n[Go on]\n[Start over]"
    assert (await resident.card()).hidden
    await resident.writes("what is this?")
    assert topics_in(await resident.sees()) == []
    town.later(hours=30)
    await resident.writes("hello?")
    assert topics_in(await resident.sees()) == []


async def test_going_on_is_at_the_same_question_with_the_answers_so_far(town: Town) -> None:
    resident = await hidden(town)
    await resident.taps("Go on")
    assert "2 of 5" in await resident.sees()
    await resident.taps("Back")
    assert "[✓ Settat]" in await resident.sees()


async def test_the_answers_so_far_go_by_one_tap_and_nothing_shows_it(town: Town) -> None:
    resident = await hidden(town)
    await resident.taps("Start over")
    assert await resident.sees() == "There is nothing here.\n[Go on]"
    await resident.taps("Go on")
    assert "1 of 5" in await resident.sees()
    assert "✓" not in await resident.sees()


async def test_what_was_sent_stays_sent_when_a_change_of_it_is_dropped(town: Town) -> None:
    resident = town.resident()
    await resident.goes_through(f"{AT_THE_SECOND}; [Skip]; [Skip]; [Skip]; more trees; [Send]")
    await resident.goes_through("[Change my answers]; /hide; [Start over]; [Go on]")
    assert "Your answers are in" in await resident.sees()
    await resident.writes("/mydata")
    assert "more trees" in await resident.sees()


@pytest.mark.parametrize("steps", [f"/start {SLUG}", f"/start {SLUG}; [English]; /help", "/start"])
async def test_anywhere(town: Town, steps: str) -> None:
    resident = await hidden(town, steps)
    assert await resident.sees() == "There is nothing here.\n[Go on]"
    before = await resident.card()
    await resident.taps("Go on")
    assert not (await resident.card()).hidden
    assert (await resident.card()).title != before.title


async def test_an_old_button_does_not_bring_the_question_back(town: Town) -> None:
    resident = town.resident()
    await resident.goes_through(AT_THE_SECOND)
    old = await resident.button("Skip")
    await resident.writes("/hide")
    reaction = await resident.does(Tap(old.data, 1))
    assert reaction.retire == "There is nothing here."
    assert (await resident.card()).hidden


async def test_a_stranger_who_hides_stays_a_stranger(town: Town) -> None:
    stranger = town.resident()
    await stranger.writes("/hide")
    assert await town.desk.card("telegram", stranger.address) is None


async def test_after_the_close_it_stays_hidden(town: Town) -> None:
    resident = await hidden(town)
    await town.hold_again(title=words("Another title"))
    town.later(days=40)
    assert (await resident.card()).hidden
