"""`mushawara staff` and `mushawara audit`, as an owner uses them on the server."""

import asyncio
import re
import sqlite3
from pathlib import Path

import pytest

from storage.keys import Keyring
from storage.store import Store
from tests.bot.conftest import Run, slug_of
from tests.town import Town

MASTER = bytes(range(32))


def accepts(folder: Path, command: str) -> None:
    """Somebody takes the invitation in the web chat."""

    async def come() -> None:
        async with Store(f"sqlite:///{folder / 'town.db'}", Keyring(folder / "keys", MASTER)) as store:
            await Town(store, folder).resident("web").goes_through(f"{command}; [Accept]")

    asyncio.run(come())


def done(run: Run) -> list[str]:
    """What the log says was done."""
    return [line.split("\t")[3] for line in run("audit", "show").output.splitlines()]


def test_from_the_invitation_to_the_removal(run: Run, folder: Path, tmp_path: Path) -> None:
    assert "Nobody yet." in run("staff", "list").output
    links = run("staff", "invite", "--name", "Amina", "--role", "owner", "--bot", "town_bot").output
    assert "joins as owner, once, within 7 days" in links
    assert f"/chat/{slug_of(folder)}#join=" in links
    assert "https://t.me/town_bot?start=_" in links
    (command,) = re.findall(r"/start _[\w-]{22}$", links, re.MULTILINE)
    accepts(tmp_path, command)
    code, role, name = run("staff", "list").output.split()
    assert (role, name) == ("owner", "Amina")
    assert f"{code} Amina may do nothing any more." in run("staff", "remove", code).output
    assert "Nobody yet." in run("staff", "list").output
    with pytest.raises(SystemExit, match="Nobody has the id"):
        run("staff", "remove", code)
    assert done(run) == ["applied", "invited", "joined", "removed"]


def test_what_is_written_on_the_server_is_approved_by_one_person_or_asked_for(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    slug, news = slug_of(folder), tmp_path / "news.toml"
    run("consultation", "open", slug)
    news.write_text('[text]\nen = "The hall."\nfr = "La salle."\n', encoding="utf-8")
    write = ("announce", "write", slug, "--text-file", str(news))
    assert "waits for approval" in run(*write, "--ask").output
    assert "goes to fewer than 10 people now" in run(*write).output
    database = sqlite3.connect(tmp_path / "town.db")
    approvals = (
        "SELECT state, alone FROM announcement LEFT JOIN approval ON subject = id WHERE kind = 'written'"
    )
    assert set(database.execute(approvals)) == {("asked", None), ("waiting", 1)}
    database.close()
    assert done(run) == ["applied", "opened", "asked", "announced"]


def test_a_link_says_who_will_be_known_by_it(run: Run, folder: Path) -> None:
    with pytest.raises(SystemExit, match="--name is empty"):
        run("staff", "invite", "--name", " ", "--role", "owner")
    assert run("staff", "invite", "--name", "Amina", "--role", "king").exit_code == 2


def test_the_log_says_whether_it_is_whole(run: Run, folder: Path, tmp_path: Path) -> None:
    assert "Whole: 1 entries" in run("audit", "verify").output
    for name in ("Amina", "Driss"):
        run("staff", "invite", "--name", name, "--role", "reader")
    said = re.search(r"Whole: 3 entries, the last is (3:[0-9a-f]{12})$", run("audit", "verify").output, re.M)
    assert said
    assert "Whole" in run("audit", "verify", "--noted", said[1]).output
    with pytest.raises(SystemExit, match="Entry 3 is not as it was written, or one before it is missing"):
        run("audit", "verify", "--noted", "3:000000000000")
    with pytest.raises(SystemExit, match="ends with entry 3, before the one that was noted: its end was cut"):
        run("audit", "verify", "--noted", "9:000000000000")
    with pytest.raises(SystemExit, match="--noted is 'nine'"):
        run("audit", "verify", "--noted", "nine")
    with sqlite3.connect(tmp_path / "town.db") as database:
        database.execute("UPDATE audit SET entry = replace(entry, 'reader', 'owner') WHERE number = 2")
    with pytest.raises(SystemExit, match="Entry 2 is not as it was written"):
        run("audit", "verify")
    with database:
        database.execute("DELETE FROM audit WHERE number = 2")
    database.close()
    with pytest.raises(SystemExit, match="Entry 3 is not as it was written, or one before it is missing"):
        run("audit", "verify")
