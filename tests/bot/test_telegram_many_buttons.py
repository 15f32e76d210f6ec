"""Lists that are longer than Telegram's keyboards, and cards that it refuses all the same."""

from dataclasses import replace

from structlog.testing import capture_logs

from bot.channels.telegram.outgoing import Outgoing
from bot.channels.telegram.sending import Sent
from bot.stored_media import StoredMedia
from handlers.words import Words
from storage.messages import Button, Card
from tests.bot.telegram import begun, serving
from tests.bot.test_events_page import add, event
from tests.bot_api import BotApi
from tests.staff import invited
from tests.town import Town


async def test_each_of_130_events_is_reached_from_the_list_of_ones_own(town: Town, api: BotApi) -> None:
    for number in range(1, 131):
        await add(town, event(town, id=number.to_bytes(16), title={"en": f"Evening {number}"}))
    async with serving(town, api):
        person = await begun(api)
        await person.send(await invited(town, "administrator", "Amina"))
        await person.waits("Join the team?")
        await person.tap("Accept")
        await person.send("/event")
        await person.waits("Tell people about an event")
        seen = set()
        for part in range(1, 14):
            if part > 1:
                await person.tap(f"{part} of 13 →")
                while f"← {part - 1} of 13" not in person.card.labels:
                    await person.waits()
            seen |= {label for label in person.card.labels if label.startswith("Evening")}
        assert len(seen) == 130


async def test_who_was_to_see_a_refused_card_is_told_so(town: Town, api: BotApi) -> None:
    too_much = Button("Yes", "x" * 65, "choice")
    card = Card(1, "fr", "Private", buttons=((Button("Yes", "1:y"),),))
    async with serving(town, api) as bot:
        person = await begun(api)
        outgoing = Outgoing(bot, Words, StoredMedia(town.store))
        sent = await outgoing.show(str(person.chat.chat_id), card, None)
        assert isinstance(sent, Sent)
        with capture_logs() as logs:
            await outgoing.show(
                str(person.chat.chat_id), replace(card, buttons=((too_much,),)), sent.message_id
            )
        assert person.card.message_id == sent.message_id
        assert "Je n’ai pas pu vous montrer cela." in person.card.text
        assert person.card.labels == []
    assert [each["event"] for each in logs] == ["a card was refused"]
    assert "Private" not in str(logs)
