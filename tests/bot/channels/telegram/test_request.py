"""The HTTP under the Bot, over real sockets: what was written, what is uncertain, and what is never said."""

import logging
import traceback

import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.channels.telegram.outcome import NotWritten, SlowDown, TokenDoubted, Uncertain, classify
from bot.channels.telegram.request import AiohttpRequest, open_bot
from tests.bot_api import BotApi, Fault


async def test_a_message_arrives(api: BotApi, bot: Bot) -> None:
    person = api.person(7)
    await person.send("/start")
    message = await bot.send_message("7", "Hello 😀")
    assert person.card.text == message.text == "Hello 😀"


@pytest.mark.parametrize(
    "fault",
    [Fault("drop"), Fault("swallow"), Fault("half"), Fault("html", code=502), Fault("html", code=200)],
)
async def test_without_a_proper_answer_it_is_uncertain(api: BotApi, bot: Bot, fault: Fault) -> None:
    await api.person(7).send("/start")
    api.faults.add(fault)
    with pytest.raises(Uncertain):
        await bot.send_message("7", "Hello")


async def test_no_answer_in_time_is_uncertain(api: BotApi, bot: Bot) -> None:
    await api.person(7).send("/start")
    api.faults.add(Fault("delay", seconds=60))
    with pytest.raises(Uncertain):
        await bot.send_message("7", "Hello", read_timeout=0.01, connect_timeout=3600)
    assert api.person(7).card.text == "Hello"


async def test_a_refused_connection_is_safe_to_repeat(api: BotApi) -> None:
    await api.stop()
    async with AiohttpRequest() as request:
        with pytest.raises(NotWritten):
            await request.post(f"{api.url}/bot{api.token}/sendMessage")


async def test_a_name_that_does_not_resolve_is_safe_to_repeat() -> None:
    async with AiohttpRequest() as request:
        with pytest.raises(NotWritten):
            await request.post("http://name.invalid/bot1:secret/getMe")


async def test_a_closed_session_is_safe_to_repeat() -> None:
    with pytest.raises(NotWritten):
        await AiohttpRequest().post("http://127.0.0.1:1/bot1:secret/getMe")


async def test_a_flood_says_how_long_to_wait(api: BotApi, bot: Bot) -> None:
    api.faults.add(Fault("flood", seconds=7))
    with pytest.raises(SlowDown) as caught:
        await bot.send_message("7", "Hello")
    assert caught.value.seconds == 7


async def test_the_servers_own_words_for_a_refusal(api: BotApi, bot: Bot) -> None:
    with pytest.raises(BadRequest) as unknown:
        await bot.send_message("7", "Hello")
    assert classify(unknown.value).kind == "gone"
    person = api.person(7)
    await person.send("/start")
    person.blocks()
    with pytest.raises(Forbidden) as blocked:
        await bot.send_message("7", "Hello")
    assert classify(blocked.value).kind == "blocked"


@pytest.mark.parametrize("token", ["2:OTHER-TOKEN", "malformed-token"])
async def test_a_wrong_token_is_doubted(api: BotApi, token: str) -> None:
    bot = open_bot(token, api.url)
    with pytest.raises(TokenDoubted) as caught:
        await bot.initialize()
    assert classify(caught.value).kind == "doubt"
    await bot.shutdown()


async def test_the_token_is_in_no_log_and_no_error(api: BotApi, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    bot = open_bot(api.token, api.url + "/")
    await bot.initialize()
    for fault in (Fault("drop"), Fault("half"), Fault("html"), Fault("html", code=200), Fault("flood")):
        api.faults.add(fault)
        with pytest.raises(TelegramError) as caught:
            await bot.send_message("7", "Hello")
        assert api.token not in "".join(traceback.format_exception(caught.value))
    await bot.shutdown()
    with pytest.raises(NotWritten) as closed:
        await bot.send_message("7", "Hello")
    assert api.token not in "".join(traceback.format_exception(closed.value))
    assert api.token not in caplog.text
