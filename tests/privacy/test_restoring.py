"""A backup that is put back does not bring back those who were erased since."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli.consultation import close_at_once
from bot.clock import due_now
from bot.installation import CannotServe, refuse_reopened
from storage import chat_messages, chores, erased
from storage.store import Store
from tests.looking import ask
from tests.privacy.neighbours import Neighbour, mark, neighbour, night
from tests.privacy.search import everything
from tests.town import SLUG, Town


def back_up(town: Town) -> sqlite3.Connection:
    """What the database holds now, in memory."""
    backup = sqlite3.connect(":memory:")
    with sqlite3.connect(town.store.database.path) as source:
        source.backup(backup)
    return backup


async def put_back(town: Town, backup: sqlite3.Connection) -> int:
    """The database as it was at the backup, and what a start does then; how many ids it met again."""
    with sqlite3.connect(town.store.database.path) as target:
        backup.backup(target)
    found = await erased.again(town.store, int(town.now.timestamp()))
    await chores.run(town.store)
    return found


async def erases_everything(person: Neighbour) -> None:
    await person.writes("/forget")
    await person.taps("Erase everything")


@pytest.mark.sqlite
async def test_who_was_forgotten_stays_forgotten_and_the_others_are_back(town: Town) -> None:
    gone, stays = neighbour(town), neighbour(town)
    marks = {person.address: mark() for person in (gone, stays)}
    for person in (gone, stays):
        await person.fills_every_table(marks[person.address])
    backup, identities = back_up(town), [gone.person, stays.person]
    await erases_everything(gone)
    assert await put_back(town, backup) in {1, 2}, "the person; their response, unless it went along"
    found = everything(town.store)
    assert marks[gone.address].encode() not in found
    assert gone.address.encode() not in found
    assert f"{marks[stays.address]} sent".encode() in found
    now = int(town.now.timestamp())
    kept = [await chat_messages.of(town.store.database, town.store.keys, who, now) for who in identities]
    assert [bool(each) for each in kept] == [False, True]
    assert await erased.again(town.store, int(town.now.timestamp())) == 0, "once is enough"


@pytest.mark.sqlite
async def test_answers_that_were_erased_stay_erased_after_the_close_as_well(town: Town) -> None:
    person, word = neighbour(town), mark()
    await person.answers(word)
    backup = back_up(town)
    await person.writes("/mydata")
    await person.taps("Erase my answers")
    town.store.keys.destroy(SLUG, "link")
    assert await put_back(town, backup) == 1
    assert word.encode() not in everything(town.store)


async def test_the_database_keeps_no_id_of_who_was_erased(town: Town) -> None:
    person = neighbour(town)
    await person.answers(mark())
    identity = person.person
    await erases_everything(person)
    await night(town)
    assert identity.hex().encode() not in everything(town.store)
    listed = list_of(town.store, "2026-11")
    assert identity.hex() in listed
    assert listed == sorted(listed), "their order does not tell which belong together"


def list_of(store: Store, month: str) -> list[str]:
    return (store.keys.folder / f"erased-{month}").read_text().split()


def test_lists_that_no_backup_reaches_any_more_are_dropped(tmp_path: Path) -> None:
    for month in ("2026-09", "2026-10", "2026-11", "2026-12", "2027-01"):
        erased.remember(tmp_path, [f"{month} 00ff"])
    erased.drop_old(tmp_path, int(datetime(2027, 1, 1, tzinfo=UTC).timestamp()))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "erased-2026-11",
        "erased-2026-12",
        "erased-2027-01",
    ]


@pytest.mark.sqlite
@pytest.mark.parametrize("state", ["scheduled", "open"])
async def test_an_older_copy_never_opens_again_what_was_closed(town: Town, state: str) -> None:
    ask(town.store.database, "UPDATE consultation SET state = ?", state)
    older = back_up(town)
    ask(town.store.database, "UPDATE consultation SET state = 'open'")
    await neighbour(town).answers(mark())
    town.later(days=30)
    await due_now(town.store, town.now)
    await refuse_reopened(town.store)
    await put_back(town, older)
    with pytest.raises(CannotServe, match=f"mushawara consultation close {SLUG}"):
        await refuse_reopened(town.store)
    await close_at_once(town.store, SLUG)
    assert (await town.consultation()).state == "closed"
    await refuse_reopened(town.store)
