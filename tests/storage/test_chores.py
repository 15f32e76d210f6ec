"""After a commit: what was deleted is in no file any more, wherever SQLite moved it before."""

from pathlib import Path
from random import Random

import pytest

from storage import chores, erased
from storage.changes import Changes
from storage.chores import REWRITE
from storage.erasable import destroy
from storage.erasure_keys import ErasureKeyMissing
from storage.housekeeping import chores as waiting
from storage.store import Store
from tests.storage.conftest import sqlite_of

PIECE = 12


def piled_up(store: Store, rng: Random, people: int = 400) -> set[bytes]:
    """States that come, grow and go, so that pages are split and joined; those that went."""
    there: dict[bytes, bytes] = {}
    gone: set[bytes] = set()
    run = sqlite_of(store).writing.execute
    run("PRAGMA synchronous=OFF")

    def state() -> bytes:
        return rng.randbytes(540 + rng.choice([0, 0, 512, 1024]))

    for _ in range(people):
        person = rng.randbytes(16)
        there[person] = state()
        run("BEGIN IMMEDIATE")
        run("INSERT INTO conversation VALUES (?, ?, 1, ?)", [rng.getrandbits(63), person, there[person]])
        for other in rng.choices(list(there), k=3):
            gone.add(there[other])
            there[other] = state()
            run("UPDATE conversation SET state = ? WHERE person = ?", [there[other], other])
        if rng.random() < 0.5:
            leaves = rng.choice(list(there))
            gone.add(there.pop(leaves))
            run("DELETE FROM conversation WHERE person = ?", [leaves])
        run("COMMIT")
    return gone - set(there.values())


def pieces(store: Store, gone: set[bytes]) -> int:
    path = Path(store.database.path)
    content = path.read_bytes() + path.with_name(path.name + "-wal").read_bytes()
    windows = {content[at : at + PIECE] for at in range(len(content) - PIECE + 1)}
    return sum(state[at : at + PIECE] in windows for state in gone for at in range(0, len(state) - PIECE, 8))


@pytest.mark.sqlite
async def test_no_piece_of_what_was_deleted_is_left(store: Store) -> None:
    """`secure_delete` alone leaves pieces where a page was split: a few in a thousand."""
    gone = piled_up(store, Random(3))
    assert pieces(store, gone) > 1_000, "before, the write-ahead log has it all"
    await store.apply(Changes((*erased.note((b"x",), 0),)))
    await chores.run(store)
    assert await waiting(store.database) == [REWRITE]
    await chores.run(store, at_night=True)
    assert pieces(store, gone) == 0
    assert await waiting(store.database) == []


async def test_by_day_erasing_rewrites_nothing_and_destroys_keys(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    rewritten = list[str]()

    async def vacuum() -> None:
        rewritten.append("all")

    monkeypatch.setattr(store.database, "vacuum", vacuum)  # counts only
    gone, stays = store.keys.erasure.draw(), store.keys.erasure.draw()
    await store.apply(Changes((*erased.note((b"x",), 0), *destroy((gone,)))))
    await chores.run(store)
    await chores.run(store)
    assert rewritten == []
    assert store.keys.erasure.read(stays)
    with pytest.raises(ErasureKeyMissing):
        store.keys.erasure.read(gone)
    for _ in range(2):
        await chores.run(store, at_night=True)
    assert rewritten == ["all"], "once, and only after something was erased"


async def test_who_is_erased_while_others_are_is_not_passed_over(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = store.keys.erasure.draw(), store.keys.erasure.draw()
    await store.apply(Changes(destroy((first,))))
    checkpoint = store.database.checkpoint

    async def meanwhile() -> bool:
        monkeypatch.undo()
        await store.apply(Changes(destroy((second,))))
        return await checkpoint()

    monkeypatch.setattr(store.database, "checkpoint", meanwhile)
    for _ in range(2):
        await chores.run(store, at_night=True)
    for number in (first, second):
        with pytest.raises(ErasureKeyMissing):
            store.keys.erasure.read(number)


async def test_a_key_that_was_destroyed_before_a_kill_is_passed_over_afterwards(store: Store) -> None:
    number = store.keys.erasure.draw()
    await store.apply(Changes(destroy((number,))))
    store.keys.erasure.destroy((number,))
    await chores.run(store)
    assert await waiting(store.database) == [REWRITE]


@pytest.mark.sqlite
async def test_where_nothing_waits_nothing_is_done(store: Store) -> None:
    ran: list[str] = []
    sqlite_of(store).writing.set_trace_callback(ran.append)
    await chores.run(store)
    sqlite_of(store).writing.set_trace_callback(None)
    assert [sql for sql in ran if not sql.startswith("SELECT")] == []
