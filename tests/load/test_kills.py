"""`kill -9` under load: what a chat showed as taken is stored, nothing is taken twice, everybody goes on."""

import asyncio
from pathlib import Path
from random import Random

import pytest

from tests.bot_api import BotApi
from tests.load.conftest import Tell
from tests.load.crowd import Crowd
from tests.load.process import Bot, running
from tests.load.size import BUSY, KILLS


@pytest.mark.chaos
@pytest.mark.timeout(60 + 30 * KILLS)
@pytest.mark.parametrize("webhook", [pytest.param(False, id="polling"), pytest.param(True, id="webhook")])
async def test_kills_under_load_lose_and_double_nothing(
    api: BotApi, tmp_path: Path, tell: Tell, webhook: bool
) -> None:
    api.faults.repeats = 1
    busy = asyncio.Event()
    busy.set()
    async with running(tmp_path, api, webhook=webhook) as bot:
        crowd = Crowd(api, bot, BUSY, seed=20, pause=0.3, patience=10)
        async with asyncio.TaskGroup() as group:
            group.create_task(crowd.answers(busy))
            audited = await _kills(bot, api, crowd)
            busy.clear()
        await api.settles(90)
    async with bot.store() as store:
        audited += await crowd.audits(store)
        await crowd.compares(store)
    tell(f"{KILLS} kills, {audited} answers shown as taken looked for after them, 0 lost; {crowd.figures()}")


async def _kills(bot: Bot, api: BotApi, crowd: Crowd) -> int:
    """Kill and start again; each time what the chats show is looked for in the database."""
    chance, audited = Random(20), 0
    for number in range(KILLS):
        if number % 4 < 3:
            await _takes(api)
            await asyncio.sleep(chance.uniform(0.2, 1.2))
        else:  # while it starts
            await asyncio.sleep(chance.uniform(0.0, 2.0))
        await bot.killed()
        async with bot.store() as store:
            audited += await crowd.audits(store)
        await bot.starts()
    await bot.ready()
    return audited


async def _takes(api: BotApi) -> None:
    """Wait until updates are taken again."""
    before = len(api.world.queue.confirmed)
    async with asyncio.timeout(30):
        while len(api.world.queue.confirmed) < before + 3:
            await asyncio.sleep(0.01)
