"""The process: it is ready, it stops when told to, and it says why it cannot run."""

import asyncio
import os
import shutil
import signal
import socket
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot import app, clock, settings
from bot.app import serve
from bot.channels.telegram import access
from bot.channels.telegram.polling import Poller
from bot.desk import Desk
from bot.installation import CannotListen, CannotServe, open_store
from bot.settings import Settings
from handlers.words import LANGUAGES
from tests.bot_api import BotApi, Fault
from tests.ports import free_port
from tests.town import SLUG, Resident, Town


@pytest.fixture(autouse=True)
def _database(tmp_path: Path, prepared_file: Path) -> None:
    shutil.copy(prepared_file, tmp_path / "town.db")


def installed(folder: Path, **given: Any) -> Settings:
    """Settings of an installation in a folder."""
    return settings.load(
        keys=folder / "keys",
        master_key=settings.new_secret(),
        **{"listen": f"127.0.0.1:{free_port()}", "database_url": f"sqlite:///{folder / 'town.db'}", **given},
    )


async def healthy(loaded: Settings) -> None:
    """Wait until it is ready."""
    async with aiohttp.ClientSession() as client, asyncio.timeout(20):
        while True:
            try:
                async with client.get(f"http://{loaded.listen}/health") as answer:
                    assert answer.status == 200
                    return
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.05)


def seen_desks(monkeypatch: pytest.MonkeyPatch) -> list[Desk]:
    """Those of processes that begin from here on."""
    desks: list[Desk] = []

    class Seen(Desk):
        def __init__(self, *args: Any, **given: Any) -> None:
            super().__init__(*args, **given)
            desks.append(self)

    monkeypatch.setattr(app, "Desk", Seen)
    return desks


async def test_it_answers_when_ready_and_stops_when_told(tmp_path: Path) -> None:
    loaded = installed(tmp_path)
    running = asyncio.create_task(serve(loaded))
    await healthy(loaded)
    os.kill(os.getpid(), signal.SIGTERM)
    async with asyncio.timeout(10):
        await running


async def test_keys_that_vanish_are_told_of_once_and_used_again_when_they_are_back(tmp_path: Path) -> None:
    loaded = installed(tmp_path)
    with capture_logs() as logs:
        running = asyncio.create_task(serve(loaded))
        await healthy(loaded)
        loaded.keys.rename(tmp_path / "elsewhere")
        await is_ready(loaded, "keys")
        await asyncio.sleep(3 * clock.SECONDS)
        (tmp_path / "elsewhere").rename(loaded.keys)
        await is_ready(loaded)
        await asyncio.sleep(2 * clock.SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)
        await running
    told = [each for each in logs if "keys" in each["event"]]
    assert [each["event"] for each in told] == [
        "keys are missing; trying again",
        "database and keys can be used again",
    ]
    assert "Put the key folder back" in told[0]["error"]


async def is_ready(loaded: Settings, ails: str = "") -> None:
    """Wait until the process says so, or what ails it."""
    url, wanted = f"http://{loaded.listen}/health", (503 if ails else 200)
    async with aiohttp.ClientSession() as client, asyncio.timeout(20):
        while True:
            async with client.get(url) as answer:
                if answer.status == wanted:
                    assert (await answer.json()).get("ails", "") == ails
                    return
            await asyncio.sleep(0.05)


async def test_it_answers_under_its_own_name_alone(tmp_path: Path) -> None:
    loaded = installed(tmp_path)
    running = asyncio.create_task(serve(loaded))
    await healthy(loaded)
    statuses = {}
    async with aiohttp.ClientSession() as client:
        for path in ("/", "/chat/town/socket", "/admin/enter", "/nowhere", "/health"):
            async with client.get(
                f"http://{loaded.listen}{path}", headers={"Host": "evil.example"}
            ) as answer:
                statuses[path] = answer.status
        with pytest.raises(aiohttp.WSServerHandshakeError, match="421"):
            await client.ws_connect(
                f"http://{loaded.listen}/chat/town/socket", headers={"Host": "evil.example"}
            )
        async with client.get(f"http://{loaded.listen}/") as answer:
            assert answer.status == 200
    assert statuses.pop("/health") == 200
    assert set(statuses.values()) == {421}
    os.kill(os.getpid(), signal.SIGTERM)
    await running


@pytest.mark.parametrize(
    ("public_url", "behind_proxy", "warned"),
    [("https://ask.example", False, True), ("https://ask.example", True, False), ("", False, False)],
)
async def test_a_proxy_that_does_not_tell_who_asks_is_warned_of(
    tmp_path: Path, public_url: str, behind_proxy: bool, warned: bool
) -> None:
    """All who came through it would share the limits of one visitor."""
    loaded = installed(tmp_path, public_url=public_url, behind_proxy=behind_proxy)
    with capture_logs() as logs:
        running = asyncio.create_task(serve(loaded))
        await healthy(loaded)
        os.kill(os.getpid(), signal.SIGTERM)
        await running
    said = [each for each in logs if "MUSHAWARA_BEHIND_PROXY=1" in each.get("how", "")]
    assert bool(said) == warned


