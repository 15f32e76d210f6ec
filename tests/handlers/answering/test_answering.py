"""Answering: what a tap, a second tap, an old tap and a word do to the card."""

import pytest

from storage import collected, consultations
from storage.changes import Changes
from storage.messages import Command, File, Location, Tap, Text, Unreadable
from survey import engine
from tests.handlers.arriving.test_arriving import TO_THE_QUESTIONS
from tests.looking import ask
from tests.town import SLUG, Resident, Town


async def at_question(town: Town, steps: str = "") -> Resident:
    """Somebody in the middle of the survey."""
    resident = town.resident()
    await resident.goes_through("; ".join(part for part in (TO_THE_QUESTIONS, steps) if part))
    return resident


async def stored(town: Town) -> list[dict[str, str]]:
    """All real responses, as answers by question."""
    form = await town.store.form(SLUG, "residents", 1)
    found = collected.each(town.store.database, town.store.keys, SLUG, "real")
    return [engine.answers(form, sent.document.submission) async for _, sent in found]


async def test_a_tap_edits_the_card_and_a_word_brings_a_new_one(town: Town) -> None:
    resident = await at_question(town)
    before = (await resident.card()).number
    await resident.taps("Settat")
    assert (await resident.card()).number == before
    await resident.goes_through("[Skip]; [Skip]; lots")
    assert (await resident.card()).number == before + 1


async def test_a_second_tap_on_the_same_button_is_silent(town: Town) -> None:
    resident = await at_question(town)
    button = await resident.button("Settat")
    await resident.does(Tap(button.data))
    card = await resident.card()
    reaction = await resident.does(Tap(button.data))
    assert (reaction.show, reaction.toast, reaction.retire) == (False, "", "")
    assert await resident.card() == card


async def test_a_toggle_says_what_is_wanted_so_twice_is_once(town: Town) -> None:
    resident = await at_question(town, "[Settat]")
    button = await resident.button("Water")
    for _ in range(3):
        await resident.does(Tap(button.data))
    assert (await resident.button("Water")).chosen


