"""A server is lost with its keys, a copy put back on a new one: nobody counts twice, no erased are back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli.consultation import close_at_once
from bot.installation import CannotServe, refuse_reopened
from storage import chores, collected, erased
from storage.backup import MANY, backup
from storage.changes import StorageDown
from storage.closures import read_closures
from storage.databases import open_database
from storage.keys import Keyring
from storage.responses import Document
from storage.restore import find_missing, look_into, restore, restore_keys
from storage.store import Store
from tests.conftest import NewUrl
from tests.looking import ask, values
from tests.privacy.neighbours import Neighbour, mark, neighbour
from tests.town import SLUG, Town

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
async def copies(town: Town, tmp_path: Path) -> Path:
    """A folder beside the server, where who is erased is noted at once."""
    town.store.backups = tmp_path / "copies"
    town.store.backups.mkdir()
    return town.store.backups


@asynccontextmanager
async def put_back(
    town: Town, copy: Path, url: str, folder: Path, *, answer_again: bool = False
) -> AsyncIterator[Town]:
    """The copy on a new server, which has the master key alone."""
    keys = Keyring(folder / "new keys", town.store.keys.master)
    restore_keys(copy, keys.folder)
    database = open_database(url)
    await database.open()
    await restore(copy, database, keys, answer_again=answer_again)
    await database.close()
    async with Store(url, keys) as store:
        await erased.again(store, int(town.now.timestamp()))
        await chores.run(store)
        yield Town(store, folder, town.now, town.numbers)


async def forget(person: Neighbour) -> None:
    await person.writes("/forget")
    await person.taps("Erase everything")


async def send_many(town: Town, people: int = MANY) -> list[Neighbour]:
    sent = [neighbour(town) for _ in range(people)]
    for each in sent:
        await each.answers(mark())
    return sent


def people_in(store: Store) -> int:
    return int(ask(store.database, "SELECT count(*) FROM person")[0][0])


def rows_of(store: Store, table: str) -> list[tuple[object, ...]]:
    return sorted(ask(store.database, f"SELECT * FROM {table}"), key=repr)


async def sent_to(store: Store) -> dict[bytes, Document]:
    """All responses by the ids that last."""
    return {
        sent.id: sent.document async for _, sent in collected.each(store.database, store.keys, SLUG, "real")
    }


async def counted(store: Store) -> int:
    return len(await sent_to(store))


async def test_nobody_who_had_answered_answers_again_and_nobody_erased_is_back(
    town: Town, copies: Path, new_url: NewUrl, tmp_path: Path
) -> None:
    people = await send_many(town)
    copy = await backup(town.store, copies, NOON)
    assert look_into(copy).open == {(SLUG, "residents"): MANY}
    gone, stay = people[:10], people[10:]
    ids = [each.person for each in gone]
    for each in gone:
        await forget(each)
    async with put_back(town, copy, await new_url(prepared=False), tmp_path) as there:
        assert people_in(there.store) == len(stay)
        assert not {*ids} & {value for _, value in values(there.store.database)}
        assert await counted(there.store) == len(stay)
        for each in stay:
            again = Neighbour(there, each.channel, each.address)
            await again.writes(f"/start {SLUG}")
            assert "Answers given here before are kept." in await again.sees()
            assert not await again.buttons()
        await neighbour(there).answers(mark())
        assert await counted(there.store) == len(stay) + 1


async def test_with_all_answers_let_go_everybody_may_answer_again(
    town: Town, copies: Path, new_url: NewUrl, tmp_path: Path
) -> None:
    first = (await send_many(town))[0]
    copy = await backup(town.store, copies, NOON)
    async with put_back(town, copy, await new_url(prepared=False), tmp_path, answer_again=True) as there:
        assert await counted(there.store) == 0
        await Neighbour(there, first.channel, first.address).goes_through(f"/start {SLUG}; [Continue]")


async def test_who_came_when_nothing_was_in_the_copy_yet_may_answer(
    town: Town, copies: Path, new_url: NewUrl, tmp_path: Path
) -> None:
    person = neighbour(town)
    await person.answers(mark())
    copy = await backup(town.store, copies, NOON)
    assert look_into(copy).open == {}
    async with put_back(town, copy, await new_url(prepared=False), tmp_path) as there:
        await Neighbour(there, person.channel, person.address).goes_through(f"/start {SLUG}; [Continue]")


async def test_what_was_closed_since_is_known_on_the_new_server(
    town: Town, copies: Path, new_url: NewUrl, tmp_path: Path
) -> None:
    await send_many(town)
    copy = await backup(town.store, copies, NOON)
    await close_at_once(town.store, SLUG)
    await backup(town.store, copies, NOON + timedelta(days=1))
    async with put_back(town, copy, await new_url(prepared=False), tmp_path) as there:
        with pytest.raises(CannotServe, match=f"mushawara consultation close {SLUG}"):
            await refuse_reopened(there.store)
        await close_at_once(there.store, SLUG)
        await refuse_reopened(there.store)


async def test_all_rows_come_back_but_where_people_were(
    town: Town, copies: Path, new_url: NewUrl, tmp_path: Path
) -> None:
    await send_many(town, MANY - 1)
    await neighbour(town).fills_every_table(mark())
    copy = await backup(town.store, copies, NOON)
    tables = ("person", "address", "consultation", "region", "survey_version", "follow")
    before, sent = [rows_of(town.store, table) for table in tables], await sent_to(town.store)
    async with put_back(town, copy, await new_url(prepared=False), tmp_path) as there:
        assert [rows_of(there.store, table) for table in tables] == before
        assert all(before)
        assert await sent_to(there.store) == sent
        assert len(sent) == MANY


async def test_it_is_never_put_over_what_is_there(town: Town, copies: Path) -> None:
    copy = await backup(town.store, copies, NOON)
    before = people_in(town.store)
    with pytest.raises(StorageDown, match="There is a database already"):
        await restore(copy, town.store.database, town.store.keys, answer_again=False)
    assert people_in(town.store) == before


async def test_the_keys_that_are_needed_are_named(town: Town, copies: Path, tmp_path: Path) -> None:
    copy = await backup(town.store, copies, NOON)
    contents = look_into(copy)
    assert find_missing(contents, tmp_path / "new keys") == ([f"{SLUG}.answers", "erasure"], [])
    restore_keys(copy, tmp_path / "new keys")
    assert find_missing(contents, tmp_path / "new keys") == ([], [])
    assert read_closures(tmp_path / "new keys") == set()
