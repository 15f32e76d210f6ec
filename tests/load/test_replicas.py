"""Two processes on one PostgreSQL: killed, stopped and continued, the server restarted under them.

By webhook each update is brought to either of them.

What a chat showed as taken is stored, nothing is taken twice, and everybody goes on.
"""

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

import pytest

from tests.bot_api import BotApi
from tests.load.conftest import Tell
from tests.load.crowd import Crowd
from tests.load.process import Bot, prepared
from tests.load.proxy import Proxy
from tests.load.size import BUSY, KILLS, RESTARTS, STOPS, long_only
from tests.postgres import Cluster

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(240 + 30 * (KILLS + RESTARTS))]
PAST_ITS_HOLD = 4.0
"""Seconds after which the other process has taken over from one that is stopped."""


POLLING, WEBHOOK = pytest.param(False, id="polling"), pytest.param(True, id="webhook")
LONG_POLLING = pytest.param(False, id="polling", marks=long_only)
LONG_WEBHOOK = pytest.param(True, id="webhook", marks=long_only)


@asynccontextmanager
async def two(
    folder: Path, api: BotApi, safe: Cluster, webhook: bool = False
) -> AsyncIterator[tuple[Bot, Bot]]:
    """Two processes that are ready."""
    async with (
        Proxy(seed=1) as proxy,
        prepared(folder, api, await safe.new(), proxy.url if webhook else "") as first,
    ):
        second = first.twin()
        proxy.targets = [first.listen, second.listen]
        try:
            for bot in (first, second):
                await bot.starts()
            for bot in (first, second):
                await bot.ready()
            yield first, second
        finally:
            await second.killed()


@asynccontextmanager
async def answering(api: BotApi, bot: Bot, seed: int) -> AsyncIterator[Crowd]:
    """Many answer until the block ends; then all that they meant is looked for."""
    crowd = Crowd(api, bot, BUSY, seed=seed, pause=0.3, patience=10)
    busy = asyncio.Event()
    busy.set()
    async with asyncio.TaskGroup() as group:
        group.create_task(crowd.answers(busy))
        yield crowd
        busy.clear()
    await api.settles()
    async with bot.store() as store:
        await crowd.audits(store)
        await crowd.compares(store)


async def until_taken(api: BotApi) -> float:
    """Seconds until an update is confirmed again."""
    began, before = time.monotonic(), len(api.world.queue.confirmed)
    async with asyncio.timeout(60):
        while len(api.world.queue.confirmed) == before:
            await asyncio.sleep(0.02)
    return time.monotonic() - began


@pytest.mark.parametrize("webhook", [LONG_POLLING, WEBHOOK])
async def test_either_is_killed_and_the_other_goes_on(
    api: BotApi, tmp_path: Path, safe: Cluster, tell: Tell, webhook: bool
) -> None:
    api.faults.repeats = 1
    chance, waits = Random(30), []
    async with two(tmp_path, api, safe, webhook) as bots, answering(api, bots[0], 30) as crowd:
        for _ in range(KILLS):
            await asyncio.sleep(chance.uniform(0.2, 1.5))
            bot = chance.choice(bots)
            await bot.killed()
            waits.append(await until_taken(api))
            await bot.starts()
            await bot.ready()
    tell(f"{KILLS} kills of one of two, goes on within {max(waits):.1f} s; {crowd.figures()}")


@pytest.mark.parametrize("webhook", [POLLING, LONG_WEBHOOK])
async def test_the_server_is_restarted_under_both(
    api: BotApi, tmp_path: Path, safe: Cluster, tell: Tell, webhook: bool
) -> None:
    chance, waits = Random(31), []
    async with two(tmp_path, api, safe, webhook) as bots, answering(api, bots[0], 31) as crowd:
        for _ in range(RESTARTS):
            await asyncio.sleep(chance.uniform(0.5, 2.0))
            await asyncio.to_thread(safe.stop)
            await asyncio.sleep(chance.uniform(0.0, 2.0))
            await asyncio.to_thread(safe.start)
            waits.append(await until_taken(api))
    tell(f"{RESTARTS} restarts of PostgreSQL, goes on within {max(waits):.1f} s; {crowd.figures()}")


@pytest.mark.parametrize("webhook", [LONG_POLLING, WEBHOOK])
async def test_one_is_stopped_past_its_hold_and_continued(
    api: BotApi, tmp_path: Path, safe: Cluster, tell: Tell, webhook: bool
) -> None:
    waits = []
    async with two(tmp_path, api, safe, webhook) as bots, answering(api, bots[0], 32) as crowd:
        for number in range(STOPS):
            await asyncio.sleep(1)
            stopped = bots[number % 2]
            stopped.signals(signal.SIGSTOP)
            waits.append(await until_taken(api))
            await asyncio.sleep(PAST_ITS_HOLD)
            stopped.signals(signal.SIGCONT)
    tell(f"{STOPS} stops of one of two, the other goes on within {max(waits):.1f} s; {crowd.figures()}")
