"""A chat is cleared on order: what is younger than 48 hours goes, the card comes again alone."""

import asyncio
from dataclasses import replace

import pytest

from storage import chat_messages, outbox, people
from storage.changes import Changes
from storage.due import ShownCard
from storage.erasure_keys import NO_KEY
from tests.bot.telegram import FIRST, begun, serving
from tests.bot_api import BotApi, Fault, Person
from tests.town import Town


async def whose(town: Town, person: Person) -> bytes:
    somebody = await people.find(town.store.database, town.store.keys, "telegram", str(person.person_id))
    assert somebody
    return somebody.id


async def clear(town: Town, person: Person) -> None:
    order = outbox.clear(await whose(town, person), 1, int(town.now.timestamp()))
    await town.store.apply(Changes((order,)))
    town.desk.woken.set()


async def cleared(person: Person) -> list[str]:
    """Wait until one message is left, a card; gives what the chat shows."""
    while len(person.sees()) != 1 or person.sees()[0].sender != "bot":
        await person.chat.moves()
    return [message.text for message in person.sees()]


async def answers(person: Person) -> None:
    """Two cards and a written line more."""
    await person.tap("El Jadida")
    await person.waits("2 of 5")
    await person.send("something")
    await person.waits("tap")


async def test_only_the_card_is_left(town: Town, api: BotApi) -> None:
    async with serving(town, api):
        person = await begun(api)
        await answers(person)
        assert len(person.sees()) > 2
        await clear(town, person)
        (text,) = await cleared(person)
        assert "2 of 5" in text
        await person.tap("Skip")
        await person.waits("3 of 5")
    assert len(person.sees()) == 1


@pytest.mark.parametrize(
    "fault",
    [
        Fault("flood", "deleteMessages", seconds=1),
        Fault("html", "deleteMessages"),
        Fault("swallow", "deleteMessages"),
        Fault("drop", "deleteMessages"),
    ],
)
async def test_trouble_on_the_way_delays_it_only(town: Town, api: BotApi, fault: Fault) -> None:
    async with serving(town, api):
        person = await begun(api)
        await answers(person)
        api.faults.add(replace(fault))  # it counts down, and each database has its turn
        await clear(town, person)
        while api.world.calls["deletemessages"] < 2:
            town.later(seconds=5)
            await asyncio.sleep(0.05)
        await cleared(person)


async def test_more_than_a_hundred_messages(town: Town, api: BotApi) -> None:
    async with serving(town, api) as bot:
        person = await begun(api)
        me, now = await whose(town, person), int(town.now.timestamp())
        sent = [(await bot.send_message(person.person_id, "x")).message_id for _ in range(130)]
        kept = tuple(chat_messages.keep(town.store.keys, me, each, now) for each in sent)
        await town.store.apply(Changes(kept))
        await clear(town, person)
        await cleared(person)
    assert api.world.calls["deletemessages"] == 2


async def test_a_card_too_old_to_delete_shows_what_counts_now(town: Town, api: BotApi) -> None:
    async with serving(town, api):
        person = await begun(api)
        me, now = await whose(town, person), int(town.now.timestamp())
        old = person.card
        await api.settles()
        forgotten = chat_messages.forget(town.store.keys, me)
        another = outbox.set_shown(
            town.store.keys, me, ShownCard(99, old.message_id, now // 3600), NO_KEY
        )  # a card that is not the one due
        old.text = "a question"
        await town.store.apply(Changes((forgotten, another)))
        await clear(town, person)
        while FIRST not in old.text:
            await person.chat.moves()
        assert person.card is old


async def test_hiding_leaves_one_card_that_names_nothing(town: Town, api: BotApi) -> None:
    async with serving(town, api):
        person = await begun(api)
        await answers(person)
        await person.send("/hide")
        (text,) = await cleared(person)
        assert text == "There is nothing here."
        await person.tap("Go on")
        await person.waits("2 of 5")
    assert len(person.sees()) == 1
