"""A copy holds what a restore needs and no key of links; it is whole or not there, and its owner's alone."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import due_now
from storage import backup as copies
from storage import collected
from storage.backup import DATABASE, LEFT_OUT, MANY, SUMS, backup, damaged, too_old
from storage.changes import StorageDown
from storage.erasure_keys import NAME
from storage.keys import KeyMissing, Keyring
from storage.store import Store
from tests.looking import ask
from tests.privacy.neighbours import mark, neighbour
from tests.privacy.search import everything
from tests.town import SLUG, Town

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def all_below(folder: Path) -> dict[str, Path]:
    return {str(path.relative_to(folder)): path for path in folder.rglob("*")}


async def test_it_has_the_keys_of_answers_and_none_of_links(town: Town, tmp_path: Path) -> None:
    await neighbour(town).answers(mark())
    made = await backup(town.store, tmp_path / "copies", NOON)
    assert made.name == "2026-11-24-120000"
    found = all_below(made)
    assert set(found) == {DATABASE, SUMS, "keys", f"keys/{SLUG}.answers", f"keys/{NAME}", "keys/closed"}
    for path in (made, *found.values()):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600)
    link = (town.store.keys.folder / f"{SLUG}.link").read_bytes()
    for path in found.values():
        if path.is_file():
            assert link not in path.read_bytes()
            assert town.store.keys.link(SLUG) not in path.read_bytes()


async def test_what_was_erased_before_is_in_no_piece_of_it(town: Town, tmp_path: Path) -> None:
    gone, stays = neighbour(town), neighbour(town)
    for person in (gone, stays):
        await person.answers(mark())
    identities = gone.person, stays.person
    await gone.writes("/forget")
    await gone.taps("Erase everything")
    made = await backup(town.store, tmp_path / "copies", NOON)
    content = (made / DATABASE).read_bytes()
    assert [identity in content for identity in identities] == [False, True]


async def test_with_the_newest_copy_another_server_reads_all_and_an_older_copy_reads_nothing_erased(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "MANY", 1)
    gone, stays = neighbour(town), neighbour(town)
    marks = {person.address: mark() for person in (gone, stays)}
    for person in (gone, stays):
        await person.answers(marks[person.address])
    older = await backup(town.store, tmp_path / "copies", NOON)
    await gone.writes("/forget")
    await gone.taps("Erase everything")
    newest = await backup(town.store, tmp_path / "copies", NOON + timedelta(days=1))
    assert not (older / "keys" / NAME).exists()
    for copy, people in ((newest, 1), (older, 2)):
        keys = Keyring(newest / "keys", town.store.keys.master)
        async with Store(f"sqlite:///{copy / DATABASE}", keys) as elsewhere:
            assert len(ask(elsewhere.database, "SELECT id FROM person")) == people
            sent = [sent async for _, sent in collected.each(elsewhere.database, keys, SLUG, "real")]
            assert [marks[stays.address] in each.document.submission for each in sent] == [True]
            found = everything(elsewhere)
            assert marks[gone.address].encode() not in found
            assert gone.address.encode() not in found


@pytest.mark.sqlite
async def test_it_holds_all_that_was_saved_while_others_go_on(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "MANY", 1)
    await neighbour(town).answers(mark())
    open_reader = sqlite3.connect(town.store.database.path)
    open_reader.execute("BEGIN")
    open_reader.execute("SELECT count(*) FROM person").fetchone()
    made = await backup(town.store, tmp_path / "copies", NOON)
    await neighbour(town).answers(mark())
    open_reader.close()
    copied, now = (
        sqlite3.connect(path).execute("SELECT count(*) FROM response").fetchone()[0]
        for path in (made / DATABASE, town.store.database.path)
    )
    assert (copied, now) == (1, 2)


async def test_nothing_is_in_it_of_where_people_are_just_now(town: Town, tmp_path: Path) -> None:
    await neighbour(town).fills_every_table(mark())
    made = await backup(town.store, tmp_path / "copies", NOON)
    copy = sqlite3.connect(made / DATABASE)
    for table in (table for table, rows in LEFT_OUT.items() if rows == "TRUE"):
        assert copy.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    assert copy.execute("SELECT count(*) FROM person").fetchone() > (0,)
    assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    if town.store.database.path:
        made_by = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
        assert copy.execute(made_by).fetchall() == ask(town.store.database, made_by)


async def test_new_answers_wait_until_they_are_many(town: Town, tmp_path: Path) -> None:
    """With one that is new between two copies, whoever came between them would be known to have sent it."""
    seen = []
    for day, came in enumerate((MANY - 1, 1, MANY - 1, 1)):
        for _ in range(came):
            await neighbour(town).answers(mark())
        made = await backup(town.store, tmp_path / "copies", NOON + timedelta(days=day))
        seen.append(copied_responses(made))
    assert [len(ids) for ids in seen] == [0, MANY, MANY, 2 * MANY]
    await close(town)
    last = await backup(town.store, tmp_path / "copies", NOON + timedelta(days=9))
    assert len(copied_responses(last)) == 2 * MANY


async def test_after_the_close_all_are_in_it_however_few(town: Town, tmp_path: Path) -> None:
    await neighbour(town).answers(mark())
    await close(town)
    assert len(copied_responses(await backup(town.store, tmp_path / "copies", NOON))) == 1


def copied_responses(copy: Path) -> set[bytes]:
    return {row[0] for row in sqlite3.connect(copy / DATABASE).execute("SELECT id FROM response")}


async def close(town: Town) -> None:
    town.later(days=30)
    await due_now(town.store, town.now)


async def test_whatever_changes_in_a_copy_is_noticed(town: Town, tmp_path: Path) -> None:
    await neighbour(town).fills_every_table(mark())
    made = await backup(town.store, tmp_path / "copies", NOON)
    assert damaged(made) == []
    for name in (DATABASE, f"keys/{NAME}", f"keys/{SLUG}.answers"):
        content = (made / name).read_bytes()
        for at in (0, len(content) // 2, len(content) - 1):
            (made / name).write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
            assert damaged(made) == [name]
        (made / name).write_bytes(content)
    (made / DATABASE).unlink()
    assert damaged(made) == [DATABASE]


async def test_an_older_copy_is_whole_without_the_keys_that_were_destroyed_in_it(
    town: Town, tmp_path: Path
) -> None:
    older = await backup(town.store, tmp_path / "copies", NOON)
    await backup(town.store, tmp_path / "copies", NOON + timedelta(days=1))
    assert not (older / "keys" / NAME).exists()
    assert damaged(older) == []


async def test_without_a_key_no_copy_is_made(town: Town, tmp_path: Path) -> None:
    (town.store.keys.folder / f"{SLUG}.answers").unlink()
    with pytest.raises(KeyMissing, match=f"answers key of {SLUG}"):
        await backup(town.store, tmp_path / "copies", NOON)
    assert not (tmp_path / "copies").exists()


async def test_a_copy_is_never_written_over(town: Town, tmp_path: Path) -> None:
    made = await backup(town.store, tmp_path / "copies", NOON)
    before = {name: path.read_bytes() for name, path in all_below(made).items() if path.is_file()}
    await neighbour(town).answers(mark())
    with pytest.raises(FileExistsError):
        await backup(town.store, tmp_path / "copies", NOON)
    assert {name: path.read_bytes() for name, path in all_below(made).items() if path.is_file()} == before
    await backup(town.store, tmp_path / "copies", NOON + timedelta(seconds=1))
    assert len(list((tmp_path / "copies").iterdir())) == 2


async def test_what_fails_leaves_nothing_that_looks_like_a_copy(tmp_path: Path) -> None:
    async with Store(f"sqlite:///{tmp_path / 'mistyped.db'}", Keyring(tmp_path / "keys", bytes(32))) as empty:
        with pytest.raises(StorageDown, match=r"mistyped\.db is empty\. Check MUSHAWARA_DATABASE_URL"):
            await backup(empty, tmp_path / "copies", NOON)
    assert list((tmp_path / "copies").iterdir()) == []


async def test_a_key_that_is_just_being_destroyed_does_not_come_along(town: Town, tmp_path: Path) -> None:
    (town.store.keys.folder / "gone.answers").write_bytes(bytes(540))
    made = await backup(town.store, tmp_path / "copies", NOON)
    assert {path.name for path in (made / "keys").iterdir()} == {NAME, "closed", f"{SLUG}.answers"}


def test_copies_that_should_be_gone_are_named(tmp_path: Path) -> None:
    for name in ("2026-10-24-120000", "2026-10-25-120000", "2026-11-24-120000", "notes"):
        (tmp_path / name).mkdir()
    assert [path.name for path in too_old(tmp_path, NOON)] == ["2026-10-24-120000"]
