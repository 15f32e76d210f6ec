"""Strangers open more connections than there are descriptors; everybody else is served."""

import asyncio
import sys
from pathlib import Path

import pytest
from aiohttp import ClientSession

from tests.bot_api import BotApi
from tests.load.process import running
from tests.load.strangers import KINDS
from tests.load.web_resident import visiting

SOCKETS, SECONDS = 300, 2
FILES = 256
LARGEST_LOG = 20_000
pytestmark = [pytest.mark.chaos, pytest.mark.timeout(120)]


@pytest.mark.parametrize("addresses", [1, 50])
async def test_residents_and_health_get_through(api: BotApi, tmp_path: Path, addresses: int) -> None:
    async with running(tmp_path, api, files=FILES) as bot, visiting(bot.port, "127.0.1.1") as resident:
        for kind in KINDS:
            words = map(str, (bot.port, kind, SOCKETS, addresses, SECONDS))
            strangers = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.load.strangers", *words, stdout=asyncio.subprocess.PIPE
            )
            during = asyncio.create_task(strangers.communicate())
            while not during.done():
                await resident.acts()
                async with visiting(bot.port, "127.0.1.2") as newcomer:
                    await newcomer.acts()
                async with ClientSession() as session, session.get(f"http://{bot.listen}/health") as answer:
                    assert answer.status == 200
            said, _ = await during
            opened, dropped = map(int, said.split())
            assert dropped > SOCKETS - FILES
            assert opened > 0
        assert len(bot.log()) < LARGEST_LOG, bot.log()[:2000]
        assert "127.0." not in bot.log().replace(bot.listen, "")
