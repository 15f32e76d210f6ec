"""Files as answers: found and opened by their names alone, in parts of one size."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from storage import attachments, consultations
from storage.attachments import PART, STEP, named_in, new_name
from storage.changes import Changes, NotOpen
from storage.conversations import Conversation, Draft
from storage.schema.answers import ATTACHMENT
from tests.looking import files
from tests.town import SLUG, Town

TAG_AND_NONCE = 28


def name(number: int = 0, ending: str = "jpg") -> str:
    return new_name(bytes([number]) * attachments.NAME_BYTES, ending)


async def kept(town: Town, file: str, content: bytes, taken_while: str = "open") -> None:
    await town.store.apply(Changes(attachments.put(town.store.keys, SLUG, file, content, taken_while)))


async def read(town: Town, file: str) -> bytes | None:
    return await attachments.get(town.store.database, town.store.keys, SLUG, file)


@pytest.mark.parametrize(
    ("size", "parts"), [(1, 1), (PART - 1, 1), (PART, 1), (PART + 1, 2), (2 * PART + 7, 4), (5 * PART, 8)]
)
async def test_a_file_comes_back_whole_and_has_one_of_few_sizes(town: Town, size: int, parts: int) -> None:
    content = os.urandom(size)
    await kept(town, name(), content)
    assert await read(town, name()) == content
    rows = await town.store.database.rows(select(ATTACHMENT.sealed))
    assert {len(row[0]) for row in rows} == {STEP + TAG_AND_NONCE}
    assert len(rows) == parts


async def test_neither_name_nor_content_stands_in_the_files_of_the_database(town: Town) -> None:
    await kept(town, name(7), b"what the picture shows" * 100)
    whole = b"".join(files(town.store.database).values())
    assert b"what the picture shows" not in whole
    assert name(7).encode() not in whole
    assert bytes([7]) * attachments.NAME_BYTES not in whole


async def test_a_file_is_dropped_and_the_others_stay(town: Town) -> None:
    for number in (1, 2):
        await kept(town, name(number), bytes([number]) * 2 * PART)
    await town.store.apply(Changes(attachments.drop(town.store.keys, SLUG, [name(1), name(3)])))
    assert await read(town, name(1)) is None
    assert await read(town, name(2)) == b"\x02" * 2 * PART


async def test_nothing_is_kept_when_the_consultation_takes_no_answers(town: Town) -> None:
    with pytest.raises(NotOpen):
        await kept(town, name(), b"too early", taken_while="scheduled")
    await town.store.apply(Changes((consultations.move(SLUG, "open", "closing"),)))
    with pytest.raises(NotOpen):
        await kept(town, name(), b"too late")
    assert await read(town, name()) is None


async def test_strays_go_and_what_is_named_stays_without_the_link_key(town: Town) -> None:
    store, content = town.store, os.urandom(2 * PART)
    for number in (1, 2, 3):
        await kept(town, name(number), content)
    guarded = {row[0] for row in await store.database.rows(select(ATTACHMENT.id))}
    for _ in range(2):  # it may be repeated
        await store.apply(Changes(await attachments.unguard(store.database, store.keys, SLUG, name(2))))
    found = await attachments.strays(store.database, store.keys, SLUG, [name(2), name(9)])
    await store.apply(Changes(found))
    store.keys.destroy(SLUG, "link")
    assert [await read(town, name(number)) for number in (1, 2, 3)] == [None, content, None]
    assert guarded.isdisjoint(row[0] for row in await store.database.rows(select(ATTACHMENT.id)))


@given(st.lists(st.binary(min_size=16, max_size=16), max_size=4), st.text(max_size=20))
def test_names_are_found_wherever_they_stand_in_a_document(chances: list[bytes], between: str) -> None:
    names = [new_name(chance, "jpg") for chance in chances]
    document = "".join(f"{between}<photo>{each}</photo>" for each in names)
    assert named_in(document) == {*names}


def test_a_draft_holds_only_files_that_were_not_sent() -> None:
    state = f"<a>{name(1)}</a><b>{name(2)}</b>"
    conversation = Conversation(consultation=SLUG, survey="residents").with_draft(
        Draft(1, state, changing=True, sent_files=(name(1), name(3)))
    )
    assert conversation.files == {(SLUG, name(2))}
