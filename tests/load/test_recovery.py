"""What one part of the world does wrong costs others little, and is over soon after its cause is gone."""

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest

from tests.bot_api import BotApi, Fault
from tests.load import town
from tests.load.conftest import Tell
from tests.load.crowd import Crowd
from tests.load.process import running
from tests.load.size import BUSY, LONG, RESIDENTS, long_only

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(600 if LONG else 120)]
OTHERS = min(BUSY, RESIDENTS)
ODD_CHATS = 200
ODD_FIRST = 900_001
AWAY = 3.0
"""Seconds for which the Bot API fails."""
BREAKS = {
    "429": Fault("flood", "", None, seconds=2),
    "502": Fault("html", "", None),
    "cut": Fault("drop", "", None),
    "half an answer": Fault("half", "", None),
    "no answer": Fault("swallow", "", None),
    "late": Fault("delay", "", None, seconds=30),
}


@long_only
@pytest.mark.parametrize("webhook", [pytest.param(False, id="polling"), pytest.param(True, id="webhook")])
@pytest.mark.parametrize("what", BREAKS)
async def test_people_are_answered_once_the_bot_api_is_back(
    api: BotApi, tmp_path: Path, tell: Tell, what: str, webhook: bool
) -> None:
    person = api.person(7)
    async with running(tmp_path, api, webhook=webhook):
        await person.send(f"/start {town.SLUG}")
        await person.waits("Choose your language")
        api.faults.add(BREAKS[what])
        await asyncio.sleep(AWAY / 2)
        await person.send("/help")
        await asyncio.sleep(AWAY / 2)
        api.faults.clear()
        back = time.monotonic()
        await person.waits("How this works", 90)
        seconds = time.monotonic() - back
    tell(f"answered {seconds:.1f} s after it was back")


@pytest.mark.parametrize(
    "webhook", [pytest.param(False, id="polling", marks=long_only), pytest.param(True, id="webhook")]
)
async def test_updates_that_cannot_be_handled_leave_others_alone(
    api: BotApi, tmp_path: Path, tell: Tell, webhook: bool
) -> None:
    slowest = []
    for odd in (False, True):
        folder = tmp_path / str(odd)
        folder.mkdir()
        world = api if not odd else BotApi()
        if odd:
            await world.start()
        async with running(folder, world, webhook=webhook) as bot, asyncio.TaskGroup() as group:
            crowd = Crowd(world, bot, OTHERS, seed=40)
            sender = group.create_task(_oddly(world)) if odd else None
            await crowd.answers()
            if sender:
                sender.cancel()
            await world.settles()
        async with bot.store() as store:
            await crowd.compares(store)
        if odd:
            await world.stop()
        slowest.append(crowd.slowest)
    before, after = slowest
    tell(f"p99 of others {1000 * before:.0f} ms, beside {ODD_CHATS} odd chats {1000 * after:.0f} ms")


async def _oddly(api: BotApi) -> None:
    """Chats whose messages nobody understands: each writes every four seconds."""
    while True:
        for chat in range(ODD_FIRST, ODD_FIRST + ODD_CHATS):
            api.world.queue.push("message", _odd(chat))
            await asyncio.sleep(4 / ODD_CHATS)


def _odd(chat: int) -> dict[str, Any]:
    who = {"id": chat, "is_bot": False, "first_name": "Odd"}
    body = {"message_id": 1, "date": int(time.time()), "chat": {"id": chat, "type": "private"}, "from": who}
    return {**body, "text": {"neither": ["text", chat]}}
