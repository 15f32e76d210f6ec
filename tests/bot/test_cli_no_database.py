"""A path that leads to no database is said; only `db upgrade` makes one."""

from pathlib import Path

import pytest

from tests.bot.conftest import Run

COMMANDS = [
    ("serve",),
    ("consultation", "list"),
    ("consultation", "show", "town"),
    ("results", "town"),
    ("release", "town"),
    ("simulate", "town", "--people", "5"),
    ("staff", "link", "ab"),
    ("staff", "list"),
    ("organisation", "list"),
    ("event", "list"),
    ("announce", "stop"),
    ("upr", "show"),
    ("audit", "verify"),
    ("recommendations", "list"),
    ("submission", "list"),
    ("db", "backup", "copies"),
]


@pytest.fixture
def mistyped(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the settings lead, in a folder of its own; nothing is there."""
    place = tmp_path / "elsewhere"
    place.mkdir()
    monkeypatch.chdir(place)
    monkeypatch.setenv("MUSHAWARA_DATABASE_URL", "sqlite:///twon.db")
    monkeypatch.setenv("MUSHAWARA_KEYS", "keys")
    return place / "twon.db"


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_says_so_and_leaves_nothing_behind(
    run: Run, mistyped: Path, words: tuple[str, ...]
) -> None:
    with pytest.raises(SystemExit, match=rf"There is no database at {mistyped}\. .*mushawara db upgrade"):
        run(*words)
    assert not list(mistyped.parent.iterdir())


def test_a_new_database_is_made_when_it_is_asked_for(run: Run, mistyped: Path) -> None:
    assert run("db", "upgrade").output == "The database is up to date.\n"
    assert mistyped.stat().st_mode & 0o777 == 0o600
    assert run("consultation", "list").exit_code == 0
