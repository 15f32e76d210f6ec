"""What is shipped for containers, as far as it goes without an engine."""

import os
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.deploy.machine import TOP
from tests.deploy.readme import commands

DEPLOY = TOP / "deploy"
FILES = ("compose.yaml", "compose.postgres.yaml")
CONTAINERFILE = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
SCRIPTS = Path(sys.executable).parent
ENGINE = """#!/bin/sh
printf '%s\\n' "$*" >> "$CALLS"
case "$1" in
    --version) echo "podman version 5.4.0" ;;
    ps) echo "[]" ;;
esac
"""
"""Stands for podman: writes down what it is asked to do."""


def tool(*command: str, **environment: str) -> str:
    """What one of the tools of the tests says. Raises `AssertionError` if it finds something wrong."""
    ended = subprocess.run(
        [SCRIPTS / command[0], *command[1:]],
        check=False, env=os.environ | environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.fixture
def operator(tmp_path: Path) -> Path:
    """A copy of `deploy/`, in which the README's commands were given that need no engine."""
    shutil.copytree(DEPLOY, tmp_path / "deploy")
    for command in commands("With containers"):
        if not command.startswith("podman"):
            subprocess.run(command, shell=True, check=True, cwd=tmp_path)
    return tmp_path


def created(operator: Path, *files: str) -> dict[str, str]:
    """How podman is asked to create each service, by its name."""
    engine, calls = operator / "podman", operator / "calls"
    engine.write_text(ENGINE)
    engine.chmod(0o755)
    named = [word for file in files for word in ("-f", str(operator / "deploy" / file))]
    tool(
        "podman-compose", "--podman-path", str(engine), *named, "up", "--detach",
        CALLS=str(calls), MUSHAWARA_PUBLIC_URL="https://chat.example.org", POSTGRES_PASSWORD="letters",
    )  # fmt: skip
    found = re.findall(r"^create --name=mushawara_(\S+)_1 (.*)$", calls.read_text(), re.MULTILINE)
    return {name: re.sub(r" --label \S+|--requires=\S+|alias=\S+", "", call) for name, call in found}


def test_the_files_follow_the_specification() -> None:
    paths = [str(DEPLOY / name) for name in FILES]
    tool("check-jsonschema", "--builtin-schema", "vendor.compose-spec", *paths)


def test_secrets_are_for_their_owner_alone(operator: Path) -> None:
    secrets = operator / "deploy" / "secrets"
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o700
    assert len((secrets / "mushawara_master_key").read_text().strip()) == 43


def test_one_process_is_created_as_it_should_be(operator: Path) -> None:
    services = created(operator, FILES[0])
    assert set(services) == {"upgrade", "serve"}
    for each in services.values():
        for word in ("--read-only", "--cap-drop ALL", "no-new-privileges:true", "--tmpfs /tmp"):
            assert word in each
        assert f"{operator}/deploy/consultations:/consultations:ro" in each
        assert f"{operator}/deploy/secrets/mushawara_master_key:/run/secrets/mushawara_master_key:ro" in each
    for words in ("-p 127.0.0.1:8080:8080 --restart always", "--ulimit nofile=65536", "--health-cmd"):
        assert words in services["serve"]


def test_a_second_process_differs_by_its_port_alone(operator: Path) -> None:
    services = created(operator, *FILES)
    assert set(services) == {"postgres", "upgrade", "serve", "serve-2"}
    assert "POSTGRES_PASSWORD=letters" in services["postgres"]
    second = set(services["serve-2"].replace("127.0.0.1:8081:8080", "127.0.0.1:8080:8080").split())
    assert second == set(services["serve"].split())
    assert "@postgres/mushawara" in services["upgrade"]


def test_the_containerfile_is_clean() -> None:
    tool("hadolint", str(DEPLOY / "Containerfile"))


def test_what_it_copies_is_enough_for_the_whole_package(tmp_path: Path) -> None:
    """The wheel of what reaches the build holds each file of the packages that git knows, and no test."""
    stage = tmp_path / "stage"
    kept = {line[1:] for line in (TOP / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    for sources in re.findall(r"^COPY (?!--from)(.+) \S+$", CONTAINERFILE, re.MULTILINE):
        for source in sources.split():
            assert source in kept, f".dockerignore leaves out {source}"
            copy(TOP / source, stage / source)
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "--wheel-dir", tmp_path, stage], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert inside == tracked("bot", "handlers", "reports", "storage", "survey")


def copy(source: Path, target: Path) -> None:
    """A file, or a folder without what Python left in it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)


def tracked(*folders: str) -> set[str]:
    """All files of these folders that git keeps or would keep."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *folders]
    return set(subprocess.check_output(listed, cwd=TOP, text=True).rstrip("\0").split("\0"))
