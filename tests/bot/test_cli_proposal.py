"""`mushawara proposal`, and the commands that ask a second person where there are two."""

import asyncio
import re
from itertools import count
from pathlib import Path

import pytest

from handlers.approvals.approval import digest
from handlers.approvals.awaiting import SHORT
from storage import proposals
from storage.keys import Keyring
from storage.store import Store
from tests.bot.conftest import Run, slug_of
from tests.town import Resident, Town

MASTER = bytes(range(32))
STEPS = count(1)


def in_the_chat(folder: Path, address: str, steps: str) -> str:
    """Somebody in the web chat does this; what they see then."""

    async def come() -> str:
        async with Store(f"sqlite:///{folder / 'town.db'}", Keyring(folder / "keys", MASTER)) as store:
            somebody = Resident(Town(store, folder, numbers=STEPS), "web", address)
            await somebody.goes_through(steps)
            return await somebody.sees()

    return asyncio.run(come())


@pytest.fixture
def two(run: Run, folder: Path, tmp_path: Path) -> dict[str, str]:
    """Amina and Driss, who can both approve: their ids."""
    for name in ("Amina", "Driss"):
        links = run("staff", "invite", "--name", name, "--role", "administrator").output
        (command,) = re.findall(r"/start _[\w-]{22}$", links, re.MULTILINE)
        in_the_chat(tmp_path, name, f"{command}; [Accept]")
    listed = (line.split() for line in run("staff", "list").output.splitlines())
    return {name: code for code, _, name in listed}


def mark_of(folder: Path) -> str:
    """By which one says that just this was looked at, of the one proposal that waits."""

    async def found() -> str:
        async with Store(f"sqlite:///{folder / 'town.db'}", Keyring(folder / "keys", MASTER)) as store:
            (proposed,) = await proposals.asked(store.database)
            return digest(proposed).hex()[:SHORT]

    return asyncio.run(found())


def waiting(run: Run) -> list[str]:
    """The ids of what waits."""
    found = (line.split("\t") for line in run("proposal", "list").output.splitlines() if "\t" in line)
    return [each[0] for each in found]


def extended(folder: Path) -> None:
    """Another text in the folder."""
    toml = folder / "consultation.toml"
    toml.write_text(
        re.sub(r"^weekly_limit = .*$", "", toml.read_text(), flags=re.MULTILINE).replace(
            "consent_version", "weekly_limit = 2\nconsent_version", 1
        )
    )


def test_what_was_asked_on_the_server_is_approved_in_the_chat(
    run: Run, folder: Path, tmp_path: Path, two: dict[str, str]
) -> None:
    slug = slug_of(folder)
    extended(folder)
    assert "It waits for approval" in run("consultation", "apply", str(folder)).output
    with pytest.raises(SystemExit, match="waits for approval"):
        run("consultation", "open", slug)
    (code,) = waiting(run)
    shown = run("proposal", "show", code).output
    assert f"{slug}: Begin the consultation" in shown
    assert "/admin in the chat, by another person" in shown
    assert "--as" not in shown
    seen = mark_of(tmp_path)
    with pytest.raises(SystemExit, match="asked for on the server"):
        run("proposal", "approve", code, "--seen", seen, "--as", two["Amina"])
    with pytest.raises(SystemExit, match="not what was looked at"):
        run("proposal", "approve", code, "--seen", "else")
    seen_there = in_the_chat(tmp_path, "Amina", "/admin; [Waiting]; [Begin]; [Approve]")
    assert "It is approved." in seen_there
    assert "is open" in run("consultation", "open", slug).output
    assert "Whole" in run("audit", "verify").output


def test_while_it_is_open_a_folder_and_a_close_wait(
    run: Run, folder: Path, tmp_path: Path, two: dict[str, str]
) -> None:
    slug = slug_of(folder)
    run("consultation", "open", slug)
    assert f"Nothing has changed in '{slug}'." in run("consultation", "apply", str(folder)).output
    extended(folder)
    assert "waits for a second person" in run("consultation", "apply", str(folder)).output
    assert "waits for a second person" in run("consultation", "close", slug, "--yes").output
    assert f"{slug}: open" in run("consultation", "show", slug).output
    assert len(waiting(run)) == 2
    (close,) = [each for each in waiting(run) if "Close it now" in run("proposal", "show", each).output]
    with pytest.raises(SystemExit, match="--reason: write why"):
        run("proposal", "refuse", close, "--reason", " ")
    assert "It is refused." in run("proposal", "refuse", close, "--reason", "Too early.").output
    assert "refused: close (Too early.)" in run("consultation", "show", slug).output
    assert "It is approved." in in_the_chat(tmp_path, "Driss", "/admin; [Waiting]; [Change]; [Approve]")
    assert waiting(run) == []
    assert f"Nothing has changed in '{slug}'." in run("consultation", "apply", str(folder)).output


def test_what_a_colleague_asked_in_the_chat_is_approved_in_the_name_of_another(
    run: Run, folder: Path, tmp_path: Path, two: dict[str, str]
) -> None:
    slug = slug_of(folder)
    run("consultation", "open", slug)
    asked = in_the_chat(tmp_path, "Amina", "/admin; [Close it now]; [Close it now]")
    assert "It waits for a second person now." in asked
    (code,) = waiting(run)
    shown = run("proposal", "show", code).output
    (seen,) = re.findall(r"--seen (\w+) --as ID$", shown, re.MULTILINE)
    assert "`mushawara staff list` shows their IDs." in shown
    for whose in ("", two["Amina"], "nobody"):
        with pytest.raises(SystemExit, match="Say by --as"):
            run("proposal", "approve", code, "--seen", seen, "--as", whose)
    assert "It is approved." in run("proposal", "approve", code, "--seen", seen, "--as", two["Driss"]).output
    assert f"{slug}: closed" in run("consultation", "show", slug).output
    last = run("audit", "show").output.splitlines()[-1].split("\t")
    assert last[2:] == ["command line", "approved", f"close {slug} as {two['Driss']}"]


def test_results_and_what_was_done_wait_too(run: Run, folder: Path, tmp_path: Path) -> None:
    slug, text = slug_of(folder), tmp_path / "did.toml"
    text.write_text('[text]\nen = "The bridge is repaired."\nfr = "Le pont est réparé."\n', encoding="utf-8")
    run("consultation", "open", slug)
    run("consultation", "close", slug, "--yes")
    for name in ("Amina", "Driss"):
        links = run("staff", "invite", "--name", name, "--role", "administrator").output
        (command,) = re.findall(r"/start _[\w-]{22}$", links, re.MULTILINE)
        in_the_chat(tmp_path, name, f"{command}; [Accept]")
    run("release", slug)
    assert "waits for a second person" in run("results", slug, "--publish", "--yes").output
    in_the_chat(tmp_path, "Amina", "/admin; [Waiting]; [Publish]; [Approve]")
    assert f"{slug}: published" in run("consultation", "show", slug).output
    assert "waits for a second person" in run("did", slug, "--text-file", str(text)).output
    look = in_the_chat(tmp_path, "Amina", "/admin; [Waiting]; [Say what]")
    assert "The bridge is repaired." in look
    assert "It is approved." in in_the_chat(tmp_path, "Amina", "[Approve]")
    assert waiting(run) == []
