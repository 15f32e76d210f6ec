"""Whether Telegram knows the bot: one refusal is a doubt, and `getMe` decides."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from structlog.testing import capture_logs
from telegram import Bot
from telegram.error import TelegramError

from bot.channel_health import ChannelHealth
from bot.channels.telegram.access import Access
from bot.channels.telegram.backoff import Backoff
from bot.channels.telegram.request import call, introduce, open_bot
from tests.bot_api import BotApi, Fault


@asynccontextmanager
async def at_work(bot: Bot, health: ChannelHealth) -> AsyncIterator[Access]:
    access = Access(bot, health, Backoff(0.001, 0.01))
    task = asyncio.create_task(access.run())
    try:
        yield access
    finally:
        task.cancel()
        await asyncio.wait([task])
        await bot.shutdown()


async def ails(health: ChannelHealth, trouble: str | None) -> None:
    async with asyncio.timeout(20):
        while health.trouble != trouble:
            await asyncio.sleep(0.001)


@pytest.mark.parametrize("code", [401, 404])
async def test_one_refusal_of_a_call_is_no_refused_token(api: BotApi, code: int) -> None:
    bot, health = open_bot(api.token, api.url), ChannelHealth()
    with capture_logs() as logs:
        async with at_work(bot, health) as access:
            await access.granted()
            api.faults.add(Fault("html", "sendMessage", code=code))
            with pytest.raises(TelegramError):
                await call(bot, "sendMessage", chat_id=7, text="Hello")
            async with asyncio.timeout(20):
                await access.granted()
            assert api.world.calls["getme"] == 2
            assert health.trouble is None
    assert logs == []


async def test_nor_is_one_of_getme_itself(api: BotApi) -> None:
    bot, health = open_bot(api.token, api.url), ChannelHealth()
    api.faults.add(Fault("html", "getMe", code=401))
    with capture_logs() as logs:
        async with at_work(bot, health) as access, asyncio.timeout(20):
            await access.granted()
    assert logs == []


async def test_a_refused_token_is_told_once_and_asked_for_until_it_is_valid(api: BotApi) -> None:
    right, api.token = api.token, "1:another"
    bot, health = open_bot(right, api.url), ChannelHealth()
    with capture_logs() as logs:
        async with at_work(bot, health) as access:
            await ails(health, "token")
            assert not await _is_granted(access)
            api.faults.add(Fault("html", "getMe", code=502))
            await asyncio.sleep(0.05)
            assert health.trouble == "token", "an outage does not make it better"
            api.token = right
            await ails(health, None)
            async with asyncio.timeout(20):
                await access.granted()
    assert [log["log_level"] for log in logs] == ["error", "info"]
    assert "@BotFather" in logs[0]["how"]


async def test_a_server_that_is_away_at_the_start_is_an_outage(api: BotApi) -> None:
    bot, health = open_bot(api.token, api.url), ChannelHealth()
    api.faults.add(Fault("html", "getMe", times=None))
    async with at_work(bot, health):
        await ails(health, "outage")
        api.faults.clear()
        await ails(health, None)


async def test_a_server_may_tell_less_of_the_bot(api: BotApi) -> None:
    body = b'{"ok": true, "result": {"id": 1, "first_name": null, "username": "a_bot"}}'
    api.faults.add(Fault("raw", "getMe", raw=lambda _: _whole(body)))
    bot = open_bot(api.token, api.url)
    assert await introduce(bot) == "a_bot"
    await bot.shutdown()


def _whole(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)


async def _is_granted(access: Access) -> bool:
    try:
        await asyncio.wait_for(access.granted(), 0.05)
    except TimeoutError:
        return False
    return True
