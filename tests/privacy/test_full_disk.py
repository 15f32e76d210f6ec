"""A full disk: answers are not taken and the person hears it; `/forget` works; then everything goes on."""

import os
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.clock import due_now
from storage import chores
from storage.databases.file import DatabaseFile
from storage.housekeeping import chores as waiting
from tests.privacy.neighbours import AT_THE_QUESTIONS, Neighbour, mark, neighbour
from tests.privacy.search import PIECE
from tests.town import Town, open_town

MIB = 2**20


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 24 MiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip(f"A small disk cannot be made here: {mounted.stderr.decode().strip()}")
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


@pytest.fixture
async def town(small_disk: Path) -> AsyncIterator[Town]:
    """A town whose database lies on the small disk, with its ballast."""
    async with open_town(small_disk) as town:
        await town.hold()
        assert town.store.ballast.lay()
        yield town


def fill(disk: Path) -> Path:
    """Take all the room that is left."""
    filler = disk / "somebody-elses-log"
    with filler.open("ab", buffering=0) as file:
        while True:
            try:
                file.write(os.urandom(64 * 1024))
            except OSError:
                break
    return filler


async def full(town: Town, disk: Path) -> Path:
    """No room, not even for what the write-ahead log could hold."""
    await town.store.database.checkpoint()
    return fill(disk)


def raw(town: Town) -> bytes:
    path = Path(town.store.database.path)
    log = path.with_name(path.name + "-wal")
    return path.read_bytes() + (log.read_bytes() if log.exists() else b"")


def pieces_of(town: Town, blobs: set[bytes]) -> int:
    content = raw(town)
    windows = {content[at : at + PIECE] for at in range(len(content))}
    return sum(
        blob[at : at + PIECE] in windows for blob in blobs for at in range(0, len(blob) - PIECE, PIECE)
    )


async def erases_everything(person: Neighbour) -> str:
    await person.writes("/forget")
    return (await person.taps("Erase everything")).farewell


async def test_an_answer_is_not_taken_and_the_person_hears_it(town: Town, small_disk: Path) -> None:
    somebody = neighbour(town)
    await somebody.goes_through(AT_THE_QUESTIONS)
    before = await somebody.sees()
    filler = await full(town, small_disk)
    tapped = await somebody.taps("Settat")
    assert "I could not keep that just now" in tapped.toast
    written = await somebody.writes("Hello")
    assert "I could not keep that just now" in written.farewell
    assert await somebody.sees() == before, "the same question is asked"
    filler.unlink()
    await somebody.taps("Settat")
    assert await somebody.sees() != before, "with room again it goes on at once"


async def test_forget_works_and_nothing_is_left(town: Town, small_disk: Path) -> None:
    gone, stays = neighbour(town), neighbour(town)
    for person in (gone, stays):
        await person.answers(mark())
    await full(town, small_disk)
    assert "could not keep" in (await stays.writes("/start")).farewell
    assert "is erased" in await erases_everything(gone)
    assert pieces_of(town, {each for each in gone.noted if len(each) > PIECE}) == 0
    assert gone.lookup not in raw(town)
    assert stays.lookup in raw(town)


async def test_many_are_forgotten_after_the_ballast_is_gone(town: Town, small_disk: Path) -> None:
    people = [neighbour(town) for _ in range(12)]
    for person in people:
        await person.goes_through(AT_THE_QUESTIONS)
    await full(town, small_disk)
    for person in people:
        assert "is erased" in await erases_everything(person)
    assert not any(person.lookup in raw(town) for person in people)


async def test_what_the_file_is_too_large_for_is_done_once_there_is_room(
    town: Town, small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    somebody = neighbour(town)
    await somebody.answers(mark())
    filler = await full(town, small_disk)
    with monkeypatch.context() as patch:
        patch.setattr(DatabaseFile, "has_room", lambda _: False)
        assert "is erased" in await erases_everything(somebody)
        assert somebody.lookup not in raw(town)
        assert await waiting(town.store.database) == [("erase", "")]
    filler.unlink()
    await chores.run(town.store, at_night=True)
    assert await waiting(town.store.database) == []


async def test_the_ballast_is_laid_again_when_there_is_room(town: Town, small_disk: Path) -> None:
    somebody = neighbour(town)
    await somebody.goes_through(AT_THE_QUESTIONS)
    ballast = town.store.ballast
    size = ballast.path.stat().st_size if ballast.path else 0
    assert size >= MIB
    filler = await full(town, small_disk)
    assert "is erased" in await erases_everything(somebody)
    assert ballast.dropped
    filler.unlink()
    await due_now(town.store, town.now)
    await neighbour(town).writes("/start")
    assert not ballast.dropped
    assert ballast.path is not None
    assert ballast.path.stat().st_size == size
