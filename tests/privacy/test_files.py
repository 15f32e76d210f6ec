"""Files are as safe as the answers they are: with every key that is left only what was sent is found."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import due_now
from storage import attachments, collected
from storage.backup import DATABASE, MANY, backup
from storage.databases import open_database
from tests.files import SOUND, Pockets, hold
from tests.looking import files, values
from tests.privacy.neighbours import Neighbour, mark, neighbour, night, rows
from tests.privacy.search import everything, pieces_left
from tests.town import SLUG, Town, open_town

AT_THE_RECORDING = f"/start {SLUG}; [English]; [Continue]; [Yes]; [I agree]; [Skip]"
TO_THE_END = "[Skip]; [Skip]; [Skip]; [Skip]; [Send]"


class Sender(Neighbour):
    """Somebody with recordings."""

    async def sends(self, pockets: Pockets, mark: str) -> None:
        """A response with one recording, and a draft that changes it to another."""
        await self.goes_through(AT_THE_RECORDING)
        await self.does(pockets.file("audio", SOUND + f"{mark} sent".encode()))
        await self.goes_through(f"{TO_THE_END}; [Change my answers]; [Change one]; [2. ]")
        await self.does(pockets.file("audio", SOUND + f"{mark} draft".encode()))


@pytest.fixture
async def street(tmp_path: Path, url: str) -> AsyncIterator[Town]:
    async with open_town(tmp_path, url) as town:
        await hold(town)
        yield town


@pytest.fixture
def pockets(street: Town) -> Pockets:
    pockets = Pockets()
    street.desk.fetchers["telegram"] = pockets.fetch
    return pockets


def sender(town: Town) -> Sender:
    return Sender(town, "telegram", neighbour(town).address)


async def test_the_disk_alone_tells_nothing_of_a_file(street: Town, pockets: Pockets) -> None:
    word, somebody = mark(), sender(street)
    await somebody.sends(pockets, word)
    raw = b"".join(files(street.store.database).values())
    assert word.encode() not in raw
    assert b"OggS" not in raw
    assert not any(reference.encode() in raw for reference in pockets.contents)


async def test_after_forget_no_key_finds_a_file_of_theirs_and_finds_the_others(
    street: Town, pockets: Pockets
) -> None:
    marks, people = [mark(), mark()], [sender(street), sender(street)]
    for person, word in zip(people, marks, strict=True):
        await person.sends(pockets, word)
    gone, stays = people
    await gone.writes("/forget")
    assert "is erased" in (await gone.taps("Erase everything")).farewell
    found = everything(street.store)
    for kind in ("sent", "draft"):
        assert f"{marks[0]} {kind}".encode() not in found
        assert f"{marks[1]} {kind}".encode() in found, "the same search finds what is there"
    await night(street)
    assert pieces_left(street.store, gone.noted) == 0
    assert pieces_left(street.store, stays.noted & rows(street)) > 0


async def test_after_the_close_only_files_that_were_sent_are_found(street: Town, pockets: Pockets) -> None:
    word, somebody = mark(), sender(street)
    await somebody.sends(pockets, word)
    lost, other = sender(street), mark()
    await lost.goes_through(AT_THE_RECORDING)
    await lost.does(pockets.file("audio", SOUND + other.encode()))
    street.later(days=30)
    await due_now(street.store, street.now)
    found = everything(street.store)
    assert f"{word} sent".encode() in found
    assert f"{word} draft".encode() not in found
    assert other.encode() not in found
    assert pieces_left(street.store, lost.noted & files_of(street)) == 0


async def test_with_the_answers_nothing_is_left_of_their_files(street: Town, pockets: Pockets) -> None:
    word, somebody = mark(), sender(street)
    await somebody.sends(pockets, word)
    for days in (30, 91):
        street.later(days=days)
        await due_now(street.store, street.now)
    assert files_of(street) == set()
    assert word.encode() not in everything(street.store)


async def test_nothing_ties_a_file_to_a_person_or_a_response_without_a_key(
    street: Town, pockets: Pockets
) -> None:
    await sender(street).sends(pockets, mark())
    theirs = {value for name, value in values(street.store.database) if name == "attachment.id"}
    elsewhere = {value for name, value in values(street.store.database) if not name.startswith("attachment.")}
    assert len(theirs) == 2
    assert not any(identity in value for identity in theirs for value in elsewhere)
    columns = {name for name, _ in values(street.store.database) if name.startswith("attachment.")}
    assert columns == {f"attachment.{name}" for name in ("id", "part", "consultation", "sealed")}


def files_of(town: Town) -> set[bytes]:
    return {value for name, value in values(town.store.database) if name == "attachment.sealed"}


async def test_a_backup_has_the_files_that_were_sent_and_needs_no_link_key(
    street: Town, pockets: Pockets, tmp_path: Path
) -> None:
    senders, words = [sender(street) for _ in range(MANY)], [mark() for _ in range(MANY)]
    for somebody, word in zip(senders, words, strict=True):
        await somebody.sends(pockets, word)
    copy = await backup(street.store, tmp_path / "copies", street.now)
    street.store.keys.destroy(SLUG, "link")
    copied = open_database(f"sqlite:///{copy / DATABASE}")
    named = sorted(await collected.all_files(copied, street.store.keys, SLUG))
    found = [await attachments.get(copied, street.store.keys, SLUG, name) for name in named]
    await copied.close()
    assert {*found} == {SOUND + f"{word} sent".encode() for word in words}
    rows_of_files = sqlite3.connect(copy / DATABASE).execute("SELECT count(DISTINCT id) FROM attachment")
    assert rows_of_files.fetchone() == (MANY,), "no draft's file is in it"
