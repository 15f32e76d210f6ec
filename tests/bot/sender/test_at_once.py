"""A card goes out as its decision drew it: once, in its place, and never before an older one."""

import asyncio

import pytest

from storage.due import DueCard
from storage.messages import Card
from tests.bot.telegram import begun, serving
from tests.bot_api import BotApi, Fault
from tests.town import Town

SLOW = 0.3


async def edits(api: BotApi, wanted: int) -> int:
    """How often a message was changed, once it was at least so often and nothing more is on its way."""
    while api.world.calls["editmessagetext"] < wanted:
        await asyncio.sleep(0.01)
    await asyncio.sleep(2 * SLOW)
    return api.world.calls["editmessagetext"]


async def test_nothing_is_looked_up_for_it(town: Town, api: BotApi, monkeypatch: pytest.MonkeyPatch) -> None:
    async def looked_up(_: bytes) -> Card | None:
        raise AssertionError

    async with serving(town, api):
        person = await begun(api)
        monkeypatch.setattr(town.desk, "card_of", looked_up)
        await person.tap("El Jadida")
        await person.waits("2 of 5")


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
