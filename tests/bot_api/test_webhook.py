"""Delivery to a webhook, as the server's own source has it (telegram-bot-api, WebhookActor.cpp)."""

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import pairwise
from typing import Any

import pytest
from aiohttp import ClientSession, FormData, web

from tests.bot_api import BotApi, Fault
from tests.bot_api.conftest import Call
from tests.bot_api.webhook import SECRET_HEADER

Update = dict[str, Any]


class Bot:
    """Notes what is delivered; `answer` decides what is said to it."""

    def __init__(self, answer: Callable[[Update], web.Response] = lambda _: web.Response()) -> None:
        self.heard: list[Update] = []
        self.secrets: list[str] = []
        self.answer = answer
        self.gate = asyncio.Event()
        self.gate.set()
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.heard.append(update)
        self.secrets.append(request.headers.get(SECRET_HEADER, ""))
        answer = self.answer(update)
        await self.gate.wait()
        return answer

    def texts(self) -> list[str]:
        return [text_of(update) for update in self.heard]


def text_of(update: Update) -> str:
    return str(update["callback_query"]["data"] if "callback_query" in update else update["message"]["text"])


@asynccontextmanager
async def listening(bot: Bot) -> AsyncIterator[str]:
    application = web.Application()
    application.router.add_post("/telegram", bot.take)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/telegram"
    await runner.cleanup()


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    bot = Bot()
    async with listening(bot) as url:
        bot.url = url
        yield bot


async def heard(bot: Bot, count: int) -> None:
    async with asyncio.timeout(20):
        while len(bot.heard) < count:
            await asyncio.sleep(0.005)


async def test_what_waited_and_what_comes_is_delivered_with_the_secret(
    api: BotApi, call: Call, bot: Bot
) -> None:
    await api.person(7).send("before")
    await call("setWebhook", url=bot.url, secret_token="s3cret", max_connections=2)
    await api.person(7).send("after")
    await api.settles()
    assert bot.texts() == ["before", "after"]
    assert bot.secrets == ["s3cret"] * 2
    _, info = await call("getWebhookInfo")
    assert (info["url"], info["pending_update_count"], info["max_connections"]) == (bot.url, 0, 2)


async def test_one_chat_waits_for_its_answer_and_nobody_else_does(api: BotApi, call: Call, bot: Bot) -> None:
    bot.gate.clear()
    await call("setWebhook", url=bot.url)
    for number in (7, 8):
        await api.person(number).send("one")
        await api.person(number).send("two")
    await heard(bot, 2)
    await asyncio.sleep(0.05)
    assert bot.texts() == ["one", "one"]
    bot.gate.set()
    await api.settles()
    assert sorted(bot.texts()) == ["one", "one", "two", "two"]


async def test_a_message_and_a_tap_of_one_person_do_not_wait_for_each_other(
    api: BotApi, call: Call, bot: Bot
) -> None:
    bot.gate.clear()
    await call("setWebhook", url=bot.url)
    person = api.person(7)
    await person.send("written")
    await person.press("tapped", 1)
    await person.press("tapped again", 1)
    await heard(bot, 2)
    await asyncio.sleep(0.05)
    assert sorted(bot.texts()) == ["tapped", "written"]
    bot.gate.set()
    await api.settles()


async def test_queues_can_overtake_each_other_on_order(api: BotApi, call: Call, bot: Bot) -> None:
    api.faults.reorder = 0.05
    await call("setWebhook", url=bot.url)
    person = api.person(7)
    for number in range(10):
        await person.send(f"written {number}")
        await person.press(f"tapped {number}", 1)
    await api.settles()
    texts = bot.texts()
    for kind in ("written", "tapped"):
        assert [text for text in texts if kind in text] == [f"{kind} {number}" for number in range(10)]
    assert texts != [f"{kind} {number}" for number in range(10) for kind in ("written", "tapped")]


