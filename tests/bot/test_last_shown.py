"""What somebody says counts for the question that their chat last showed, and for no other (record 0035)."""

import asyncio

import pytest
from sqlalchemy import select

from bot.sender.line import RETRY_PAUSE
from handlers.loading import look
from storage import people
from storage.changes import Changes
from storage.messages import Text
from storage.schema.chats import OUTBOX
from tests.bot.telegram import begun, serving, waits_until
from tests.bot_api import BotApi, Fault, Person
from tests.town import Resident, Town

EARLY = "Your last message was sent before this appeared, so it wasn’t saved."


async def answers(town: Town, person: Person) -> dict[str, str]:
    """What is kept of their answers, by the name of the question."""
    found = await people.find(town.store.database, town.store.keys, "telegram", str(person.person_id))
    assert found
    view = await look(town.store, town.desk.place(), found)
    values = view.answering.state.values
    return {ref.rpartition("/")[2]: value for ref, value in values.items() if value}


async def stands_at_the_number(town: Town, api: BotApi) -> Person:
    """Somebody who reads the fourth question, which asks for a number."""
    person = await begun(api)
    for label, place in (("El Jadida", "2 of 5"), ("Skip", "3 of 5"), ("Skip", "4 of 5")):
        await person.tap(label)
        await person.waits(place)
    await calm(town, api)
    return person


async def calm(town: Town, api: BotApi) -> None:
    """Return once all that came in is taken, and nothing waits to be shown."""
    await api.settles()
    while await town.store.database.rows(select(OUTBOX.person)):
        town.later(seconds=RETRY_PAUSE)
        town.desk.woken.set()
        await asyncio.sleep(0.02)


async def test_what_is_written_after_a_card_is_taken(town: Town, api: BotApi) -> None:
    async with serving(town, api):
        person = await stands_at_the_number(town, api)
        await person.send("٦")
        await person.waits("5 of 5")
        await person.send("A bus")
        review = await person.waits("Your answers")
    assert "6" in review.text
    assert "A bus" in review.text


async def test_of_two_quick_texts_the_second_is_not_taken_for_a_question_that_was_not_shown(
    town: Town, api: BotApi
) -> None:
    async with serving(town, api):
        person = await stands_at_the_number(town, api)
        await person.send("4")
        await person.send("Casablanca")
        card = await person.waits(EARLY)
        assert "5 of 5" in card.text
        kept = await answers(town, person)
        assert "4" in kept.values()
        assert "Casablanca" not in kept.values()
        await person.send("A bus")
        await person.waits("Your answers")
        assert "A bus" in (await answers(town, person)).values()


async def test_a_question_that_an_outage_keeps_away_is_not_answered(town: Town, api: BotApi) -> None:
    async with serving(town, api):
        person = await stands_at_the_number(town, api)
        shown = person.card.text
        api.faults.add(Fault("html", "editMessageText", None))
        api.faults.add(Fault("html", "sendMessage", None))
        api.faults.add(Fault("html", "sendChatAction", None))
        await person.tap("Skip")
        await api.settles()
        assert person.card.text == shown
        await person.send("7")
        await api.settles()
        assert "7" not in (await answers(town, person)).values()
        api.faults.clear()
        await calm(town, api)
        assert EARLY in person.card.text
        assert "5 of 5" in person.card.text


async def test_a_text_that_a_slow_edit_overtakes_belongs_to_the_question_before(
    town: Town, api: BotApi
) -> None:
    async with serving(town, api):
        person = await stands_at_the_number(town, api)
        api.faults.add(Fault("flood", "editMessageText", seconds=1))
        await person.tap("Skip")
        await api.settles()
        await waits_until(town, int(town.now.timestamp()) + 1)
    person.hurries = True
    await person.send("7")  # the bot is away, and sends the card when it is back
    town.later(seconds=1)
    async with serving(town, api):
        await person.waits(EARLY)
        assert "7" not in (await answers(town, person)).values()


async def test_in_the_second_of_an_edit_nobody_can_tell_which_question_was_meant(
    town: Town, api: BotApi
) -> None:
    async with serving(town, api):
        person = await stands_at_the_number(town, api)
        person.hurries = True
        while int(api.world.clock.now()) == person.card.edited:
            await asyncio.sleep(0.01)
        await person.tap("Skip")
        await person.waits("5 of 5")
        await person.send("7")
        await person.waits(EARLY)
        person.hurries = False
        await person.send("A bus")
        await person.waits("Your answers")
    assert "7" not in (await answers(town, person)).values()


