"""A desk, its poller and its sender behind the Bot API: what people do, and what their chats show then."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Column, func, select

from bot.clock import Clock, due_now
from bot.sender.line import RETRY_PAUSE
from bot.settings import random_bytes
from handlers.announcements import announcing
from storage import announcements, outbox, people
from storage.changes import Changes, Stale, StorageDown
from storage.due import Drawn, ShownCard
from storage.erasure_keys import NO_KEY
from storage.messages import Card
from storage.schema.announcements import FOLLOW
from storage.schema.chats import OUTBOX, SHOWN
from storage.schema.people import ADDRESS, CONVERSATION, PERSON
from storage.schema.upkeep import PUT_ASIDE
from tests.bot.telegram import FIRST, begun, serving, waits_until
from tests.bot_api import BotApi, Fault, Person
from tests.town import SLUG, Town, plain, words


async def rows(town: Town, *columns: Column[Any]) -> list[int]:
    """How many rows the tables of these columns hold."""
    found = []
    for column in columns:
        found += await town.store.database.rows(select(func.count(column)))
    return [row[0] for row in found]


def cards(person: Person) -> list[str]:
    """What the bot's messages show, oldest first."""
    return [message.text for message in person.sees() if message.sender == "bot"]


async def test_the_old_card_loses_its_buttons_and_a_tap_on_it_leads_to_the_new_one(
    town: Town, api: BotApi
) -> None:
    async with serving(town, api):
        person = await begun(api)
        old = person.card
        data = old.keyboard[0][0]["callback_data"]
        await person.send("El Jadida")
        await person.waits("2 of 5")
        await api.settles()
        while old.keyboard:
            await person.chat.moves()
        await person.press(data, old.message_id)
        while old.text != "This question is further down now.":
            await person.chat.moves()
        while len(cards(person)) < 3:
            await person.chat.moves()
    assert "2 of 5" in person.card.text
    assert person.card.message_id > old.message_id
    assert len(cards(person)) == 3


async def test_what_cannot_be_read_is_answered_calmly_and_the_card_comes_again(
    town: Town, api: BotApi
) -> None:
    async with serving(town, api):
        person = await begun(api)
        for act, sentence in (
            (person.voice(), "I cannot listen to voice messages here."),
            (person.shows("sticker"), "I cannot read stickers."),
            (person.shows("document"), "I cannot open that."),
            (person.edits("/start over"), "I cannot take changes to a message that was sent."),
        ):
            await act
            card = await person.waits(sentence)
            assert FIRST in card.text


async def test_in_a_group_one_sentence_says_where_to_write(town: Town, api: BotApi) -> None:
    member = api.person(7, group=-5)
    async with serving(town, api):
        await member.send("/start")
        await member.waits("@consultation_bot")
    assert await rows(town, PERSON.id, CONVERSATION.person) == [0, 0]


async def test_after_a_pause_a_text_is_not_an_answer(town: Town, api: BotApi) -> None:
    async with serving(town, api):
        person = await begun(api)
        town.later(hours=6)
        await person.send("Settat")
        card = await person.waits("Welcome back.")
        assert "question 1 of 5" in plain(card.text)
        await person.tap("Go on")
        await person.waits(FIRST)


async def test_blocked_and_back(town: Town, api: BotApi) -> None:
    async with serving(town, api):
        person = await begun(api)
        person.blocks()
        await api.settles()
        assert not (await somebody(town, person)).reachable
        person.unblocks()
        await api.settles()
        assert (await somebody(town, person)).reachable


async def test_who_writes_again_is_reachable_again(town: Town, api: BotApi) -> None:
    async with serving(town, api):
        person = await begun(api)
        known = await somebody(town, person)
        await town.store.apply(Changes((people.set_reachable(known.id, False),)))
        await person.send("/help")
        await person.waits("How this works")
    assert (await somebody(town, person)).reachable


async def somebody(town: Town, person: Person) -> people.Somebody:
    found = await people.find(town.store.database, town.store.keys, "telegram", str(person.person_id))
    assert found is not None
    return found


async def test_forgetting_says_farewell_and_a_double_tap_brings_nobody_back(town: Town, api: BotApi) -> None:
    async with serving(town, api):
        person = await begun(api)
        await person.send("/forget")
        await person.waits("Erase everything")
        query = await person.tap("Erase everything", times=2)
        await person.waits("Everything I kept about you is erased.")
        assert "/start" in await person.acknowledged(query)
        await api.settles()
    left = await rows(town, PERSON.id, ADDRESS.lookup, CONVERSATION.person, FOLLOW.person, SHOWN.person)
    assert left == [0] * 5


async def test_an_update_that_cannot_be_read_is_put_aside_and_goes_with_forget(
    town: Town, api: BotApi
) -> None:
    async with serving(town, api):
        person = await begun(api)
        api.world.queue.push("message", {"chat": {"id": person.person_id}, "text": {"odd": "secret"}})
        api.world.queue.push("message", {"nothing": "known"})
        await person.send("/forget")
        await person.waits("Erase everything")
        assert await rows(town, PUT_ASIDE.id) == [2]
        await person.tap("Erase everything")
        await person.waits("Everything I kept about you is erased.")
    assert await rows(town, PUT_ASIDE.id) == [1], "whose the other one is, nobody can tell"


