"""The guides for administrators: every command in them works, in the order in which they stand."""

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from tests.bot.conftest import Run

DOCS = Path(__file__).resolve().parents[2] / "docs"
GUIDES = ("guide-administrator.md", "guide-administrateur.fr.md")
RESTORE = "mushawara db restore backups/DATE"
ANSWERS = {"close": "y\n", "play": ""}


def blocks(guide: str) -> list[str]:
    """The indented lines of a guide."""
    return re.findall(r"^    (.*)$", (DOCS / guide).read_text(encoding="utf-8"), re.MULTILINE)


def test_both_guides_say_the_same() -> None:
    said = [
        [line.partition(' "')[0] for line in blocks(guide)] for guide in GUIDES
    ]  # but for words in quotes
    assert said[0] == said[1]
    headings = [
        re.findall(r"^## \d", (DOCS / guide).read_text(encoding="utf-8"), re.MULTILINE) for guide in GUIDES
    ]
    assert headings[0] == headings[1]


@pytest.mark.parametrize("guide", GUIDES)
def test_every_command_works_in_its_order(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, guide: str
) -> None:
    monkeypatch.setenv("MUSHAWARA_PUBLIC_URL", "https://ask.example.org")
    lines = blocks(guide)
    at = lines.index("[text]")
    (tmp_path / "news.toml").write_text("\n".join(lines[at : at + 3]), encoding="utf-8")
    commands = [shlex.split(line)[1:] for line in lines if line.startswith("mushawara ")]
    assert len(commands) > 12
    for words in commands:
        if {"ID", "backups/DATE"} & {*words}:  # there is no such organisation here, and no server was lost
            continue
        answer = "y\n" if "--publish" in words else ANSWERS.get(words[1], "")
        assert run(*words, input=answer).exit_code == 0, words
    for made in ("codes.txt", "poster.html", "counts.csv", "invented/residents-v1.csv"):
        assert (tmp_path / made).is_file()


@pytest.mark.parametrize("guide", GUIDES)
@pytest.mark.parametrize("lost", [("town.db",), ("town.db", "keys")])
def test_a_copy_is_put_back_as_the_guide_says(
    run: Run, folder: Path, tmp_path: Path, guide: str, lost: tuple[str, ...]
) -> None:
    run("consultation", "open", folder.name)
    run("simulate", folder.name, "--people", "30", "--seed", "7")
    counted = run("results", folder.name, "--simulated").output
    run("db", "backup", "backups")
    (copy,) = (tmp_path / "backups").iterdir()
    for name in lost:
        subprocess.run(["rm", "-r", name], check=True)
    assert RESTORE in blocks(guide)
    words = shlex.split(RESTORE.replace("DATE", copy.name))[1:]
    assert "Announcements are paused" in run(*words, input="y\n").output
    assert run("results", folder.name, "--simulated").output == counted
    assert (tmp_path / "town.db").stat().st_mode & 0o777 == 0o600
