"""A machine to throw away, with systemd as its first process."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from uuid import uuid4

import pytest

TOP = Path(__file__).resolve().parents[2]
SCRIPT = Path(__file__).with_suffix(".sh")
SYSTEMD = Path("/lib/systemd/systemd")
SPACES = ("--mount", "--pid", "--uts", "--ipc")
ENVIRONMENT = {
    "PATH": "/opt/python/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "SYSTEMD_UNIT_PATH": "/run/systemd/system:/etc/systemd/system",
    "LANG": "C.UTF-8",
    **{name: value for name, value in os.environ.items() if name.startswith("PIP_")},
}
PATIENCE = 60.0
"""Seconds for one command, and for the machine to boot."""


@dataclass(frozen=True)
class Machine:
    """`first` is the id of its first process. It shares the network with the tests."""

    first: int

    def run(self, *command: str, check: bool = True, given: str = "", patience: float = PATIENCE) -> str:
        """What a command of root says; one that fails raises `AssertionError` if `check` is set."""
        ended = subprocess.run(
            ["nsenter", "--target", str(self.first), *SPACES, "--", *command],
            check=False, env=ENVIRONMENT, input=given, capture_output=True, text=True, timeout=patience,
        )  # fmt: skip
        assert ended.returncode == 0 or not check, f"{command}: {ended.stdout}{ended.stderr}\n{self.log()}"
        return ended.stdout + ended.stderr

    def write(self, path: str, text: str) -> None:
        """Write a file there."""
        self.run("sh", "-c", 'cat > "$0"', path, given=text)

    def place(self, path: str) -> Path:
        """A path there as the tests can open it."""
        return Path(f"/proc/{self.first}/root") / path.lstrip("/")

    def log(self) -> str:
        """What the bot has said."""
        log = self.place("/var/log/mushawara")
        return log.read_text(encoding="utf-8") if log.exists() else ""

    def property(self, unit: str, name: str) -> str:
        """What systemd says of a unit."""
        return self.run("systemctl", "show", "--value", "--property", name, unit).strip()


def _child(process: subprocess.Popen[bytes]) -> int:
    found = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return int(found[0]) if found else 0


def _boots(process: subprocess.Popen[bytes], said: Path) -> Machine:
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE and process.poll() is None:
        machine = Machine(_child(process))
        if machine.first and machine.place("/run/systemd/private").exists():
            return machine
        time.sleep(0.02)
    _does_without(f"systemd does not start in namespaces of its own: {said.read_text()}")


def _does_without(why: str) -> NoReturn:
    assert not os.environ.get("CI"), why
    pytest.skip(why)


def _clear(name: str, folder: Path) -> None:
    """Take away the control groups that the machine leaves behind, as soon as its last process is gone."""
    there = (
        'mount -t cgroup2 groups "$0" && for _ in $(seq 100); do '
        'find "$0/$1" -depth -type d -exec rmdir {} + && exit; sleep 0.1; done'
    )
    subprocess.run(
        ["unshare", "--mount", "sh", "-c", there, str(folder), name], check=False, capture_output=True
    )


@contextmanager
def booted(folder: Path) -> Iterator[Machine]:
    """The machine, until it is thrown away. Without namespaces it skips; with `CI` set it fails."""
    if not SYSTEMD.exists() or os.geteuid():
        _does_without("This takes systemd, and root (make servers)")
    name = f"mushawara-{uuid4().hex}"
    start = ["unshare", *SPACES, "--fork", "--kill-child", str(SCRIPT), "enter"]
    with (folder / "boot").open("wb") as said, subprocess.Popen(
        [*start, str(folder), name, str(TOP), sys.base_prefix], stdout=said, stderr=said
    ) as process:  # fmt: skip
        try:
            yield _boots(process, folder / "boot")
        finally:
            process.kill()
            process.wait()
            _clear(name, folder)
