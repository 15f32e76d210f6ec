"""Announcements to many: each follower hears once, evenly paced, and late after an outage."""

import asyncio
import os
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from handlers.announcements import announcing
from storage import announcements, interests, people
from storage.changes import Changes
from storage.people import Somebody
from storage.schema.announcements import DELIVERY
from storage.store import Store
from tests.bot_api import BotApi
from tests.load import town
from tests.load.conftest import Tell
from tests.load.process import Bot, prepared, running
from tests.load.size import FOLLOWERS

TEXT = "Meeting on housing"
FIRST = 5001
OPEN = {"waiting", "sending", "uncertain", "repeating"}


async def _follow(bot: Bot, api: BotApi, *places: tuple[str, ...], each: int = 1) -> list[int]:
    """People who follow these places, so many for each; gives their chats."""
    chats = []
    async with bot.store() as store:
        for place in places:
            for _ in range(each):
                chats.append(FIRST + len(api.world.chats))
                api.world.chats[chats[-1]].known = True
                somebody = Somebody(os.urandom(16), "telegram", "en")
                follows = [interests.follow(somebody.id, town.SLUG, region) for region in place]
                await store.apply(Changes((*people.add(store.keys, somebody, str(chats[-1])), *follows)))
    return chats


async def _announce(bot: Bot, text: str, *options: str) -> str:
    file = bot.folder / "news.toml"
    file.write_text("[text]\n" + "\n".join(f'{code} = "{text}"' for code in town.LANGUAGES), encoding="utf-8")
    return await bot.runs("announce", "write", town.SLUG, "--text-file", str(file), *options)


async def _announced_before(bot: Bot, text: str, ago: timedelta, *regions: str) -> None:
    """Announced so long ago for then, and nobody was there to send it."""
    texts, then = dict.fromkeys(town.LANGUAGES, text), datetime.now(UTC) - ago
    async with bot.store() as store:
        found = await announcing.write(store, town.SLUG, texts, then, regions, then, os.urandom)
        await store.apply(Changes((announcements.add(found),)))


def _heard(api: BotApi, text: str) -> Counter[int]:
    """How often each chat was told."""
    return Counter(
        chat.chat_id
        for chat in api.world.chats.values()
        for message in chat.messages.values()
        if text in message.text
    )


async def _all_done(bot: Bot, deliveries: int, seconds: float = 90.0) -> dict[str, int]:
    """Wait until there are so many deliveries and none is open; gives how many there are in each state."""
    async with asyncio.timeout(seconds), bot.store() as store:
        while True:
            states = await _states(store)
            if sum(states.values()) == deliveries and not OPEN & states.keys():
                return states
            await asyncio.sleep(0.1)


async def _states(store: Store) -> dict[str, int]:
    rows = await store.database.rows(select(DELIVERY.state, func.count()).group_by(DELIVERY.state))
    return {row[0]: row[1] for row in rows}


@pytest.mark.chaos
@pytest.mark.timeout(120)
async def test_each_hears_once_and_who_blocked_is_not_tried_again(
    api: BotApi, tmp_path: Path, tell: Tell
) -> None:
    api.world.pace.on = True
    async with running(tmp_path, api) as bot:
        chats = await _follow(bot, api, ("",), each=FOLLOWERS)
        blocked = chats[::10]
        for chat in blocked:
            api.world.chats[chat].blocked = True
        began = time.monotonic()
        await _announce(bot, TEXT)
        states = await _all_done(bot, len(chats))
        seconds, calls = time.monotonic() - began, api.world.calls["sendmessage"]
        assert _heard(api, TEXT) == Counter(set(chats) - set(blocked))
        assert states == {"sent": len(chats) - len(blocked), "blocked": len(blocked)}
        for chat in blocked:
            api.world.chats[chat].blocked = False
        await _announce(bot, "Second")
        await _all_done(bot, 2 * len(chats) - len(blocked))
        again = api.world.calls["sendmessage"] - calls
    assert _heard(api, "Second") == Counter(set(chats) - set(blocked))
    assert again == len(chats) - len(blocked)
    tell(
        f"{len(chats)} followers, {len(blocked)} of them blocked: {calls} sends within {seconds:.1f} s of "
        f"the command, {calls - len(chats)} of them refused for pace; each of the others told once"
    )


@pytest.mark.chaos
async def test_what_fell_due_while_nobody_was_there_goes_out_late_and_once(
    api: BotApi, tmp_path: Path
) -> None:
    async with prepared(tmp_path, api) as bot:
        inside = await _follow(bot, api, ("country",), ("north",), ("north", "country"), ("", "south"))
        await _follow(bot, api, ("",))
        await _announced_before(bot, TEXT, timedelta(hours=1), "country")
        for _ in range(2):
            await bot.starts()
            await bot.ready()
            await _told(api, inside)
            await bot.stops()
    assert _heard(api, TEXT) == Counter(inside)
    assert bot.log().count("an announcement goes out late") == 1


async def _told(api: BotApi, chats: list[int]) -> None:
    async with asyncio.timeout(20):
        while not set(chats) <= set(_heard(api, TEXT)):
            await asyncio.sleep(0.05)
    await asyncio.sleep(1)  # a clock's tick more, in which nothing more may come