async def test_what_is_refused_comes_again_at_once_and_then_ever_later(
    api: BotApi, call: Call, bot: Bot
) -> None:
    moments: list[float] = []

    def refuse(_: Update) -> web.Response:
        moments.append(api.world.clock.now())
        return web.Response(status=200 if len(moments) == 9 else 500)

    bot.answer = refuse
    api.world.clock.set_speed(200)
    await call("setWebhook", url=bot.url)
    await api.person(7).send("hello")
    await api.settles()
    pauses = [after - before for before, after in pairwise(moments)]
    for pause, least in zip(pauses, (0, 2, 4, 8, 16, 32, 60, 60), strict=True):
        assert pause >= least
    _, info = await call("getWebhookInfo")
    assert "500" in info["last_error_message"]


async def test_retry_after_is_honoured(api: BotApi, call: Call, bot: Bot) -> None:
    moments: list[float] = []

    def wait(_: Update) -> web.Response:
        moments.append(api.world.clock.now())
        return web.Response(status=503, headers={"Retry-After": "300"} if len(moments) == 1 else {})

    bot.answer = wait
    api.world.clock.set_speed(1000)
    await call("setWebhook", url=bot.url)
    await api.person(7).send("hello")
    await heard(bot, 2)
    assert moments[1] - moments[0] >= 300


async def test_no_answer_within_a_minute_is_none(api: BotApi, call: Call, bot: Bot) -> None:
    bot.gate.clear()
    api.world.clock.set_speed(1000)
    await call("setWebhook", url=bot.url)
    await api.person(7).send("hello")
    await heard(bot, 2)
    bot.gate.set()
    await api.settles()
    assert api.world.delivery.statuses[0] >= 1


async def test_a_tap_that_nobody_takes_is_gone_after_150_seconds(api: BotApi, call: Call, bot: Bot) -> None:
    bot.answer = lambda _: web.Response(status=500)
    await call("setWebhook", url=bot.url)
    await api.person(7).press("tapped", 1)
    await heard(bot, 2)
    api.world.clock.advance(151)
    assert api.pending == 0


async def test_eighty_chats_that_are_refused_stop_everybody(api: BotApi, call: Call, bot: Bot) -> None:
    bot.answer = lambda update: web.Response(status=500 if text_of(update) == "poison" else 200)
    await call("setWebhook", url=bot.url)
    for number in range(79):
        await api.person(100 + number).send("poison")
    await api.person(7).send("passes")
    await heard(bot, 80)
    await api.person(300).send("poison")
    await heard(bot, 81)
    await api.person(8).send("stopped")
    await asyncio.sleep(0.1)
    assert "passes" in bot.texts()
    assert "stopped" not in bot.texts()


async def test_a_method_in_the_answer_is_carried_out(api: BotApi, call: Call, bot: Bot) -> None:
    def answer(update: Update) -> web.Response:
        query = update["callback_query"]["id"]
        return web.json_response(
            {"method": "answerCallbackQuery", "callback_query_id": query, "text": "Noted"}
        )

    bot.answer = answer
    await call("setWebhook", url=bot.url)
    person = api.person(7)
    assert await person.acknowledged(await person.press("tapped", 1)) == "Noted"
    assert api.world.calls["answercallbackquery"] == 1


async def test_a_method_that_fails_does_not_bring_the_update_again(api: BotApi, call: Call, bot: Bot) -> None:
    bot.answer = lambda _: web.json_response({"method": "sendMessage", "chat_id": 404, "text": "x"})
    await call("setWebhook", url=bot.url)
    await api.person(7).send("hello")
    await api.settles()
    assert len(bot.heard) == 1


@pytest.mark.parametrize(("kind", "times"), [("drop", 1), ("swallow", 2)])
async def test_a_delivery_that_is_cut_comes_again(
    api: BotApi, call: Call, bot: Bot, kind: Any, times: int
) -> None:
    api.faults.add(Fault(kind, "webhook"))
    await call("setWebhook", url=bot.url)
    await api.person(7).send("hello")
    await api.settles()
    assert bot.texts() == ["hello"] * times


