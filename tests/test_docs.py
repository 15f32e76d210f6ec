"""The papers keep up with the code: what can be called is named, what is linked is there."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.core import TyperGroup

from bot.cli import COMMANDS, app
from bot.settings import Settings

TOP = Path(__file__).resolve().parent.parent
NOT_SETTINGS_FIELDS = {"MUSHAWARA_SECRETS"}  # names the folder that settings are read from

REGISTRIES = tuple(
    "".join(parts) for parts in (("pypi", ".org"), ("python", "hosted.org"), ("npm", "js.org"))
)
NAMED = re.compile(r"`((?:bot|deploy|docs|handlers|reports|storage|survey|tests)/[\w./-]+)`")
MACHINE_PATH = re.compile(r"(?<![\w/.:}])/(?:home|work|Users)/\w")


def files_of_the_project() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=TOP,
        check=True,
        capture_output=True,
        text=True,
    )
    return [path for name in listed.stdout.split("\0") if name and (path := TOP / name).is_file()]


FILES = files_of_the_project()
PAPERS = {path: path.read_text(encoding="utf-8") for path in FILES if path.suffix == ".md"}
PROSE = "\n".join(
    text for path, text in PAPERS.items() if path.parent == TOP or path.is_relative_to(TOP / "docs")
)


def commands(command: Any, name: str) -> Iterator[str]:
    """Every command below this one by its full name, groups left out."""
    if not isinstance(command, TyperGroup):
        yield name
        return
    context = typer.Context(command)
    for word in command.list_commands(context):
        yield from commands(command.get_command(context, word), f"{name} {word}")


def settings() -> dict[str, str]:
    """The name of each setting in the environment, and its help."""
    prefix = str(Settings.model_config.get("env_prefix", ""))
    return {
        f"{prefix}{name}".upper(): field.description or "" for name, field in Settings.model_fields.items()
    }


def test_every_make_target_is_explained() -> None:
    targets = re.findall(r"^([\w-]+):.*## ", (TOP / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert targets
    assert [target for target in targets if f"make {target}" not in PROSE] == []


def test_every_command_is_explained() -> None:
    names = list(commands(typer.main.get_command(app), "mushawara"))
    assert len(names) > len(COMMANDS)
    assert [name for name in names if not re.search(rf"\b{name}\b", PROSE)] == []


def test_every_setting_is_explained_and_has_help() -> None:
    example = (TOP / "deploy" / ".env.example").read_text(encoding="utf-8")
    for name, description in settings().items():
        assert re.search(rf"\b{name}\b", PROSE), name
        assert re.search(rf"\b{name}=", example), name
        assert description, name


def test_no_setting_is_explained_that_does_not_exist() -> None:
    named = set(re.findall(r"\bMUSHAWARA_[A-Z_]+[A-Z]\b", PROSE))
    assert named - settings().keys() - NOT_SETTINGS_FIELDS == set()


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(TOP)))
def test_links_lead_somewhere(paper: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", PAPERS[paper])
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (paper.parent / target).exists()] == []


def test_files_named_in_the_code_exist() -> None:
    for path in FILES:
        if path.suffix == ".py" and path != Path(__file__).resolve():
            for name in re.findall(
                r"`((?:bot|deploy|docs|handlers|reports|storage|survey|tests)/[\w./-]+)`",
                path.read_text(encoding="utf-8"),
            ):
                assert list(TOP.glob(f"{name}*")), f"{path.name} names {name}"


def test_each_decision_has_a_number_of_its_own() -> None:
    numbers = sorted(path.name[:4] for path in (TOP / "docs" / "decisions").iterdir())
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]


def test_no_registry_and_no_machine_is_named() -> None:
    for path in FILES:
        text = path.read_bytes().decode("utf-8", errors="replace")
        assert [host for host in REGISTRIES if host in text] == [], path
        assert MACHINE_PATH.search(text) is None, path
