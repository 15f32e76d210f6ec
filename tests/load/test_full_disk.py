"""A disk that fills up under the running process, its log on it: `/forget` works, nothing is lost."""

import asyncio
import contextlib
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import people
from tests.bot_api import BotApi, Person
from tests.bot_api.person import PATIENCE
from tests.load import town
from tests.load.conftest import Tell
from tests.load.process import Bot, running

REFUSED = "I could not keep that just now"
BEGINNING = ("English", "Continue", "No", "I agree, begin", "Continue")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 24 MiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(disk)]
    mounted = subprocess.run(mount, check=False, capture_output=True)
    if mounted.returncode:
        pytest.skip(f"A small disk cannot be made here: {mounted.stderr.decode().strip()}")
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


def fill(disk: Path) -> Path:
    """Take all the room that is left, in the log's last page too; gives the file that took most of it."""
    filler = disk / "somebody-elses-files"
    for path, piece in ((filler, bytes(4096)), (disk / "log", b"\n")):
        with path.open("ab", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(piece)
    return filler


async def begun(api: BotApi, number: int) -> Person:
    """Somebody at the first question."""
    person = api.person(number)
    await person.send(f"/start {town.SLUG}")
    for label in BEGINNING:
        await sees(person, label)
        await person.tap(label)
    await person.waits("Which part?")
    return person


async def sees(person: Person, label: str) -> None:
    """Wait for a button."""
    async with asyncio.timeout(PATIENCE):
        while not any(message.button(label) for message in person.sees()):
            await person.chat.moves()


async def known(bot: Bot, person: Person) -> bool:
    async with bot.store() as store:
        return await people.find(store.database, store.keys, "telegram", str(person.person_id)) is not None


async def forgets(person: Person) -> None:
    await person.send("/forget")
    await person.waits("Erase everything I keep about you?")
    await person.tap("Erase everything")
    await person.waits("is erased")


@pytest.mark.chaos
async def test_a_disk_that_fills_up(api: BotApi, small_disk: Path, tell: Tell) -> None:
    async with running(small_disk, api) as bot:
        stays, hears, leaves = [await begun(api, number) for number in (101, 102, 103)]
        await stays.tap("North")
        await stays.waits("Which quarter?")
        await api.settles()
        filler = fill(small_disk)
        for label in ("Harbour", "Hill"):
            assert REFUSED in await stays.acknowledged(await stays.tap(label))
        await hears.send("North")
        await hears.waits(REFUSED)
        for person in (leaves, hears):
            await forgets(person)
            assert not await known(bot, person)
        assert await known(bot, stays)
        filler.unlink()
        freed = time.monotonic()
        while REFUSED in await stays.acknowledged(await stays.tap("Harbour")):
            await asyncio.sleep(0.05)
        await stays.waits("How many live with you?")
        recovered = time.monotonic() - freed
    tell(
        f"3 refused and told so, 2 forgotten on the full disk, {recovered:.1f} s until it took answers again"
    )
