"""`mushawara organisation`, as an administrator uses it on an installation where people registered."""

import asyncio
import base64
import re
from collections.abc import Callable, Coroutine
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app, refusals
from storage.keys import Keyring
from storage.store import Store
from storage.upgrade import upgrade
from tests.organisations import ask_organisations, found, registered
from tests.town import Town

Run = Callable[..., Result]
MASTER = bytes(range(32))


def in_town(folder: Path, work: Callable[[Town], Coroutine[Any, Any, str]]) -> str:
    """Do something in the installation of that folder."""

    async def run() -> str:
        async with Store(f"sqlite:///{folder / 'town.db'}", Keyring(folder / "keys", MASTER)) as store:
            await upgrade(store.database)
            return await work(Town(store, folder))

    return asyncio.run(run())


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command; a refusal is exit status 1. Housing Now waits, and so does one that looks like it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MUSHAWARA_MASTER_KEY", base64.urlsafe_b64encode(MASTER).decode())
    monkeypatch.setenv("MUSHAWARA_DATABASE_URL", f"sqlite:///{tmp_path / 'town.db'}")
    monkeypatch.setenv("MUSHAWARA_KEYS", str(tmp_path / "keys"))
    monkeypatch.setenv("MUSHAWARA_PUBLIC_URL", "https://settat.example")

    async def begins(town: Town) -> str:
        await town.hold()
        await ask_organisations(town)
        await registered(town)
        return (await found(town)).code

    in_town(tmp_path, begins)

    def command(*words: str) -> Result:
        with refusals():
            return CliRunner().invoke(app, ["organisation", *words], catch_exceptions=False)

    return command


def code(folder: Path, name: str = "Housing Now") -> str:
    async def asked(town: Town) -> str:
        return (await found(town, name)).code

    return in_town(folder, asked)


def test_from_waiting_to_an_invitation(run: Run, tmp_path: Path) -> None:
    own = code(tmp_path)
    assert f"{own}\twaiting\tHousing Now" in run("list").output
    shown = run("show", own).output
    assert "What it does: Free advice on housing." in shown
    assert "Role of who registered it: works" in shown
    with pytest.raises(SystemExit, match="is waiting"):
        run("invite", own)
    assert "is verified. Its members are told." in run("verify", own).output
    assert "Role" not in run("show", own).output, "nobody needs it any more"
    links = run("invite", own).output
    assert "https://settat.example/chat/settat-2026#join=" in links
    assert "written to the bot in Telegram: /start _" in links
    assert "t.me" not in links, "nobody knows what the bot is called"
    links = run("invite", own, "--bot", "@town_bot").output
    assert re.search(r"Telegram: https://t\.me/town_bot\?start=_[A-Za-z0-9_-]{22}\n", links)
    assert "https://settat.example/chat/settat-2026#join=" in links
    with pytest.raises(SystemExit, match="is not a username"):
        run("invite", own, "--bot", "https://t.me/x")
    with pytest.raises(SystemExit, match="verified already"):
        run("verify", own)


def test_one_is_refused_with_a_reason(run: Run, tmp_path: Path) -> None:
    own = code(tmp_path)
    said = run("refuse", own, "--reason", "It is not known.").output
    assert "is refused" in said
    assert "they stay counted" in said
    assert "Reason it was refused: It is not known." in run("show", own).output


def test_a_name_that_looks_like_a_verified_one_is_told(run: Run, tmp_path: Path) -> None:
    run("verify", code(tmp_path))

    async def second(town: Town) -> str:
        town.numbers = count(100)  # somebody else
        await registered(town, "Ноusing N0w")
        return ""

    in_town(tmp_path, second)
    assert f"looks like {code(tmp_path)} (verified) Housing Now" in run("list").output
    assert "Its name looks like that of" in run("show", code(tmp_path, "Ноusing N0w")).output


def test_an_unknown_id_is_refused(run: Run) -> None:
    for wrong in ("zzzzzz", ""):
        with pytest.raises(SystemExit, match="No organisation has the id"):
            run("verify", wrong)
