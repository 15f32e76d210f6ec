"""Single-use codes: what is kept of them, and that a used one leads to nobody and to no response."""

import os

from handlers.arriving.codes import make
from storage import codes, collected
from storage.changes import Changes
from tests.looking import files, values
from tests.privacy.neighbours import mark, neighbour
from tests.privacy.search import everything, pieces_left
from tests.privacy.test_closing import close, conversation_of
from tests.town import SLUG, Town


async def given_out(town: Town) -> str:
    code = make(os.urandom)
    await town.store.apply(Changes(codes.add(town.store.keys, SLUG, [code])))
    return code


def lookups(town: Town) -> set[bytes]:
    found = values(town.store.database)
    return {value for name, value in found if name == "access_code.lookup"}


async def test_a_code_is_nowhere_not_even_with_every_key(town: Town) -> None:
    code, planted, somebody = await given_out(town), mark(), neighbour(town)
    await somebody.goes_through(f"/start {SLUG}_{code}; [English]; [Continue]; [Yes]; [I agree]; [Settat]")
    await somebody.goes_through(f"[Skip]; [Skip]; [Skip]; {planted}; [Send]")
    found = everything(town.store)
    assert planted.encode() in found
    for written in (code, code.replace("-", ""), code.lower()):
        assert written.encode() not in found
    kept = collected.each(town.store.database, town.store.keys, SLUG, "real")
    assert [sent.document.access async for _, sent in kept] == ["code"]


async def test_a_used_code_is_only_counted(town: Town) -> None:
    code, other = await given_out(town), await given_out(town)
    before = lookups(town)
    somebody = neighbour(town)
    await somebody.goes_through(f"/start {SLUG}_{code}; [English]")
    [used] = before - lookups(town)
    rest = [value for name, value in values(town.store.database) if not name.startswith("access_code")]
    assert not any(used in value for value in rest), "no other row has its hash"
    rows = [(name, value) for name, value in values(town.store.database) if name.startswith("code_count")]
    assert rows == [
        ("code_count.consultation", SLUG.encode()),
        ("code_count.made", b"2"),
        ("code_count.used", b"1"),
    ]
    assert await codes.is_unused(town.store.database, town.store.keys, SLUG, other)


async def test_nothing_of_any_code_outlives_the_close(town: Town) -> None:
    code, unused = await given_out(town), await given_out(town)
    gone = lookups(town)
    somebody = neighbour(town)
    await somebody.goes_through(f"/start {SLUG}_{code}; [English]; [Continue]; [Yes]; [I agree]; [Settat]")
    assert pieces_left(town.store, gone) > 0
    await close(town)
    assert lookups(town) == set()
    assert pieces_left(town.store, gone) == 0
    assert unused.encode() not in b"".join(files(town.store.database).values())


async def test_after_the_close_who_had_a_code_looks_like_who_had_none(town: Town) -> None:
    code = await given_out(town)
    with_code, without, guessed = (neighbour(town) for _ in range(3))
    await with_code.goes_through(f"/start {SLUG}_{code}; [English]; [Continue]; [No]; [I agree]; [Settat]")
    await without.goes_through(f"/start {SLUG}; [English]; [Continue]; [No]; [I agree]; [Settat]")
    await guessed.goes_through(f"/start {SLUG}_{code}; [English]")
    await close(town)
    left = [conversation_of(town.store, who.person) for who in (with_code, without, guessed)]
    for each in left:
        each.pop("card")
    assert left[0] == left[1] == left[2]
