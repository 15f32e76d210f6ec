"""The webhook's door: who may come in, what the server hears, and what becomes of what it brings."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import ClientSession, web
from multidict import CIMultiDict
from structlog.testing import capture_logs
from telegram import Bot

from bot.channels.telegram import webhook as module
from bot.channels.telegram.backoff import Backoff
from bot.channels.telegram.intake import ASIDE
from bot.channels.telegram.webhook import HEADER, LARGEST, Address, Webhook
from storage.changes import StorageDown
from storage.messages import Command, Incoming, Reaction, Tap, Text
from tests.bot.channels.telegram.desks import MENUS, Desk
from tests.bot.channels.telegram.test_polling import asked
from tests.bot.channels.telegram.voices import Voice
from tests.bot_api import BotApi, Fault

SECRET = "the-secret"
CHAT = {"id": 7, "type": "private"}


def message(update_id: int = 41, **body: Any) -> bytes:
    return json.dumps(
        {"update_id": update_id, "message": {"message_id": 3, "chat": CHAT, "from": {"id": 7}, **body}}
    ).encode()


class Door:
    """A door without a server behind it: what it says to a request."""

    def __init__(self, url: str, http: ClientSession) -> None:
        self._url = url
        self._http = http

    async def post(self, body: bytes, secret: str | None = SECRET, **headers: str) -> tuple[int, str]:
        sent = CIMultiDict({name.replace("_", "-"): value for name, value in headers.items()})
        if secret is not None:
            sent.add(HEADER, secret)
        return await self.post_with(body, sent)

    async def post_with(self, body: bytes | AsyncIterator[bytes], headers: Any) -> tuple[int, str]:
        async with self._http.post(self._url, data=body, headers=headers) as response:
            return response.status, await response.text()


@asynccontextmanager
async def open_door(bot: Bot, desk: Desk, *secrets: str) -> AsyncIterator[tuple[Webhook, str]]:
    """The way in, listening; it does not run yet."""
    application = web.Application()
    runner = web.AppRunner(application, shutdown_timeout=1)
    address = Address("", secrets or (SECRET,))
    webhook = Webhook(bot, desk, Voice, address, menus=MENUS, backoff=Backoff(0.001, 0.01))
    webhook.routes(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/telegram"
    object.__setattr__(address, "url", url)
    yield webhook, url
    await runner.cleanup()


@asynccontextmanager
async def delivering(bot: Bot, desk: Desk, *secrets: str) -> AsyncIterator[Webhook]:
    """The way in at work."""
    async with open_door(bot, desk, *secrets) as (webhook, _):
        task = asyncio.create_task(webhook.run())
        try:
            yield webhook
        finally:
            task.cancel()
            await asyncio.wait([task])


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession(auto_decompress=False) as session:
        yield session


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
async def door(bot: Bot, desk: Desk, http: ClientSession) -> AsyncIterator[Door]:
    async with open_door(bot, desk, SECRET, "the-next") as (_, url):
        yield Door(url, http)


@pytest.mark.parametrize("secret", [SECRET, "the-next"])
async def test_who_knows_a_secret_is_heard(door: Door, desk: Desk, secret: str) -> None:
    assert await door.post(message(text="hello"), secret) == (200, "")
    assert desk.heard("7") == ["hello"]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", SECRET[:-1], f"{SECRET},the-next", "é"])
async def test_who_does_not_is_refused_without_a_word(door: Door, desk: Desk, secret: str | None) -> None:
    assert await door.post(message(text="hello"), secret) == (403, "")
    assert desk.taken == []


@pytest.mark.parametrize("second", [SECRET, "the-next", "wrong"])
async def test_so_is_who_brings_two(door: Door, desk: Desk, second: str) -> None:
    both = CIMultiDict([(HEADER, SECRET), (HEADER, second)])
    assert await door.post_with(message(text="hello"), both) == (403, "")
    assert desk.taken == []


async def test_what_is_too_large_is_refused_before_it_is_read(door: Door, desk: Desk) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(17):
            yield b" " * (LARGEST // 16)

    assert (await door.post(b" " * LARGEST))[0] == 413
    assert (await door.post_with(pieces(), {HEADER: SECRET}))[0] == 413
    assert (await door.post(b" " * (LARGEST - 1)))[0] == 200
    assert desk.taken == []


async def test_what_is_nested_deep_is_put_aside(door: Door, desk: Desk) -> None:
    deep = b'{"update_id": 41, "message": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"
    assert await door.post(deep) == (200, "")
    assert await door.post(deep, "wrong") == (403, "")
    assert desk.taken == []


async def test_what_is_compressed_is_refused(door: Door, desk: Desk) -> None:
    bomb = gzip.compress(message(text="hello"))
    assert (await door.post(bomb, Content_Encoding="gzip"))[0] == 415
    assert desk.taken == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not JSON",
        b"[]",
        b"null",
        b"{}",
        b'{"update_id": null, "message": {}}',
        b"\xff\xfe",
        message(text="\ud83d"),
        message(text="a\0b"),
        message(text=5),
        b'{"update_id": 41, "message": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"update_id": 1e999, "message": {}}',
    ],
)
async def test_what_cannot_be_read_is_put_aside_and_acknowledged(door: Door, desk: Desk, body: bytes) -> None:
    assert await door.post(body) == (200, "")
    assert len(desk.aside) == 1
    assert desk.taken == []


async def test_every_odd_body_is_put_aside_not_the_first_only(door: Door, desk: Desk) -> None:
    for body in (b"{}", b"{}", b"[]"):
        await door.post(body)
    assert len({key for _, key, _ in desk.aside}) == len(desk.aside) == 2, "each of them once"


async def test_a_flood_of_odd_bodies_does_not_fill_the_database(door: Door, desk: Desk) -> None:
    for number in range(3 * ASIDE):
        await door.post(b'{"odd": %d}' % number)
    assert len(desk.aside) == ASIDE


@pytest.mark.parametrize("field", ["text", "caption", "first_name"])
@pytest.mark.parametrize(
    "words", ["<b>&amp;</b><script>", "\u202eevil\u2066", "😀" * 2048, "%s{0}${x}", "'; DROP TABLE person"]
)
async def test_words_of_any_kind_are_taken_as_they_are(
    door: Door, desk: Desk, field: str, words: str
) -> None:
    fields: dict[str, Any] = {"text": "x", field: words}
    assert await door.post(message(**fields)) == (200, "")
    if field == "text":
        assert desk.heard("7") == [words]


async def test_a_tap_is_acknowledged_in_the_answer(door: Door, desk: Desk) -> None:
    desk.answer = lambda _: Reaction(toast="Noted " * 50)
    tap = {"id": "5", "from": {"id": 7}, "data": "y", "message": {"message_id": 9, "chat": CHAT}}
    status, body = await door.post(json.dumps({"update_id": 41, "callback_query": tap}).encode())
    answer = json.loads(body)
    assert (status, answer["method"], answer["callback_query_id"]) == (200, "answerCallbackQuery", "5")
    assert answer["text"].endswith("…")
    assert [incoming.said for incoming in desk.taken] == [Tap("y", 9)]


def failing(error: Exception) -> Callable[[Incoming], Reaction]:
    def answer(_: Incoming) -> Reaction:
        raise error

    return answer


async def test_only_a_database_that_is_down_is_told(door: Door, desk: Desk) -> None:
    desk.answer = failing(StorageDown("down"))
    assert (await door.post(message(text="hello")))[0] == 503
    desk.answer = failing(ZeroDivisionError("secret"))
    with capture_logs() as logs:
        assert (await door.post(message(text="hello")))[0] == 200
    assert "secret" not in str(logs)


async def test_nothing_is_acknowledged_before_it_is_taken(door: Door, desk: Desk) -> None:
    desk.gates["7"] = asyncio.Event()
    post = asyncio.create_task(door.post(message(text="hello")))
    done, _ = await asyncio.wait([post], timeout=0.1)
    assert not done
    desk.gates["7"].set()
    assert await post == (200, "")


async def test_everything_people_do_is_delivered(api: BotApi, bot: Bot, desk: Desk) -> None:
    await api.person(7).send("waited")
    async with delivering(bot, desk):
        person = await asked(api.person(8), bot)
        query = await person.tap("Yes")
        assert await person.acknowledged(query) == ""
        await api.settles()
    assert desk.heard("7") == ["waited"]
    assert [incoming.said for incoming in desk.taken if incoming.address == "8"] == [
        Command("start"),
        Tap("y", person.card.message_id),
    ]
    assert api.world.delivery.statuses.keys() == {200}


async def test_while_the_database_is_down_everything_comes_again(api: BotApi, bot: Bot) -> None:
    failures = iter([True, True, False])

    def answer(_: Incoming) -> Reaction:
        if next(failures, False):
            raise StorageDown("down")
        return Reaction()

    api.world.clock.set_speed(20)
    desk = Desk(answer)
    async with delivering(bot, desk):
        await api.person(7).send("hello")
        await api.settles()
    assert desk.heard("7") == ["hello"]
    assert api.world.delivery.statuses == {503: 2, 200: 1}


async def test_two_hundred_chats_that_our_code_cannot_handle_hold_nobody(api: BotApi, bot: Bot) -> None:
    """Nothing of other people's waits behind them: when theirs is through, the others' is too."""

    def answer(incoming: Incoming) -> Reaction:
        if incoming.said == Text("poison"):
            raise RuntimeError("poison")
        return Reaction()

    desk = Desk(answer)
    async with delivering(bot, desk):
        for chat in range(1000, 1200):
            await api.person(chat).send("poison")
            api.world.queue.push("message", {"chat": {"id": chat, "type": "private"}, "text": 5})
        for chat in range(2000, 2020):
            await api.person(chat).send("hello")
        await api.settles()
    assert all(desk.heard(str(chat)) == ["hello"] for chat in range(2000, 2020))
    assert api.world.delivery.statuses.keys() == {200}, "none comes again"


async def test_what_was_set_says_all_that_telegram_must_know(api: BotApi, bot: Bot, desk: Desk) -> None:
    await api.person(7).send("waits")
    async with delivering(bot, desk, "first", "second") as webhook:
        await api.settles()
        assert api.world.delivery.hook.url == webhook.address.url
        assert api.world.delivery.hook.secret == "first"
        assert api.world.delivery.hook.max_connections == 100
        assert "callback_query" in api.world.queue.allowed
    assert desk.heard("7") == ["waits"], "nothing is dropped"


async def test_a_webhook_that_was_taken_away_is_set_again(
    api: BotApi, bot: Bot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOOK_EVERY", 0.01)
    async with delivering(bot, desk):
        await api.person(7).send("one")
        await api.settles()
        await bot.delete_webhook()
        await api.person(7).send("two")
        await api.settles()
    assert desk.heard("7") == ["one", "two"]


async def test_a_server_that_could_not_reach_us_for_long_is_an_outage(
    api: BotApi, bot: Bot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOOK_EVERY", 0.01)
    times = iter(range(0, 10**9, 200))  # each look at the clock is 200 s later
    async with open_door(bot, desk) as (door, _):
        webhook = Webhook(bot, desk, Voice, door.address, backoff=Backoff(0.001, 0.01), clock=times.__next__)
        task = asyncio.create_task(webhook.run())
        while not api.world.delivery.hook.url:
            await asyncio.sleep(0.001)
        for _ in range(3):
            api.faults.add(Fault("drop", "webhook"))
        api.world.clock.advance(10)
        api.world.clock.set_speed(20)
        await api.person(7).send("hello")
        while not desk.outages:
            await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.wait([task])
    assert desk.heard("7") == ["hello"]


async def test_troubles_of_the_server_are_waited_through(api: BotApi, bot: Bot, desk: Desk) -> None:
    for fault in (Fault("html"), Fault("drop"), Fault("half"), Fault("flood", seconds=0)):
        api.faults.add(fault)
    await api.person(7).send("hello")
    async with delivering(bot, desk):
        await api.settles()
    assert desk.heard("7") == ["hello"]


async def test_the_menu_of_the_chat_has_the_commands(api: BotApi, bot: Bot) -> None:
    async with delivering(bot, Desk()):
        while len(api.world.commands) < 3:
            await asyncio.sleep(0.01)
    assert set(api.world.commands) == {"", *MENUS}