async def test_after_an_outage_the_card_comes_again_once(town: Town, api: BotApi) -> None:
    clock = Clock(town.desk)
    await clock.tick()
    async with serving(town, api):
        person, gone = await begun(api), await begun(api)
        gone.blocks()
        await api.settles()
    town.later(minutes=2)
    await clock.wake()
    assert await rows(town, OUTBOX.person) == [0], "no tap is lost yet"
    town.later(minutes=2)
    await clock.wake()
    before = person.card
    async with serving(town, api):
        while person.card is before:
            await person.chat.moves()
        while before.keyboard:
            await person.chat.moves()
    assert FIRST in person.card.text
    await clock.wake()
    assert await rows(town, OUTBOX.person) == [0]
    assert len(cards(person)) == 2
    assert len(cards(gone)) == 1


async def test_the_button_under_an_announcement_brings_the_card_below_it(town: Town, api: BotApi) -> None:
    async with serving(town, api):
        person = await begun(api)
        found = await announcing.write(
            town.store, SLUG, words("A meeting."), None, (), town.now, random_bytes
        )
        await town.store.apply(Changes((announcements.add(found),)))
        await due_now(town.store, town.now)
        news = await person.waits("A meeting.")
        await person.tap("Take the survey")
        while person.card is news:
            await person.chat.moves()
    assert person.card.message_id > news.message_id


async def test_a_send_of_unknown_fate_is_made_once_more_when_the_server_answers_and_never_again(
    town: Town, api: BotApi
) -> None:
    async with serving(town, api):
        person = await begun(api)
        api.faults.add(Fault("swallow", "sendMessage", times=2))
        await person.send("El Jadida")
        await person.waits("2 of 5")
        await waits_until(town, int(town.now.timestamp()) + RETRY_PAUSE)
        api.faults.add(Fault("html", "sendChatAction", times=2))
        for _ in range(2):  # it is asked for the chat first, and does not answer
            town.later(seconds=RETRY_PAUSE)
            town.desk.woken.set()
            assert len(cards(person)) == 2
            await waits_until(town, int(town.now.timestamp()) + RETRY_PAUSE)
    async with serving(town, api):  # a new process knows it too
        town.later(seconds=RETRY_PAUSE)
        town.desk.woken.set()
        while len(cards(person)) == 2:
            await person.chat.moves()
        while await rows(town, OUTBOX.person) != [0]:
            await asyncio.sleep(0.01)
        town.later(hours=1)
        town.desk.woken.set()
        await asyncio.sleep(0.05)
        assert len(cards(person)) == 3
        await person.tap("Housing")
        while "✓ Housing" not in person.card.labels:
            await person.chat.moves()


async def test_an_edit_of_unknown_fate_is_repeated_soon(town: Town, api: BotApi) -> None:
    async with serving(town, api):
        person = await begun(api)
        api.faults.add(Fault("html", "editMessageText"))
        await person.tap("El Jadida")
        await waits_until(town, int(town.now.timestamp()) + RETRY_PAUSE)
        town.later(seconds=RETRY_PAUSE)
        await person.waits("2 of 5")
    assert len(cards(person)) == 1


async def test_one_chat_that_is_told_to_wait_holds_nobody_else(town: Town, api: BotApi) -> None:
    async with serving(town, api):
        quick, other = await begun(api), await begun(api)
        api.faults.add(Fault("flood", "editMessageText", seconds=2))
        await quick.tap("El Jadida")
        await waits_until(town, int(town.now.timestamp()) + 2)
        await other.tap("El Jadida")
        await other.waits("2 of 5")
        assert FIRST in quick.card.text
        town.later(seconds=2)
        town.desk.woken.set()
        await quick.waits("2 of 5")


async def test_a_card_that_cannot_be_made_holds_nobody(
    town: Town, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(town, api):
        unlucky, other = await begun(api), await begun(api)
        theirs, made = (await somebody(town, unlucky)).id, town.desk.card_of

        async def card_of(person: bytes, drawn: Drawn | None = None) -> Card | None:
            if person == theirs:
                raise ZeroDivisionError
            return await made(person, drawn)

        monkeypatch.setattr(town.desk, "card_of", card_of)
        await unlucky.send("/mydata")
        await other.tap("El Jadida")
        await other.waits("2 of 5")
        while await rows(town, OUTBOX.person) != [0]:
            await asyncio.sleep(0.01)
        monkeypatch.undo()
        await unlucky.send("/help")
        await unlucky.waits("How this works")


async def test_while_the_database_cannot_be_written_a_card_is_not_sent_again(
    town: Town, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.sender.line.RETRY_PAUSE", 0.01)
    apply, failures = town.store.apply, iter(range(5))

    async def failing(changes: Changes) -> None:
        tells_what_was_sent = changes.patient
        if tells_what_was_sent and next(failures, None) is not None:
            raise StorageDown
        await apply(changes)

    async with serving(town, api):
        person = await begun(api)
        while await rows(town, OUTBOX.person) != [0]:
            await asyncio.sleep(0.01)
        monkeypatch.setattr(town.store, "apply", failing)
        await person.send("El Jadida")
        await person.waits("2 of 5")
        while await rows(town, OUTBOX.person) != [0]:
            await asyncio.sleep(0.01)
    assert len(cards(person)) == 2
    assert next(failures, None) is None


async def test_a_card_that_arrives_after_forgetting_leaves_nothing(town: Town) -> None:
    card = outbox.set_shown(town.store.keys, b"nobody", ShownCard(1, 2), NO_KEY)
    with pytest.raises(Stale):
        await town.store.apply(Changes((card,)))
    assert await rows(town, SHOWN.person) == [0]


async def test_an_older_card_that_was_brought_back_goes_at_the_next_tap(town: Town, api: BotApi) -> None:
    async with serving(town, api):
        person = await begun(api)
        old = replace(person.card)
        await person.tap("El Jadida")
        await person.waits("2 of 5")
        person.card.text, person.card.keyboard = old.text, old.keyboard
        await person.tap("El Jadida")
        await person.waits("2 of 5")
