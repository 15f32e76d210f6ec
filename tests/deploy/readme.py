"""An operator who follows `deploy/README.md` line by line."""

import os
import re
import shutil
from importlib.metadata import PackageNotFoundError, distribution

from tests.deploy.machine import TOP, Machine
from tests.deploy.seed import Seed

README = (TOP / "deploy" / "README.md").read_text(encoding="utf-8")
LOCKED = (TOP / "requirements" / "run.txt").read_text(encoding="utf-8")
REALLY = bool(os.environ.get("INSTALL"))
"""Whether what is locked is installed as the README says, by its hashes; else it is linked from `.venv`."""
LONGEST = 600.0
"""Seconds for one command that brings what is locked from a registry."""
PLACE = "/var/lib/mushawara"
ONCE = "mushawara-once.service"
COPY = (
    "install -d /opt/mushawara/src && cd /mnt/repository && "
    "git -c safe.directory='*' ls-files -z --cached --others --exclude-standard "
    "| xargs -0 cp --parents -t /opt/mushawara/src"
)
"""In place of `git clone`: the tree that is tested, with what is not committed yet."""


def commands(heading: str) -> list[str]:
    """The commands in one section of the README, without their remarks."""
    sections = re.split(r"^## ", README, flags=re.MULTILINE)
    (found,) = [each for each in sections if each.startswith(f"{heading}\n")]
    return [line.partition("  #")[0].strip() for line in found.splitlines() if line.startswith("    ")]


def install(machine: Machine, seed: Seed, listen: str) -> None:
    """Follow "With systemd" to its end; at `listen`, without a proxy, in place of the addresses there."""
    machine.write("/root/key", seed.key)
    folder = "/"
    for command in commands("With systemd"):
        if command.startswith("systemctl enable"):
            _settle(machine, seed, listen)
        if command.startswith("cd "):
            folder = command.removeprefix("cd ")
        elif command.startswith("git clone"):
            machine.run("sh", "-c", COPY)
        elif "-m venv" in command and not REALLY:
            machine.run("sh", "-c", f"{command} --without-pip")
        elif "--require-hashes" in command and not REALLY:
            _link(machine)
        else:
            here = command.replace("FILE-WITH-THE-KEY", "/root/key").replace("sudo -u", "runuser -u")
            machine.run("sh", "-c", f"cd {folder} && {here}", patience=LONGEST)


def _settle(machine: Machine, seed: Seed, listen: str) -> None:
    shutil.copytree(seed.folder, machine.place(PLACE), dirs_exist_ok=True)
    machine.run("chown", "--recursive", "mushawara:", PLACE)
    for name, value in (("LISTEN", listen), ("PUBLIC_URL", f"http://{listen}"), ("BEHIND_PROXY", "0")):
        machine.run("sed", "-i", f"s|^MUSHAWARA_{name}=.*|MUSHAWARA_{name}={value}|", f"{PLACE}/.env")


def _link(machine: Machine) -> None:
    """What is locked for running and pip, and nothing else of `.venv`."""
    locked = re.findall(r"^([\w.-]+)==", LOCKED, re.MULTILINE)
    tops = sorted({top for name in (*locked, "pip") for top in _tops(name)})
    link = (
        "cd /opt/mushawara/lib/python3*/site-packages; "
        'for top; do rm -rf "$top"; ln -s /opt/packages/python3*/site-packages/"$top" .; done'
    )
    machine.run("sh", "-c", link, "sh", *tops)
    machine.write("/opt/mushawara/bin/pip", '#!/bin/sh\nexec /opt/mushawara/bin/python -m pip "$@"\n')
    machine.run("chmod", "+x", "/opt/mushawara/bin/pip")


def _tops(name: str) -> set[str]:
    """The names at the top of what a distribution installs; none where this system does not need it."""
    try:
        files = distribution(name).files or []
    except PackageNotFoundError:
        return set()
    return {file.parts[0] for file in files} - {"..", "__pycache__"}


def confined(machine: Machine, *command: str) -> str:
    """What a command says that runs with all that the unit allows and forbids."""
    shipped = machine.place("/etc/systemd/system/mushawara.service").read_text(encoding="utf-8")
    kept = re.sub(r"^(Type|Exec\w*|Restart\w*)=.*\n", "", shipped, flags=re.MULTILINE)
    said = f"/var/log/{ONCE}"
    once = (
        "[Service]",
        "Type=oneshot",
        f"StandardOutput=truncate:{said}",
        f"ExecStart={' '.join(command)}",
        "",
    )
    machine.write(f"/run/systemd/system/{ONCE}", kept.replace("[Service]\n", "\n".join(once)))
    machine.run("systemctl", "daemon-reload")
    machine.run("systemctl", "start", ONCE, check=False)
    text = machine.place(said).read_text(encoding="utf-8")
    assert machine.property(ONCE, "Result") == "success", f"{command}: {text}"
    return text
