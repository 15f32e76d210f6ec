"""200 chats whose updates our code cannot handle: they are put aside, and other people hardly notice.

Half are strangers, half are people we know, who are shown their card again each time.
Calm and poisoned rounds take turns in one run, so that what the machine does beside weighs on both.
"""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from sqlalchemy import select

from storage import people
from storage.changes import Changes
from storage.people import Somebody
from storage.schema.upkeep import PUT_ASIDE
from tests.bot_api import BotApi
from tests.load.conftest import Tell
from tests.load.crowd import Crowd
from tests.load.process import Bot, running
from tests.load.size import BUSY, LONG, long_only

CHATS = range(900_001, 900_201)
EVERY = 4.0 if LONG else 1.0
"""Seconds within which each of these chats writes once."""
ROUNDS = 6 if LONG else 2
SCREENS = 1_000 if LONG else 20
"""So many next screens end a round."""


@pytest.mark.chaos
@pytest.mark.timeout(900 if LONG else 120)
@pytest.mark.parametrize(
    ("server", "webhook"),
    [
        pytest.param("SQLite", False, id="SQLite-polling"),
        pytest.param("PostgreSQL", True, id="PostgreSQL-webhook"),
        pytest.param("SQLite", True, id="SQLite-webhook", marks=long_only),
        pytest.param("PostgreSQL", False, id="PostgreSQL-polling", marks=long_only),
    ],
)
async def test_poisoned_chats_are_put_aside_and_others_go_on(
    api: BotApi, tmp_path: Path, tell: Tell, url: str, webhook: bool
) -> None:
    busy = asyncio.Event()
    busy.set()
    async with running(tmp_path, api, url, webhook) as bot:
        await _meet(bot, api)
        crowd = Crowd(api, bot, BUSY, seed=40, pause=0.3)
        sent: list[int] = []
        async with asyncio.TaskGroup() as group:
            group.create_task(crowd.answers(busy))
            calm, poisoned = await _rounds(crowd, partial(_all_write, api, sent))
            busy.clear()
        await api.settles()
    assert {*sent} <= api.world.queue.confirmed
    assert {*api.world.delivery.statuses} <= {200}
    async with bot.store() as store:
        await crowd.compares(store)
        aside = await store.database.rows(select(PUT_ASIDE.id))
    assert len(aside) == len(sent)
    tell(
        f"{len(sent)} updates of {len(CHATS)} chats put aside; medians of {ROUNDS} rounds: p99 of others "
        f"{1000 * calm:.1f} ms calm, {1000 * poisoned:.1f} ms beside them, {poisoned / calm:.2f} times; "
        f"{crowd.figures()}"
    )


async def _meet(bot: Bot, api: BotApi) -> None:
    """Every second of these chats is somebody's whom we know."""
    async with bot.store() as store:
        for chat in CHATS[::2]:
            api.world.chats[chat].known = True
            somebody = Somebody(os.urandom(16), "telegram", "en")
            await store.apply(Changes(people.add(store.keys, somebody, str(chat))))


async def _rounds(crowd: Crowd, poison: Callable[[], Awaitable[None]]) -> tuple[float, float]:
    """The medians of the p99 of the calm rounds, and of the poisoned ones; which comes first takes turns."""
    calm = partial(asyncio.sleep, EVERY)
    slowest: dict[Any, list[float]] = {calm: [], poison: []}
    await _round(crowd, calm)
    for number in range(ROUNDS):
        for meanwhile in (calm, poison) if number % 2 else (poison, calm):
            slowest[meanwhile].append(await _round(crowd, meanwhile))
    return median(slowest[calm]), median(slowest[poison])


async def _round(crowd: Crowd, meanwhile: Callable[[], Awaitable[None]]) -> float:
    """Seconds within which 99 of 100 next screens came while this went on."""
    crowd.waited()
    waits: list[float] = []
    while len(waits) < SCREENS:
        await meanwhile()
        waits += crowd.waited()
    return sorted(waits)[len(waits) * 99 // 100]


async def _all_write(api: BotApi, sent: list[int]) -> None:
    for chat in CHATS:
        sent.append(api.world.queue.push("message", _message(chat)))
        await asyncio.sleep(EVERY / len(CHATS))


def _message(chat: int) -> dict[str, Any]:
    """One whose text is none."""
    who = {"id": chat, "is_bot": False, "first_name": "Poisoned"}
    where = {"id": chat, "type": "private"}
    return {"message_id": 1, "date": int(time.time()), "chat": where, "from": who, "text": {"a": "b"}}
