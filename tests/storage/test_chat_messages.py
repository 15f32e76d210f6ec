"""The ids of a chat's messages: kept for 48 hours, told apart by person, gone on request."""

from sqlalchemy import func, select

from storage import chat_messages
from storage.changes import Changes
from storage.schema.chats import CHAT_MESSAGE
from storage.store import Store

NOW = 1_795_000_000
HOUR = 3_600
ANNA, BADR = b"a" * 16, b"b" * 16


async def keep(store: Store, person: bytes, *messages: int, at: int = NOW) -> None:
    await store.apply(Changes(tuple(chat_messages.keep(store.keys, person, each, at) for each in messages)))


async def of(store: Store, person: bytes, now: int = NOW) -> list[int]:
    return await chat_messages.of(store.database, store.keys, person, now)


async def test_each_person_has_their_own_each_once(store: Store) -> None:
    await keep(store, ANNA, 3, 1, 3)
    await keep(store, BADR, 2)
    assert (await of(store, ANNA), await of(store, BADR)) == ([1, 3], [2])


async def test_what_a_chat_would_not_delete_any_more_is_not_offered_and_swept(store: Store) -> None:
    await keep(store, ANNA, 1, at=NOW - 48 * HOUR)
    await keep(store, ANNA, 2, at=NOW - 47 * HOUR)
    assert await of(store, ANNA) == [2]
    await store.apply(Changes((chat_messages.sweep(NOW),)))
    assert await store.database.row(select(func.count()).select_from(CHAT_MESSAGE.message.table)) == (1,)


async def test_dropping_leaves_what_came_later_and_forgetting_nothing(store: Store) -> None:
    await keep(store, ANNA, 1, 2, 3)
    await keep(store, BADR, 1)
    await store.apply(Changes((chat_messages.drop(store.keys, ANNA, 2),)))
    assert await of(store, ANNA) == [3]
    await store.apply(Changes((chat_messages.forget(store.keys, ANNA),)))
    assert (await of(store, ANNA), await of(store, BADR)) == ([], [1])


async def test_the_rows_do_not_name_the_person(store: Store) -> None:
    await keep(store, ANNA, 1)
    row = await store.database.row(select(CHAT_MESSAGE.lookup))
    assert row
    assert ANNA not in row[0]