async def test_after_an_edit_of_unknown_fate_the_question_comes_anew_before_it_is_answered(
    town: Town, api: BotApi
) -> None:
    async with serving(town, api):
        person = await stands_at_the_number(town, api)
        api.faults.add(Fault("swallow", "editMessageText"))
        await person.tap("Skip")
        await person.waits("5 of 5")
        await calm(town, api)
        await person.send("A bus")
        card = await person.waits(EARLY)
        assert "5 of 5" in card.text
        await calm(town, api)
        await person.send("A bus")
        await person.waits("Your answers")


async def test_after_a_send_of_unknown_fate_nothing_is_taken_until_the_card_came_for_certain(
    town: Town, api: BotApi
) -> None:
    async with serving(town, api):
        person = await stands_at_the_number(town, api)
        api.faults.add(Fault("swallow", "sendMessage"))
        await person.send("4")
        await person.waits("5 of 5")
        await waits_until(town, int(town.now.timestamp()) + RETRY_PAUSE)
        await person.send("A bus")
        await api.settles()
        assert "A bus" not in (await answers(town, person)).values()
        await calm(town, api)
        await person.waits(EARLY)
        await person.send("A bus")
        await person.waits("Your answers")


async def test_a_second_device_that_goes_on_does_not_turn_a_text_into_another_answer(
    town: Town, api: BotApi
) -> None:
    async with serving(town, api):
        person = await stands_at_the_number(town, api)
        found = await people.find(town.store.database, town.store.keys, "telegram", str(person.person_id))
        assert found
        page = Resident(town, "web", "another-device")
        device = people.add_address(town.store.keys, found, "web", page.address)
        await town.store.apply(Changes((device,)))
        api.faults.add(Fault("html", "sendMessage", None))
        api.faults.add(Fault("html", "editMessageText", None))
        await page.taps("Skip")
        seen = await page.card()
        await person.send("7")
        await api.settles()
        assert "7" not in (await answers(town, person)).values()
        await page.does(Text("A bus", seen.at))
        assert "A bus" not in (await answers(town, person)).values(), "the page shows an older card by now"
        assert EARLY in await page.sees()
        await page.writes("A bus")
        assert "A bus" in (await answers(town, person)).values()
        api.faults.clear()
        await calm(town, api)


@pytest.mark.parametrize("kind", ["voice", "photo", "document", "location"])
async def test_what_is_sent_is_held_to_the_same_rule(town: Town, api: BotApi, kind: str) -> None:
    async with serving(town, api):
        person = await stands_at_the_number(town, api)
        await person.send("4")
        await person.shows(kind)
        await person.waits(EARLY)


async def test_a_tap_on_what_an_outage_left_there_changes_nothing(town: Town, api: BotApi) -> None:
    async with serving(town, api):
        person = await stands_at_the_number(town, api)
        api.faults.add(Fault("html", "editMessageText", None))
        back, skip = (person.card.button(label) for label in ("Back", "Skip"))
        assert back
        assert skip
        await person.press(skip["callback_data"], person.card.message_id)
        await api.settles()
        before = await answers(town, person)
        await person.press(back["callback_data"], person.card.message_id)
        await api.settles()
        assert await answers(town, person) == before
        api.faults.clear()
        await calm(town, api)
        assert "5 of 5" in person.card.text


async def test_a_reply_to_another_message_is_no_answer(town: Town, api: BotApi) -> None:
    async with serving(town, api):
        person = await stands_at_the_number(town, api)
        await person.send("4", reply_to=person.card.message_id)
        await person.waits("5 of 5")
        older = person.sees()[0].message_id
        await person.send("A bus", reply_to=older)
        await person.waits(EARLY)
        await person.send("A bus")
        await person.waits("Your answers")


async def test_a_confirmation_that_was_not_shown_cannot_be_written(town: Town, api: BotApi) -> None:
    async with serving(town, api):
        person = await stands_at_the_number(town, api)
        await person.send("/forget")
        await person.send("Erase everything")
        card = await person.waits(EARLY)
        assert card.button("Erase everything")
        found = await people.find(town.store.database, town.store.keys, "telegram", str(person.person_id))
        assert found