async def test_an_answer_after_another_process_closed_is_not_taken(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This process has read just now that it is open."""
    monkeypatch.setattr("storage.store.RECENT", 3_600.0)
    resident = await at_question(town)
    button = await resident.button("Settat")
    await town.store.writer.apply(Changes((consultations.move(SLUG, "open", "closing"),)))
    before = await town.store.consultation(SLUG)
    assert before is not None
    assert before.state == "open"
    await resident.does(Tap(button.data))
    after = await town.store.consultation(SLUG)
    assert after is not None
    assert after.state == "closing"
    assert "Settat" not in await resident.sees()


async def test_the_same_update_twice_changes_nothing(town: Town) -> None:
    resident = await at_question(town, "[Settat]; [Skip]; [Skip]")
    await resident.does(Text("4"), key="update-7")
    card = await resident.card()
    assert (await resident.does(Text("5"), key="update-7")).show is False
    assert await resident.card() == card


async def test_a_tap_on_an_old_card_points_down(town: Town) -> None:
    resident = await at_question(town, "[Settat]; [Skip]; [Skip]")
    old = await resident.button("Skip")
    await resident.writes("lots")
    reaction = await resident.does(Tap(old.data, message_id=5))
    assert reaction.retire == "This question is further down now."
    assert "4 of 5" in await resident.sees()


async def test_taps_that_nobody_offered_change_nothing(town: Town) -> None:
    resident = await at_question(town)
    card = await resident.card()
    prefix = f"{card.number}.{(await resident.buttons())[0].data.split('.')[1]}"
    for action in ("o99", "o-1", "ox", "m0+", "r0", "", "qqq", "done"):
        await resident.does(Tap(f"{prefix}.{action}"))
    assert (await resident.card()).title == card.title
    await resident.does(Tap("rubbish"))
    assert (await resident.card()).title == card.title


async def test_too_many_choices_are_refused_and_nothing_is_lost(town: Town) -> None:
    resident = await at_question(town, "[Settat]; [Water]; [Health]; [Housing]; [Done]")
    assert "That answer does not fit here." in await resident.sees()
    assert [button.label for button in await resident.buttons() if button.chosen] == [
        "Housing",
        "Health",
        "Water",
    ]
    await resident.goes_through("[Water]; [Done]")
    assert "3 of 5" in await resident.sees()


@pytest.mark.parametrize("text", ["3", "٣", "water"])
async def test_a_choice_written_beside_what_is_ticked_comes_to_it(town: Town, text: str) -> None:
    resident = await at_question(town, "[Settat]; [Housing]")
    await resident.writes(text)
    assert "2 of 5" in await resident.sees()
    assert [button.label for button in await resident.buttons() if button.chosen] == ["Housing", "Water"]
    await resident.goes_through("[Done (2)]; [Back]; health")  # nor is one that stands lost
    assert await resident.button("Done (3)")


async def test_choices_can_be_written(town: Town) -> None:
    resident = await at_question(town, "settat; water, health; 2, 1, 3; ３; A tree.; [Send]")
    assert "Your answers are in." in await resident.sees()
    assert await stored(town) == [
        {
            "region": "settat",
            "hardest": "health water",
            "order": "health housing water",
            "people": "3",
            "wish": "A tree.",
        }
    ]


async def test_a_required_question_objects_once(town: Town) -> None:
    resident = await at_question(town, "[Skip]")
    assert "This question matters here." in await resident.sees()
    await resident.taps("I prefer not to answer")
    assert "2 of 5" in await resident.sees()


async def test_an_author_s_constraint_says_that_it_does_not_fit(town: Town) -> None:
    resident = await at_question(town, "[Settat]; [Skip]; [Skip]; 0")
    assert "That answer does not fit here." in await resident.sees()


async def test_what_cannot_be_read_is_answered_calmly(town: Town) -> None:
    resident = await at_question(town)
    for said, sentence in (
        (File("audio", 900, "F1"), "I cannot listen to voice messages here."),
        (File("file", 900, "F1"), "I cannot open that."),
        (Location(33.25, -7.0), "I cannot take a place on the map here."),
        (Unreadable("sticker"), "I cannot read stickers."),
        (Unreadable("edited"), "To change an answer, go back."),
    ):
        await resident.does(said)
        assert sentence in await resident.sees()
        assert "1 of 5" in await resident.sees()
    await resident.writes("/dance")
    assert "I do not know that command." in await resident.sees()


async def test_the_language_changes_in_the_middle(town: Town) -> None:
    resident = await at_question(town, "/language; [العربية]")
    card = await resident.card()
    assert (card.language, card.title) == ("ar", "أين تسكنون؟")


NAMED = """
| survey |
| | type | name | label::English (en) | label::العربية (ar) | calculation |
| | select_one city | c | Which city? | أي مدينة؟ | |
| | calculate | said | | | jr:choice-name(${c}, '${c}') |
| | text | why | Why ${said}? | لماذا ${said}؟ | |
| choices |
| | list_name | name | label::English (en) | label::العربية (ar) |
| | city | s | Settat | سطات |
| | city | j | El Jadida | الجديدة |
"""


async def test_what_was_calculated_in_words_is_said_in_the_new_language(town: Town) -> None:
    await town.hold(NAMED, slug="named", languages=("en", "ar"))
    resident = town.resident()
    await resident.goes_through("/start named; [English]; [Continue]; [No]; [I agree]; [Settat]")
    assert (await resident.card()).title == "Why Settat?"
    await resident.goes_through("/language; [العربية]")
    assert (await resident.card()).title == "لماذا سطات؟"


async def test_after_a_pause_words_are_no_answer_but_a_tap_is(town: Town) -> None:
    resident = await at_question(town)
    town.later(hours=6)
    await resident.writes("settat")
    assert "Welcome back." in await resident.sees()
    await resident.taps("Go on")
    town.later(hours=7)
    await resident.taps("Settat")
    assert "2 of 5" in await resident.sees()


async def test_sending_again_replaces_what_was_sent(town: Town) -> None:
    resident = await at_question(town, "[Settat]; [Skip]; [Skip]; [Skip]; [Skip]; [Send]")
    await resident.goes_through("[Change my answers]; [Change one]; [1. ]; [El Jadida]; [Send the changes]")
    assert await stored(town) == [{"region": "jadida"}]


async def test_stopping_a_change_keeps_what_was_sent(town: Town) -> None:
    resident = await at_question(town, "[Settat]; [Skip]; [Skip]; [Skip]; [Skip]; [Send]")
    await resident.goes_through("[Change my answers]; [Change one]; [1. ]; [El Jadida]; /help")
    assert await stored(town) == [{"region": "settat"}]


async def test_erased_answers_are_gone_and_can_be_given_again(town: Town) -> None:
    resident = await at_question(town, "[Settat]; [Skip]; [Skip]; [Skip]; [Skip]; [Send]; /mydata")
    await resident.taps("Erase my answers")
    assert await stored(town) == []
    await resident.goes_through("[Answer the survey]; [I agree]; [Settat]")
    assert "2 of 5" in await resident.sees()


async def test_after_forget_they_are_a_stranger(town: Town) -> None:
    resident = await at_question(town, "[Settat]; [Skip]; [Skip]; [Skip]; [Skip]; [Send]; /forget")
    reaction = await resident.taps("Erase everything")
    assert "is erased" in reaction.farewell
    assert await stored(town) == []
    assert await town.desk.card(resident.channel, resident.address) is None
    await resident.writes("/start")
    assert "Choose your language" in await resident.sees()


async def test_a_receipt_code_opens_the_conversation_on_another_device(town: Town) -> None:
    first, second = town.resident("web"), town.resident("web")
    await first.goes_through(TO_THE_QUESTIONS)
    code = (await first.card()).body.split("\n")[0]
    await first.goes_through("[Go on]; [Settat]")
    assert "I do not know that code." in (await second.writes("/return ABCD-EFGH")).toast
    await second.does(Command("return", code.lower().replace("-", " ")))
    assert await second.card() == await first.card()
    await second.writes("/leave")
    await town.resident("web").writes("/leave")
    assert await town.desk.card("web", second.address) is None
    assert "2 of 5" in await first.sees()


async def test_a_device_that_leaves_before_agreeing_leaves_nobody_behind(town: Town) -> None:
    visitor = town.resident("web")
    await visitor.goes_through(f"/start {SLUG}; [English]")
    assert ask(town.store.database, "SELECT count(*) FROM person") == [(1,)]
    await visitor.writes("/leave")
    for table in ("person", "address", "conversation"):
        assert ask(town.store.database, f"SELECT count(*) FROM {table}") == [(0,)]
