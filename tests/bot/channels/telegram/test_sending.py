"""Cards and news in a real chat of the fake server."""

from dataclasses import replace

import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden

from bot.channels.telegram.sending import send_news, show_card, strip_buttons
from storage.messages import Button, Card, News, Venue
from tests.bot.channels.telegram.voices import Voice
from tests.bot_api import BotApi, Person

CARD = Card(1, "en", "One & two", buttons=((Button("Yes", "1:y", "choice"), Button("No", "1:n", "choice")),))


@pytest.fixture
async def person(api: BotApi) -> Person:
    somebody = api.person(7)
    await somebody.send("/start")
    return somebody


async def test_a_card_is_sent_once_and_then_edited(bot: Bot, person: Person) -> None:
    sent = await show_card(bot, "7", CARD, None, Voice)
    again = await show_card(bot, "7", replace(CARD, title="Three"), sent.message_id, Voice)
    assert again == replace(sent, edited=person.card.edited)
    assert person.card.edited > 0
    assert (person.card.text, person.card.edits) == ("Three", ["One & two"])
    assert person.card.labels == ["Yes", "No"]


async def test_showing_the_same_card_again_is_success(bot: Bot, person: Person) -> None:
    sent = await show_card(bot, "7", CARD, None, Voice)
    assert await show_card(bot, "7", CARD, sent.message_id, Voice) == replace(sent, edited=None)
    assert len(person.sees()) == 2


async def test_a_card_whose_message_is_gone_comes_anew(bot: Bot, person: Person) -> None:
    sent = await show_card(bot, "7", CARD, None, Voice)
    await bot.delete_message(7, sent.message_id)
    anew = await show_card(bot, "7", CARD, sent.message_id, Voice)
    assert anew != sent
    assert person.card.message_id == anew.message_id


async def test_a_refused_card_is_an_error(bot: Bot, person: Person) -> None:
    too_much = Button("Yes", "x" * 65, "choice")
    sent = await show_card(bot, "7", CARD, None, Voice)
    for message_id in (None, sent.message_id):
        with pytest.raises(BadRequest, match=r"(?i)button_data_invalid"):
            await show_card(bot, "7", replace(CARD, buttons=((too_much,),)), message_id, Voice)


async def test_buttons_are_taken_off_once(bot: Bot, person: Person) -> None:
    sent = await show_card(bot, "7", CARD, None, Voice)
    for _ in range(2):
        await strip_buttons(bot, "7", sent.message_id)
    assert (person.card.text, person.card.labels) == ("One & two", [])
    await strip_buttons(bot, "7", 12345)
    person.blocks()
    with pytest.raises(Forbidden):
        await strip_buttons(bot, "7", sent.message_id)


async def test_news_is_a_message_of_its_own(bot: Bot, person: Person) -> None:
    link = Button("Results", "https://example.org/r", "link")
    sent = await send_news(bot, "7", News("n", "en", "Results & more", ((link,),)))
    assert (person.card.message_id, person.card.text) == (sent.message_id, "Results & more")
    assert person.card.labels == ["Results"]


async def test_a_place_is_shown_on_the_map(bot: Bot, person: Person) -> None:
    venue = Venue(33.256, -8.508, "Open evening", "Maison des jeunes")
    sent = await send_news(bot, "7", News("n", "en", "Open evening", venue=venue))
    (shown,) = [message for message in person.sees() if message.message_id == sent.message_id]
    at = {"latitude": 33.256, "longitude": -8.508}
    assert shown.media["venue"] == {"location": at, "title": "Open evening", "address": "Maison des jeunes"}
