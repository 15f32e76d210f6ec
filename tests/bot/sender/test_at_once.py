"""A card goes out as its decision drew it: once, in its place, and never before an older one."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from bot.sender.line import RETRY_PAUSE
from bot.sender.pace import Pace
from handlers import routing
from storage import chores, consultations, conversations, outbox
from storage.changes import Changes, StorageDown
from storage.database import Database
from storage.due import DueCard
from storage.housekeeping import add_chore
from storage.keys import Keyring
from storage.messages import Card
from storage.schema.chats import CHAT_MESSAGE, OUTBOX, SHOWN
from tests.bot.telegram import begun, serving
from tests.bot_api import BotApi, Fault
from tests.town import SLUG, Resident, Town

SLOW = 0.3


async def edits(api: BotApi, wanted: int) -> int:
    """How often a message was changed, once it was at least so often and nothing more is on its way."""
    while api.world.calls["editmessagetext"] < wanted:
        await asyncio.sleep(0.01)
    await asyncio.sleep(2 * SLOW)
    return api.world.calls["editmessagetext"]


async def test_nothing_is_loaded_for_it(town: Town, api: BotApi, monkeypatch: pytest.MonkeyPatch) -> None:
    async def loaded(*_: object) -> Card:
        raise AssertionError

    async with serving(town, api):
        person = await begun(api)
        monkeypatch.setattr(routing, "current_card", loaded)
        await person.tap("El Jadida")
        await person.waits("2 of 5")


@pytest.mark.parametrize(("pause", "looks"), [(0.0, 0), (SLOW, 1)])
async def test_whether_it_is_still_true_is_asked_only_where_it_waited(
    town: Town, api: BotApi, monkeypatch: pytest.MonkeyPatch, pause: float, looks: int
) -> None:
    asked, version_of = list[bytes](), conversations.version_of

    async def counted(database: Database, person: bytes) -> int:
        asked.append(person)
        return await version_of(database, person)

    async with serving(town, api):
        person = await begun(api)
        monkeypatch.setattr(conversations, "version_of", counted)
        monkeypatch.setattr(Pace, "card", lambda *_: pause)
        await person.tap("El Jadida")
        await person.waits("2 of 5")
    assert len(asked) == looks


async def test_what_is_handed_over_in_a_moment_is_not_looked_for(
    town: Town, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply, loaded, current_card = town.store.apply, list[object](), routing.current_card

    async def slowly(changes: Changes) -> None:
        await apply(changes)
        if changes.due:
            town.desk.woken.set()
            await asyncio.sleep(SLOW)

    async def counted(*about: Any) -> Card:
        loaded.append(about)
        return await current_card(*about)

    async with serving(town, api):
        person = await begun(api)
        monkeypatch.setattr(routing, "current_card", counted)
        monkeypatch.setattr(town.store, "apply", slowly)
        await person.tap("El Jadida")
        await person.waits("2 of 5")
    assert not loaded
    assert not town.desk.in_hand


async def test_who_is_quicker_than_the_line_sees_the_last_card_last(town: Town, api: BotApi) -> None:
    async with serving(town, api):
        person = await begun(api)
        before = len(person.sees())
        api.faults.add(Fault("delay", "editMessageText", seconds=SLOW))
        await person.tap("El Jadida")
        await person.waits("2 of 5")
        await person.tap("Housing")
        while person.card.button("Done (1)") is None:
            await asyncio.sleep(0.01)
        assert len(person.sees()) == before


async def test_a_round_that_finds_its_row_first_does_not_show_it_twice(town: Town, api: BotApi) -> None:
    async with serving(town, api):
        person = await begun(api)
        made = api.world.calls["editmessagetext"]
        at_once, late = town.desk.show_at_once, list[DueCard]()
        assert at_once

        town.desk.show_at_once = late.append
        api.faults.add(Fault("delay", "editMessageText", seconds=SLOW))
        await person.tap("El Jadida")
        while not late:
            await asyncio.sleep(0.01)
        town.desk.woken.set()
        while api.world.calls["editmessagetext"] == made:
            await asyncio.sleep(0.01)
        at_once(late[0])
        assert await edits(api, made + 1) == made + 1


async def test_a_card_that_waited_is_not_shown_to_who_was_forgotten(town: Town, api: BotApi) -> None:
    async with serving(town, api):
        person = await begun(api)
        resident = Resident(town, "telegram", str(person.person_id))
        api.faults.add(Fault("delay", "editMessageText", seconds=SLOW))
        await person.tap("El Jadida")
        await person.waits("2 of 5")
        await resident.goes_through("[Housing]; /forget; [Erase everything]")
        await edits(api, 0)
        assert "✓ Housing" not in str(person)


async def test_a_card_that_waited_is_not_shown_after_the_close(town: Town, api: BotApi) -> None:
    async with serving(town, api):
        person = await begun(api)
        resident = Resident(town, "telegram", str(person.person_id))
        api.faults.add(Fault("delay", "editMessageText", seconds=SLOW))
        await person.tap("El Jadida")
        await person.waits("2 of 5")
        await resident.taps("Housing")
        closing = consultations.move(SLUG, "open", "closing")
        await town.store.apply(Changes((closing, add_chore("close", SLUG))))
        await chores.run(town.store)
        await edits(api, 0)
        assert "✓ Housing" not in str(person)


async def test_of_a_card_that_arrives_after_the_forgetting_nothing_is_kept(town: Town, api: BotApi) -> None:
    async with serving(town, api):
        person = await begun(api)
        await edits(api, 0)
        resident = Resident(town, "telegram", str(person.person_id))
        api.faults.add(Fault("delay", "sendMessage", seconds=SLOW))
        await person.send("One.")
        await person.waits()
        await resident.goes_through("/forget; [Erase everything]")
        await edits(api, 0)
        for table in (SHOWN.message, OUTBOX.stamp, CHAT_MESSAGE.message):
            assert await town.store.database.rows(select(table)) == []


async def test_what_was_shown_last_is_kept_last(
    town: Town, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply, failing = town.store.apply, [True]

    async def down_once(changes: Changes) -> None:
        if changes.patient and failing:
            failing.clear()
            raise StorageDown
        await apply(changes)

    async with serving(town, api):
        person = await begun(api)
        await edits(api, 0)
        monkeypatch.setattr(town.store, "apply", down_once)
        for sentence in ("One.", "Two."):
            await person.send(sentence)
            await person.waits()
        while await town.store.database.rows(select(OUTBOX.stamp)):
            await asyncio.sleep(0.01)
        await asyncio.sleep(RETRY_PAUSE + SLOW)
        ((message,),) = await town.store.database.rows(select(SHOWN.message))
        assert message == person.card.message_id


async def test_a_row_that_was_read_before_its_card_went_out_does_not_show_it_twice(
    town: Town, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, go_on = outbox.due, asyncio.Event()
    held = list[DueCard]()

    async def slow(database: Database, keys: Keyring, now: int) -> list[DueCard]:
        if found := await read(database, keys, now):
            held.extend(found)
            await go_on.wait()
        return found

    async with serving(town, api):
        person = await begun(api)
        await edits(api, 0)
        at_once, late = town.desk.show_at_once, list[DueCard]()
        assert at_once
        town.desk.show_at_once = late.append
        monkeypatch.setattr(outbox, "due", slow)
        await person.send("One.")
        while not held:
            await asyncio.sleep(0.01)
        at_once(late[0])
        await person.waits()
        while await town.store.database.rows(select(OUTBOX.stamp)):
            await asyncio.sleep(0.01)
        sent = api.world.calls["sendmessage"]
        go_on.set()
        await edits(api, 0)
        assert api.world.calls["sendmessage"] == sent


async def test_what_the_chat_shows_already_is_not_sent_to_it_again(town: Town, api: BotApi) -> None:
    async with serving(town, api):
        person = await begun(api)
        await person.tap("El Jadida")
        await person.waits("2 of 5")
        chosen = person.card.button("Housing")
        assert chosen
        await person.press(chosen["callback_data"], person.card.message_id)
        while person.card.button("Done (1)") is None:
            await asyncio.sleep(0.01)
        made = await edits(api, 0)
        for _ in range(5):
            await person.press(chosen["callback_data"], person.card.message_id)
        await api.settles()
        assert await edits(api, made) == made
        await person.tap("Water")
        while person.card.button("Done (2)") is None:
            await asyncio.sleep(0.01)
    assert api.world.unchanged.total() == 0


async def test_a_tap_on_a_button_that_has_gone_changes_nothing(town: Town, api: BotApi) -> None:
    async with serving(town, api):
        person = await begun(api)
        gone = person.card.button("El Jadida")
        assert gone
        await person.tap("El Jadida")
        await person.waits("2 of 5")
        made = await edits(api, 0)
        for _ in range(3):
            await person.press(gone["callback_data"], person.card.message_id)
        await api.settles()
        assert await edits(api, made) == made
    assert api.world.unchanged.total() == 0
