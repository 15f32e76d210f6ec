"""The command line in an installation of its own."""

import base64
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app, refusals

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prepared_file: Path) -> Run:
    """Run a command in an installation of its own; a refusal is exit status 1."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(prepared_file, tmp_path / "town.db")
    monkeypatch.setenv("MUSHAWARA_MASTER_KEY", base64.urlsafe_b64encode(bytes(range(32))).decode())
    monkeypatch.setenv("MUSHAWARA_DATABASE_URL", f"sqlite:///{tmp_path / 'town.db'}")
    monkeypatch.setenv("MUSHAWARA_KEYS", str(tmp_path / "keys"))
    runner = CliRunner()

    def command(*words: str, input: str | None = None) -> Result:
        with refusals():
            return runner.invoke(app, list(words), input=input, catch_exceptions=False)

    return command


@pytest.fixture
def folder(tmp_path: Path, run: Run) -> Path:
    """The starter's consultation, already applied."""
    place = tmp_path / "town"
    run("consultation", "new", str(place))
    run("consultation", "apply", str(place))
    return place


def slug_of(folder: Path) -> str:
    text = (folder / "consultation.toml").read_text()
    return text.split('slug = "')[1].split('"')[0]
