"""`mushawara db restore` says what it means, asks, and refuses what would harm."""

import sqlite3
from pathlib import Path

import pytest

from tests.bot.conftest import Run


@pytest.fixture
def copy(run: Run, folder: Path, tmp_path: Path) -> Path:
    """A copy of an installation whose consultation is open, with twenty responses; the database is lost."""
    run("consultation", "open", folder.name)
    with sqlite3.connect(tmp_path / "town.db") as database:
        sent = "INSERT INTO response VALUES (?, ?, 'town', 'residents', 1, 'real', 2900, ?, NULL, 0, 0)"
        database.executemany(sent, [(n, n.to_bytes(16, "big"), bytes(1_900)) for n in range(1, 21)])
        database.execute("INSERT INTO person VALUES (x'07', 'web', 'en', 1, '')")
    run("db", "backup", "backups")
    (made,) = (tmp_path / "backups").iterdir()
    for file in tmp_path.glob("town.db*"):
        file.unlink()
    return made


def links(tmp_path: Path) -> int:
    return int(sqlite3.connect(tmp_path / "town.db").execute("SELECT count(*) FROM link").fetchone()[0])


def test_it_says_what_it_means_before_it_asks(run: Run, copy: Path, tmp_path: Path) -> None:
    said = run("db", "restore", str(copy), input="y\n").output
    assert "People in this copy: 1. What came after it is lost." in said
    assert "'town' was open, with about 20 responses to the survey 'residents'." in said
    assert "Nobody who is in this copy can answer again" in said
    assert said.index("can answer again") < said.index("Put it back now?") < said.index("Restored.")
    assert links(tmp_path) == 1


def test_all_may_answer_again_where_that_is_chosen(run: Run, copy: Path, tmp_path: Path) -> None:
    said = run("db", "restore", str(copy), "--answer-again", "--yes").output
    assert "They are let go, and everybody may answer again." in said
    assert links(tmp_path) == 0
    with sqlite3.connect(tmp_path / "town.db") as database:
        assert database.execute("SELECT count(*) FROM response").fetchone() == (0,)


def test_no_is_no(run: Run, copy: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"Nothing was changed\."):
        run("db", "restore", str(copy), input="n\n")
    assert not (tmp_path / "town.db").exists()


def test_what_is_there_is_never_overwritten(run: Run, copy: Path, tmp_path: Path) -> None:
    run("db", "restore", str(copy), "--yes")
    with pytest.raises(SystemExit, match="There is a database already"):
        run("db", "restore", str(copy), "--yes")
    assert links(tmp_path) == 1


def test_a_damaged_copy_is_refused(run: Run, copy: Path) -> None:
    with (copy / "mushawara.db").open("r+b") as file:
        file.seek(5_000)
        file.write(b"x")
    with pytest.raises(SystemExit, match=r"is damaged: mushawara\.db\. Take another copy"):
        run("db", "restore", str(copy), "--yes")


def test_keys_that_are_nowhere_are_named(run: Run, copy: Path, tmp_path: Path) -> None:
    keys = tmp_path / "keys" / "town.answers", copy / "keys" / "town.answers"
    for file in keys:
        file.unlink()
    sums = copy / "SHA256SUMS"
    sums.write_text("".join(line for line in sums.read_text().splitlines(True) if ".answers" not in line))
    with pytest.raises(SystemExit, match=r"neither in .* nor in the copy: town\.answers"):
        run("db", "restore", str(copy), "--yes")
    assert not (tmp_path / "town.db").exists()


def test_the_folder_of_copies_can_be_a_setting(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SystemExit, match="Name the folder of backups"):
        run("db", "backup")
    monkeypatch.setenv("MUSHAWARA_BACKUPS", str(tmp_path / "elsewhere"))
    run("db", "backup")
    assert len(list((tmp_path / "elsewhere").iterdir())) == 1