async def test_repeats(api: BotApi, call: Call, bot: Bot) -> None:
    api.faults.repeats = 2
    await call("setWebhook", url=bot.url)
    for number in range(20):
        await api.person(number + 1).send(str(number))
    await api.settles()
    assert {bot.texts().count(str(number)) for number in range(20)} == {1, 2, 3}


async def test_a_webhook_that_is_taken_away_keeps_what_waits(api: BotApi, call: Call, bot: Bot) -> None:
    bot.answer = lambda _: web.Response(status=500)
    await call("setWebhook", url=bot.url)
    await api.person(7).send("hello")
    await heard(bot, 1)
    await call("deleteWebhook")
    _, updates = await call("getUpdates")
    assert updates[0]["message"]["text"] == "hello"


async def test_a_server_that_stops_and_starts_goes_on_delivering(api: BotApi, call: Call, bot: Bot) -> None:
    await call("setWebhook", url=bot.url)
    await api.stop()
    await api.person(7).send("hello")
    await api.start()
    await api.settles()
    assert bot.texts() == ["hello"]


async def test_the_numbers_of_updates_can_start_again(api: BotApi, call: Call, bot: Bot) -> None:
    await call("setWebhook", url=bot.url)
    await api.person(7).send("before")
    api.world.queue.restart(1000)
    await api.person(7).send("after")
    await api.settles()
    assert [update["update_id"] for update in bot.heard][1] == 1000
    assert len(api.world.queue.confirmed) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "http://example.org/hook"},
        {"url": "https://example.org/hook", "secret_token": "not allowed"},
        {"url": "https://example.org/hook", "max_connections": 101},
    ],
)
async def test_a_wrong_webhook_is_refused(call: Call, wrong: dict[str, Any]) -> None:
    assert (await call("setWebhook", **wrong))[0] == 400


async def test_files_are_fetched_by_their_id(api: BotApi, http: ClientSession, call: Call) -> None:
    await api.person(7).shows("photo", b64encode(b"a photo").decode(), caption="Look")
    _, updates = await call("getUpdates")
    assert updates[0]["message"]["caption"] == "Look"
    _, file = await call("getFile", file_id=updates[0]["message"]["photo"][-1]["file_id"])
    assert file["file_size"] == len(b"a photo")
    async with http.get(f"{api.url}/file/bot{api.token}/{file['file_path']}") as response:
        assert await response.read() == b"a photo"
    async with http.get(f"{api.url}/file/bot1:other/{file['file_path']}") as response:
        assert response.status == 401
    assert await call("getFile", file_id="none") == (400, "Bad Request: invalid file_id")


@pytest.mark.parametrize("by", ["photo", "attach"])
async def test_photos_are_sent_as_parts(api: BotApi, http: ClientSession, call: Call, by: str) -> None:
    person = api.person(7)
    await person.send("/start")
    form = FormData({"chat_id": "7", "caption": "<b>Look</b>", "parse_mode": "HTML"})
    if by == "attach":
        form.add_field("photo", "attach://one")
    form.add_field("photo" if by == "photo" else "one", b"a photo", filename="x.jpg")
    async with http.post(f"{api.url}/bot{api.token}/sendPhoto", data=form) as response:
        sent = (await response.json())["result"]
    assert sent["caption"] == "Look"
    assert api.world.files[sent["photo"][-1]["file_id"]] == b"a photo"
    status, _ = await call("sendPhoto", chat_id=7, photo=sent["photo"][-1]["file_id"])
    assert (status, len(person.sees())) == (200, 3)
    status, why = await call("editMessageText", chat_id=7, message_id=sent["message_id"], text="x")
    assert (status, why) == (400, "Bad Request: there is no text in the message to edit")
    status, _ = await call("editMessageCaption", chat_id=7, message_id=sent["message_id"], caption="See")
    assert (status, person.sees()[1].text) == (200, "See")
