"""What makers tried is wiped at the opening; and what has ended never opens again."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import due_now
from handlers.consultations import applying
from handlers.consultations.folder import FolderProblems
from storage.changes import NotOpen
from storage.keys import Keyring
from storage.store import Store
from storage.upgrade import upgrade
from tests.looking import ask
from tests.privacy.neighbours import CHANGING, SENT, mark, neighbour, rows
from tests.privacy.search import everything, pieces_left
from tests.town import SLUG, START, Town, folder, open_town

OPENS = START + timedelta(days=1)


async def test_answers_and_drafts_of_a_trial_are_gone_from_every_file(tmp_path: Path, url: str) -> None:
    async with open_town(tmp_path, url) as town:
        await town.hold(state="scheduled", opens=OPENS)
        word, maker = mark(), neighbour(town)
        token = town.store.keys.trial_token(SLUG)
        await maker.goes_through(f"/start {SLUG}_{token}; [English]; [Continue]; [No]; [I agree]")
        await maker.goes_through(SENT.format(wish=f"{word} sent"))
        await maker.goes_through(CHANGING.format(wish=f"{word} draft"))
        found = everything(town.store)
        assert f"{word} sent".encode() in found
        assert f"{word} draft".encode() in found
        town.later(days=1)
        await due_now(town.store, town.now)
        assert word.encode() not in everything(town.store)
        assert pieces_left(town.store, maker.noted - rows(town)) == 0
        for name in ("response", "link"):
            assert ask(town.store.database, f"SELECT count(*) FROM {name}") == [(0,)]
        await maker.writes("/mydata")
        assert word not in await maker.sees()


async def test_what_residents_send_after_the_opening_stays(tmp_path: Path, url: str) -> None:
    async with open_town(tmp_path, url) as town:
        await town.hold(state="scheduled", opens=OPENS)
        town.later(days=1)
        await due_now(town.store, town.now)
        word, somebody = mark(), neighbour(town)
        await somebody.answers(word)
        await due_now(town.store, town.now)
        assert word.encode() in everything(town.store)


async def applied(town: Town, **changed: object) -> None:
    found = await applying.apply(town.store, folder(**changed), await town.consultation(), town.now)
    await town.store.apply(found.changes)
    await due_now(town.store, town.now)


async def test_a_later_close_extends(town: Town) -> None:
    somebody = neighbour(town)
    await somebody.answers("lots")
    await applied(town, closes=START + timedelta(days=60))
    town.later(days=30)
    await due_now(town.store, town.now)
    assert (await town.consultation()).state == "open"
    await somebody.goes_through("[Change my answers]")
    assert "Your answers" in await somebody.sees()


async def test_what_has_ended_never_opens_again(town: Town) -> None:
    town.later(days=30)
    await due_now(town.store, town.now)
    with pytest.raises(FolderProblems, match="never opens again"):
        await applied(town, closes=START + timedelta(days=60))
    assert (await town.consultation()).state == "closed"
    assert not (town.store.keys.folder / f"{SLUG}.link").exists()


async def test_an_extension_that_comes_after_the_close_changes_nothing(town: Town) -> None:
    """Decided while it was open, saved after it had ended."""
    later = folder(closes=START + timedelta(days=60))
    extension = await applying.apply(town.store, later, await town.consultation(), town.now)
    town.later(days=30)
    await due_now(town.store, town.now)
    with pytest.raises(NotOpen):
        await town.store.apply(extension.changes)
    await due_now(town.store, town.now)
    assert (await town.consultation()).state == "closed"
    ended = await town.consultation()
    assert ended.closes <= town.now


async def test_in_memory_erasing_ends_too(tmp_path: Path) -> None:
    """As in `form play`."""
    async with Store("sqlite://", Keyring(tmp_path / "keys", os.urandom(32))) as store:
        await upgrade(store.database)
        town = Town(store, tmp_path)
        await town.hold()
        somebody = town.resident("terminal")
        await somebody.goes_through(f"/start {SLUG}; [English]; /forget")
        assert "is erased" in (await somebody.taps("Erase everything")).farewell
