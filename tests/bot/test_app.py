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

from bot import app, settings
from bot.app import serve
from bot.desk import Desk
from bot.installation import CannotListen, CannotServe, open_store
from bot.settings import Settings
from handlers.words import LANGUAGES
from tests.bot_api import BotApi
from tests.ports import free_port
from tests.town import SLUG, Resident, Town


@pytest.fixture(autouse=True)
def _database(tmp_path: Path, prepared_file: Path) -> None:
    shutil.copy(prepared_file, tmp_path / "town.db")


def installed(folder: Path, **given: Any) -> Settings:
    """Settings of an installation in a folder."""
    return settings.load(
        keys=folder / "keys",
        master_key=settings.new_master_key(),
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


async def test_a_token_that_telegram_refuses_ends_the_process(tmp_path: Path) -> None:
    api = BotApi(token="1:right")
    await api.start()
    try:
        loaded = installed(tmp_path, telegram_token="1:wrong", telegram_api_url=api.url)
        async with asyncio.timeout(20):
            with pytest.raises(CannotServe, match="BotFather"):
                await serve(loaded)
    finally:
        await api.stop()


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