async def test_an_address_that_is_taken_is_said(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(CannotServe, match=f"Cannot listen on {listen}: .*MUSHAWARA_LISTEN"):
            await serve(installed(tmp_path, listen=listen))


async def test_where_the_address_is_taken_nothing_is_touched(tmp_path: Path, api: BotApi) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        loaded = installed(
            tmp_path,
            listen=f"127.0.0.1:{taken.getsockname()[1]}",
            telegram_token=api.token,
            telegram_api_url=api.url,
        )
        before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
        with pytest.raises(CannotListen):
            await serve(loaded)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before
    assert not api.world.calls


async def said(loaded: Settings) -> Any:
    """What the process says of its health."""
    async with aiohttp.ClientSession() as client, client.get(f"http://{loaded.listen}/health") as answer:
        assert answer.status == 200
        return await answer.json()


async def says(loaded: Settings, trouble: str) -> None:
    """Wait until it says so of Telegram."""
    async with asyncio.timeout(20):
        while await said(loaded) != {"ready": True, "channels": {"telegram": trouble}}:
            await asyncio.sleep(0.02)


async def test_a_token_that_is_refused_stops_telegram_alone_until_it_is_valid_again(
    tmp_path: Path, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "LONGEST", 0.1)
    right, api.token = api.token, "1:another"
    loaded = installed(tmp_path, telegram_token=right, telegram_api_url=api.url)
    running = asyncio.create_task(serve(loaded))
    await healthy(loaded)
    await says(loaded, "token")
    async with aiohttp.ClientSession() as client, client.get(f"http://{loaded.listen}/") as page:
        assert page.status == 200
    api.token = right
    await says(loaded, "up")
    api.token = "1:another"
    await says(loaded, "token")
    api.token = right
    await says(loaded, "up")
    await api.person(7).send("/start")
    await api.person(7).waits()
    assert not running.done()
    os.kill(os.getpid(), signal.SIGTERM)
    await running


@pytest.mark.parametrize(("method", "trouble"), [("getUpdates", "conflict"), ("setWebhook", "webhook")])
async def test_what_else_ails_telegram_stops_nothing_else(
    tmp_path: Path, api: BotApi, method: str, trouble: str
) -> None:
    hook = {"webhook_secret": settings.new_secret(), "public_url": "http://not-https.example.org"}
    if method == "getUpdates":
        hook = {}
        api.faults.add(Fault("raw", method, times=None, raw=conflict))
    loaded = installed(tmp_path, telegram_token=api.token, telegram_api_url=api.url, **hook)
    running = asyncio.create_task(serve(loaded))
    await healthy(loaded)
    await says(loaded, trouble)
    assert not running.done()
    os.kill(os.getpid(), signal.SIGTERM)
    await running


async def test_a_part_of_telegram_that_fails_begins_again(
    tmp_path: Path, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, failures = Poller.run, [1, 2]

    async def fails(self: Poller) -> None:
        if failures:
            failures.pop()
            raise ZeroDivisionError
        await run(self)

    monkeypatch.setattr(Poller, "run", fails)
    loaded = installed(tmp_path, telegram_token=api.token, telegram_api_url=api.url)
    running = asyncio.create_task(serve(loaded))
    await healthy(loaded)
    await api.person(7).send("/start")
    await api.person(7).waits()
    assert not failures
    os.kill(os.getpid(), signal.SIGTERM)
    await running


def conflict(_: str) -> bytes:
    """What a poller hears while another one asks."""
    body = (
        b'{"ok": false, "error_code": 409, "description": "Conflict: terminated by other getUpdates request"}'
    )
    return b"HTTP/1.1 409 Conflict\r\nContent-Length: %d\r\n\r\n" % len(body) + body


async def test_telegram_is_told_the_commands_and_tells_what_the_bot_is_called(
    tmp_path: Path, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    desks = seen_desks(monkeypatch)
    loaded = installed(tmp_path, telegram_token=api.token, telegram_api_url=api.url)
    running = asyncio.create_task(serve(loaded))
    async with asyncio.timeout(20):
        while len(api.world.commands) < 1 + len(LANGUAGES):
            await asyncio.sleep(0.01)
    assert "mydata" in [each["command"] for each in api.world.commands["fr"]]
    assert desks[0].place().bot_name == "consultation_bot"
    os.kill(os.getpid(), signal.SIGTERM)
    await running


@pytest.mark.postgresql
async def test_who_sends_while_another_polls_sends_and_knows_what_the_bot_is_called(
    tmp_path: Path, url: str, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    desks = seen_desks(monkeypatch)
    loaded = installed(tmp_path, database_url=url, telegram_token=api.token, telegram_api_url=api.url)
    async with open_store(loaded) as store, store.database.alone("poller"):
        town = Town(store, tmp_path)
        await town.hold()
        running = asyncio.create_task(serve(loaded))
        await healthy(loaded)
        api.world.chats[7].known = True
        await Resident(town, "telegram", "7").goes_through(f"/start {SLUG}; [English]")
        async with asyncio.timeout(20):
            await api.person(7).waits("What matters most where you live?")
        assert desks[0].place().bot_name == "consultation_bot"
        os.kill(os.getpid(), signal.SIGTERM)
        await running


async def test_what_runs_beside_may_end_or_fail(tmp_path: Path) -> None:
    async def ends(_: object) -> None:
        return

    async def fails(_: object) -> None:
        raise RuntimeError("beside")

    loaded = installed(tmp_path)
    running = asyncio.create_task(serve(loaded, beside=ends))
    await healthy(loaded)
    assert not running.done()
    os.kill(os.getpid(), signal.SIGTERM)
    await running
    with pytest.raises(RuntimeError, match="beside"):
        await serve(loaded, beside=fails)
