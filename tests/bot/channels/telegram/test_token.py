"""Whatever a server or a proxy writes, no log and no error repeats it, and none holds the token."""

import asyncio
import json
import logging
import traceback
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

import pytest
from structlog.testing import capture_logs
from telegram import Bot
from telegram.error import TelegramError

from bot.channel_health import ChannelHealth
from bot.channels.telegram.access import Access
from bot.channels.telegram.backoff import Backoff
from bot.channels.telegram.downloads import fetch
from bot.channels.telegram.outcome import Uncertain
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.render import Rendered
from bot.channels.telegram.request import AiohttpRequest, call
from bot.channels.telegram.sending import delete_messages, edit, knock, send_news, show_card, strip_buttons
from bot.channels.telegram.username import NameUnknown, username
from bot.channels.telegram.values import Upload
from bot.channels.telegram.webhook import Address, Webhook
from storage.messages import Card, File, News, NotFetched
from tests.bot.channels.telegram.desks import MENUS, Desk
from tests.bot.channels.telegram.voices import Voice
from tests.bot_api import BotApi, Fault
from tests.bot_api.faults import DOWNLOAD

STATUSES = (200, 301, 302, 400, 401, 403, 404, 409, 413, 418, 429, 500, 502)
SECRET = "FAKE-TOKEN-FOR-TESTS-ONLY"
"""What every form of the token has in it."""
WORD = "zanzibar"
HTML = "<html>No page at {path}, says the zanzibar</html>"
SAID = {
    "ok": False,
    "description": "zanzibar: {path}",
    "parameters": {"retry_after": 0, "zanzibar": "{path}"},
}
BODIES = {
    "html": HTML,
    "json": json.dumps(SAID),
    "success": json.dumps({"ok": True, "result": {"zanzibar": "{path}"}}),
    "huge": HTML * 40_000,
}
QUICK = partial(Backoff, 0.001, 0.01)
Step = Callable[[Bot], Awaitable[object]]
CALLS: dict[str, Step] = {
    "sendMessage": lambda bot: show_card(bot, "7", Card(1, "en", "?"), None, Voice),
    "sendVenue": lambda bot: send_news(bot, "7", News("k", "en", "Hello")),
    "editMessageText": lambda bot: edit(bot, "7", 1, Rendered("x", [])),
    "editMessageReplyMarkup": lambda bot: strip_buttons(bot, "7", 1),
    "deleteMessages": lambda bot: delete_messages(bot, "7", [1]),
    "sendChatAction": lambda bot: knock(bot, "7"),
    "sendPhoto": lambda bot: call(bot, "sendPhoto", 5.0, Upload("photo", "a.png", b"x"), chat_id="7"),
    "getFile": lambda bot: fetch(bot, File("file", 0, "x"), 100),
}

WORK: dict[str, Callable[[Bot], Awaitable[None]]] = {
    "getMe": lambda bot: _access(bot).run(),
    "deleteWebhook": lambda bot: _poller(bot).run(),
    "getUpdates": lambda bot: _poller(bot).run(),
    "setMyCommands": lambda bot: _poller(bot).run(),
    "setWebhook": lambda bot: _webhook(bot).run(),
    "getWebhookInfo": lambda bot: _webhook(bot).run(),
}
"""By the method that goes wrong: what is at work then."""


def _access(bot: Bot) -> Access:
    access = Access(bot, ChannelHealth(), QUICK())
    access._is_known = True  # as it is after the start: the line is open
    return access


def _poller(bot: Bot) -> Poller:
    return Poller(bot, Desk(), Voice, menus=MENUS, backoff=QUICK())


def _webhook(bot: Bot) -> Webhook:
    return Webhook(bot, Desk(), Voice, Address("http://127.0.0.1:9/telegram", ["s"]), backoff=QUICK())


def repeating(status: int, body: str) -> Callable[[str], bytes]:
    """An answer that repeats the address wherever one can."""

    def answer(path: str) -> bytes:
        content = body.replace("{path}", path).encode()
        head = f"HTTP/1.1 {status} No {path}\r\nLocation: http://127.0.0.1{path}\r\nX-Zanzibar: {path}\r\n"
        return head.encode() + b"Content-Length: %d\r\n\r\n" % len(content) + content

    return answer


def everything(error: BaseException | None) -> str:
    """All that an error says, and those that led to it, shown or not."""
    if error is None:
        return ""
    shown = "".join(traceback.format_exception(error))
    before = everything(error.__cause__) + everything(error.__context__)
    return f"{error!r} {error} {error.args} {shown} {before}"


async def failed(step: Awaitable[object]) -> str:
    try:
        await step
    except (TelegramError, NotFetched, NameUnknown) as error:
        return everything(error)
    return ""


async def works_until_answered(api: BotApi, work: Awaitable[None], method: str) -> None:
    """Let it go on for a moment after that."""
    task = asyncio.ensure_future(work)
    while api.world.calls[method.lower()] < 2 and not task.done():
        await asyncio.sleep(0.005)
        if api.world.calls[method.lower()] == 1:
            await asyncio.sleep(0.05)
            break
    assert not task.done(), everything(task.exception())
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def assert_says_nothing(text: str) -> None:
    assert SECRET not in text
    assert WORD not in text.lower()


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("status", STATUSES)
async def test_while_it_starts_and_works(
    api: BotApi, bot: Bot, caplog: pytest.LogCaptureFixture, status: int, body: str
) -> None:
    caplog.set_level(logging.DEBUG)
    with capture_logs() as logs:
        for method, begin in WORK.items():
            api.faults.clear()
            api.world.calls.clear()
            api.faults.add(Fault("raw", method, times=None, raw=repeating(status, BODIES[body])))
            await works_until_answered(api, begin(bot), method)
        api.faults.add(Fault("raw", times=None, raw=repeating(status, BODIES[body])))
        said = await failed(username(api.token, api.url))
    assert said
    assert_says_nothing(f"{bot!r} {said} {logs} {caplog.text}")


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("status", STATUSES)
async def test_in_each_call(
    api: BotApi, bot: Bot, caplog: pytest.LogCaptureFixture, status: int, body: str
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = repeating(status, BODIES[body])
    api.faults.add(Fault("raw", times=None, raw=answer))
    with capture_logs() as logs:
        said = " ".join([await failed(step(bot)) for step in CALLS.values()])
    assert_says_nothing(f"{said} {logs} {caplog.text}")


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("status", STATUSES)
async def test_when_a_file_is_fetched(
    api: BotApi, bot: Bot, caplog: pytest.LogCaptureFixture, status: int, body: str
) -> None:
    caplog.set_level(logging.DEBUG)
    api.faults.add(Fault("raw", DOWNLOAD, times=None, raw=repeating(status, BODIES[body])))
    reference = api.world.keep_file(b"content")
    request = bot.request
    assert isinstance(request, AiohttpRequest)
    with capture_logs() as logs:
        said = await failed(fetch(bot, File("file", 0, reference), 30))
        assert said
        with pytest.raises(Uncertain) as caught:
            await request.download(f"{api.url}/file/bot{api.token}/documents/{reference}", 30)
    assert_says_nothing(f"{said} {everything(caught.value)} {logs} {caplog.text}")
