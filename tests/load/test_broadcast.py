"""One announcement to very many, of whom some have blocked the bot and some chats are too quick, while others
answer: everybody hears once, nobody who answers waits for it, and the figures add up."""

import asyncio
import os
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from storage import people
from storage.changes import Changes, Write
from storage.people import Somebody
from storage.schema.announcements import DELIVERY
from storage.store import Store
from tests.bot_api import BotApi
from tests.bot_api.faults import Fault
from tests.load import town
from tests.load.conftest import Tell
from tests.load.crowd import Crowd
from tests.load.process import Bot, running
from tests.load.size import LONG, RECIPIENTS

TEXT = "Meeting on housing"
FIRST = 100_001
BLOCKED = 20
"""One of so many has blocked the bot."""
TOO_QUICK = 0.02
"""The share of sends that are answered 429 though the pace was kept."""
AT_ONCE = 500
SETTLED = {"sent", "blocked", "failed", "lost"}


async def _follow(bot: Bot, api: BotApi) -> list[int]:
    """People who follow the consultation; gives their chats."""
    chats = list(range(FIRST, FIRST + RECIPIENTS))
    async with bot.store() as store:
        for begin in range(0, len(chats), AT_ONCE):
            writes = [write for chat in chats[begin : begin + AT_ONCE] for write in _follower(store, chat)]
            await store.apply(Changes(tuple(writes)))
    for number, chat in enumerate(chats):
        api.world.chats[chat].known = True
        api.world.chats[chat].blocked = number % BLOCKED == 0
    return chats


def _follower(store: Store, chat: int) -> list[Write]:
    somebody = Somebody(os.urandom(16), "telegram", "en")
    return [*people.add(store.keys, somebody, str(chat)), people.follow(somebody.id, town.SLUG, "")]


async def _announce(bot: Bot) -> None:
    file = bot.folder / "news.toml"
    file.write_text("[text]\n" + "\n".join(f'{code} = "{TEXT}"' for code in town.LANGUAGES), encoding="utf-8")
    await bot.runs("announce", "write", town.SLUG, "--text-file", str(file))


async def _states(bot: Bot, among: set[str]) -> dict[str, int]:
    """Wait until each has a delivery in one of these states; gives how many are in each."""
    by_state = select(DELIVERY.state, func.count()).group_by(DELIVERY.state)
    async with asyncio.timeout(60 + RECIPIENTS / 15), bot.store() as store:
        while True:
            states = {row[0]: row[1] for row in await store.database.rows(by_state)}
            if sum(states.values()) >= RECIPIENTS and states.keys() <= among:
                return states
            await asyncio.sleep(0.25)


@pytest.mark.chaos
@pytest.mark.timeout(300 + RECIPIENTS / 10)
async def test_many_hear_once_while_others_answer(api: BotApi, tmp_path: Path, tell: Tell) -> None:
    api.world.pace.on = True
    async with running(tmp_path, api) as bot:
        chats = await _follow(bot, api)
        flood = Fault("flood", "sendMessage", times=RECIPIENTS, share=TOO_QUICK, seconds=1)
        api.faults.add(flood)
        pause, patience = (30, 10) if LONG else (0.2, 2)
        crowd = Crowd(api, bot, 3, seed=4, pause=pause, patience=patience)
        busy = asyncio.Event()
        busy.set()
        await _announce(bot)
        await _states(bot, SETTLED | {"waiting", "sending"})
        began = time.monotonic()
        async with asyncio.TaskGroup() as group:
            group.create_task(crowd.answers(busy))  # who comes now is not among those whom it is for
            states = await _states(bot, SETTLED)
            seconds, calls = time.monotonic() - began, api.world.calls["sendmessage"]
            busy.clear()
        too_fast = bot.log().count("outcome=retry_after")
    heard = Counter(
        chat for chat in chats for message in api.world.chats[chat].messages.values() if TEXT in message.text
    )
    blocked = chats[::BLOCKED]
    assert heard == Counter(set(chats) - set(blocked))
    assert states == {"sent": len(chats) - len(blocked), "blocked": len(blocked)}
    assert flood.times is not None
    ordered = RECIPIENTS - flood.times
    waits = sorted(wait for resident in crowd.residents for wait in resident.phone.waits)
    tell(
        f"{len(chats)} people, {len(blocked)} of them blocked: done in {seconds:.1f} s with {calls} sends, "
        f"{ordered} of them told to wait by order and {too_fast - ordered} for pace; "
        f"{len(waits)} screens of those who answered, "
        f"p50 {waits[len(waits) // 2]:.2f} s, p95 {waits[len(waits) * 95 // 100]:.2f} s"
    )
