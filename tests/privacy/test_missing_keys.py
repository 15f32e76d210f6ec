"""A key folder that vanishes while the process runs: people and staff are told, and nothing is lost.

What is not there must never count as destroyed: nobody begins again, nothing is closed or erased on the word
of an empty folder, and nothing new is sealed under a key that the next start would not find.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from bot.clock import due_now
from bot.desk import Desk
from storage.changes import KeysUnavailable
from storage.keys import Keyring
from storage.messages import Tap
from storage.store import Store
from tests.privacy.neighbours import AT_THE_QUESTIONS, SENT, mark, neighbour
from tests.privacy.search import everything
from tests.town import SLUG, Town

BROKEN = "Something is broken on our side, so I could not keep that. Please try again later."
Missing = Callable[[], AbstractContextManager[None]]


@contextmanager
def renamed(folder: Path) -> Iterator[None]:
    """Somebody moves it, and moves it back."""
    folder.rename(folder.with_name("elsewhere"))
    yield
    folder.with_name("elsewhere").rename(folder)


@contextmanager
def unmounted(folder: Path) -> Iterator[None]:
    """Where its disk was, an empty folder is left."""
    with renamed(folder):
        folder.mkdir()
        yield
        assert not list(folder.iterdir()), "nothing is made in its place"
        folder.rmdir()


@contextmanager
def restored(folder: Path) -> Iterator[None]:
    """It is deleted, and comes back out of a copy: other files with the same content."""
    copy = folder.with_name("copy")
    shutil.copytree(folder, copy)
    shutil.rmtree(folder)
    yield
    assert not folder.exists(), "nothing is made in its place"
    shutil.copytree(copy, folder)


@pytest.fixture(params=[renamed, unmounted, restored])
def missing(request: pytest.FixtureRequest, town: Town) -> Missing:
    """Each way in which the folder goes and comes back; to be entered when it goes."""
    town.store.keys.erasure.open()
    return lambda: request.param(town.store.keys.folder)


async def test_people_are_told_at_every_tap_and_go_on_where_they_were(town: Town, missing: Missing) -> None:
    somebody, newcomer = neighbour(town), neighbour(town)
    await somebody.goes_through(AT_THE_QUESTIONS)
    before, settat = await somebody.sees(), await somebody.button("Settat")
    with missing():
        for _ in range(3):
            assert (await somebody.does(Tap(settat.data))).toast == BROKEN
        for each in (somebody, newcomer):
            assert (await each.writes("/start")).farewell == BROKEN
    assert await somebody.sees() == before
    await newcomer.answers(mark())
    assert "Thank" in await newcomer.sees()


async def test_what_follows_is_there_after_the_next_start(town: Town, missing: Missing) -> None:
    """Nothing is sealed under a key that only a deleted file had, not even under keys drawn before."""
    word, somebody = mark(), neighbour(town)
    await somebody.goes_through(AT_THE_QUESTIONS)
    with missing():
        await somebody.writes("/help")
    await somebody.goes_through(SENT.format(wish=word))
    keys = Keyring(town.store.keys.folder, town.store.keys.master)
    async with Store(town.store.database.url, keys) as started_again:
        assert word.encode() in everything(started_again)
        card = await Desk(started_again, clock=lambda: town.now).card(somebody.channel, somebody.address)
        assert card is not None
        assert "Thank" in card.title


async def test_who_wants_to_be_erased_hears_that_they_are_not_yet(town: Town, missing: Missing) -> None:
    word, somebody = mark(), neighbour(town)
    await somebody.answers(word)
    await somebody.writes("/forget")
    erase = await somebody.button("Erase everything")
    with missing():
        reaction = await somebody.does(Tap(erase.data))
        assert BROKEN in (reaction.toast, reaction.farewell)
    assert word.encode() in everything(town.store)
    await somebody.does(Tap(erase.data))
    assert word.encode() not in everything(town.store)


async def test_a_close_that_falls_into_it_is_done_afterwards(town: Town, missing: Missing) -> None:
    await neighbour(town).answers(mark())
    town.later(days=30)
    link = town.store.keys.folder / f"{SLUG}.link"
    with missing():
        with pytest.raises(KeysUnavailable):
            await due_now(town.store, town.now)
        assert (await town.consultation()).state == "closing", "its link key may be anywhere"
    assert link.exists()
    await due_now(town.store, town.now)
    assert not link.exists()
    assert (await town.consultation()).state == "closed"


async def test_one_lost_key_of_a_consultation_is_told_as_well(town: Town) -> None:
    somebody = neighbour(town)
    await somebody.goes_through(AT_THE_QUESTIONS)
    key = town.store.keys.folder / f"{SLUG}.link"
    settat, content = await somebody.button("Settat"), key.read_bytes()
    key.unlink()
    assert (await somebody.does(Tap(settat.data))).toast == BROKEN
    key.write_bytes(content)
    key.chmod(0o600)
    await somebody.does(Tap(settat.data))
    assert "2 of" in await somebody.sees()
