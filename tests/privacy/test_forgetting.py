"""Deleting is deleting: with every key that is left nothing of theirs is found, and a planted one is."""

import asyncio
import sqlite3

import pytest

from storage import chores
from storage.messages import Reachable, Reaction, Tap
from tests.looking import files
from tests.privacy.neighbours import Neighbour, announce, mark, neighbour, night, rows
from tests.privacy.search import everything, pieces_left
from tests.town import Town

KINDS = ("sent", "draft", "asked", "answered", "aside")
"""What `fills_every_table` leaves of somebody's words."""


class Street:
    """Three who answered; the first will want to be forgotten."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.marks = [mark() for _ in range(3)]
        self.people = [neighbour(town) for _ in range(3)]

    async def live(self) -> None:
        for person, word in zip(self.people, self.marks, strict=True):
            await person.fills_every_table(word)
        await announce(self.town)
        for person in self.people:
            await person.writes("/help")
            await person.taps("Go on")


@pytest.fixture
async def street(town: Town) -> Street:
    street = Street(town)
    await street.live()
    return street


async def copied(street: Street) -> dict[str, bytes]:
    """The files as they are, with the rows that are there now and few that were there before."""
    await street.town.store.database.checkpoint()
    return files(street.town.store.database)


async def forgotten(person: Neighbour) -> Reaction:
    await person.writes("/forget")
    return await person.taps("Erase everything")


async def test_after_forget_no_key_finds_anything_of_theirs_and_finds_the_others(street: Street) -> None:
    first, second, third = street.people
    assert pieces_left(street.town.store, first.noted) > 100, "before, it is all there"
    identity = first.person
    assert "is erased" in (await forgotten(first)).farewell
    found = everything(street.town.store)
    assert street.marks[0].encode() not in found
    assert first.address.encode() not in found
    await night(street.town)
    raw = b"".join(files(street.town.store.database).values())
    assert not any(trace in raw for trace in (identity, first.lookup))
    assert pieces_left(street.town.store, first.noted) == 0
    for plant, word in zip((second, third), street.marks[1:], strict=True):
        for kind in ("sent", "draft", "aside"):
            assert f"{word} {kind}".encode() in found, "the same search finds what is there"
        assert plant.address.encode() in found
        assert plant.person in found
    assert pieces_left(street.town.store, second.noted & rows(street.town)) > 0


async def test_after_erasing_the_answers_only_they_are_gone_and_the_person_is_not(street: Street) -> None:
    first = street.people[0]
    await first.writes("/mydata")
    await first.taps("Erase my answers")
    gone = first.noted - rows(street.town)
    found = everything(street.town.store)
    for kind in ("sent", "draft"):
        assert f"{street.marks[0]} {kind}".encode() not in found
        assert f"{street.marks[1]} {kind}".encode() in found
    await night(street.town)
    assert pieces_left(street.town.store, gone) == 0
    assert first.address.encode() in found
    assert first.person in rows(street.town)


async def test_a_copy_made_before_opens_no_more_with_any_key_that_is_left(street: Street) -> None:
    """Pages that were split, logs and backups are such copies: in them the rows are whole."""
    first, store = street.people[0], street.town.store
    copy = await copied(street)
    found = everything(store, copy)
    assert all(f"{street.marks[0]} {kind}".encode() in found for kind in KINDS)
    assert first.address.encode() in found
    await forgotten(first)
    found = everything(store, copy)
    assert street.marks[0].encode() not in found
    assert first.address.encode() not in found
    assert all(f"{word} {kind}".encode() in found for word in street.marks[1:] for kind in KINDS)


async def test_a_copy_made_before_has_no_answers_that_were_erased(street: Street) -> None:
    first, store = street.people[0], street.town.store
    copy = await copied(street)
    await first.writes("/mydata")
    await first.taps("Erase my answers")
    found = everything(store, copy)
    for kind in ("sent", "draft"):
        assert f"{street.marks[0]} {kind}".encode() not in found
        assert f"{street.marks[1]} {kind}".encode() in found
    await first.writes("/mydata")
    assert "What I keep about you" in await first.sees(), "who erased only answers goes on"


async def test_the_disk_alone_tells_no_word_and_no_address(street: Street) -> None:
    raw = b"".join(files(street.town.store.database).values())
    for person, word in zip(street.people, street.marks, strict=True):
        assert word.encode() not in raw
        assert person.address.encode() not in raw


@pytest.mark.sqlite
async def test_while_somebody_reads_for_a_moment_erased_is_not_said(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chores, "TRIES", 10_000)
    store, first = street.town.store, street.people[0]
    await first.writes("/forget")
    noted = set(first.noted)  # what the others do meanwhile is not theirs
    reader = sqlite3.connect(store.database.path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM response").fetchone()
    tries = asyncio.Semaphore(0)
    checkpoint = store.database.checkpoint

    async def counted() -> bool:
        done = await checkpoint()
        tries.release()
        return done

    store.database.checkpoint = counted  # type: ignore[method-assign]  # only to see that it was tried
    erasing = asyncio.create_task(first.taps("Erase everything"))
    for _ in range(2):
        await tries.acquire()
    assert not erasing.done()
    assert pieces_left(store, noted) > 0, "the reader still sees it"
    await street.people[1].writes("/mydata")
    assert "What I keep about you" in await street.people[1].sees(), "the others go on meanwhile"
    reader.close()
    assert "is erased" in (await erasing).farewell
    assert pieces_left(store, noted) == 0


@pytest.mark.sqlite
async def test_a_long_reader_keeps_nobody_waiting_and_nothing_opens(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chores, "TRIES", 2)
    first, store = street.people[0], street.town.store
    reader = sqlite3.connect(store.database.path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM response").fetchone()
    assert "is erased" in (await forgotten(first)).farewell
    assert pieces_left(store, first.noted) > 0, "in the log"
    found = everything(store)
    assert street.marks[0].encode() not in found
    assert first.address.encode() not in found
    reader.close()
    await night(street.town)
    assert pieces_left(store, first.noted) == 0


async def test_many_at_once_are_all_gone(street: Street) -> None:
    for person in street.people:
        await person.writes("/forget")
    said = await asyncio.gather(*(person.taps("Erase everything") for person in street.people))
    assert all("is erased" in reaction.farewell for reaction in said)
    found = everything(street.town.store)
    assert not any(word.encode() in found for word in street.marks)
    await night(street.town)
    assert sum(pieces_left(street.town.store, person.noted) for person in street.people) == 0


async def test_what_comes_after_they_were_forgotten_brings_nothing_back(street: Street) -> None:
    first = street.people[0]
    await first.writes("/forget")
    button = await first.button("Erase everything")
    await first.taps("Erase everything")
    before = rows(street.town)
    assert "is erased" in (await first.does(Tap(button.data))).toast
    await first.does(Reachable(False))
    assert rows(street.town) == before
