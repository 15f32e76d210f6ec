"""What staff read out of a response goes wherever the response goes, and leads to nobody."""

from datetime import timedelta

from bot.clock import due_now
from storage import audit
from storage.responses import WEEK
from tests.looking import ask, files, values
from tests.privacy.neighbours import CHANGING, Neighbour, mark, neighbour, night, rows
from tests.privacy.search import everything, pieces_left
from tests.town import Town

CODED = b'"theme-housing"'


async def who_was_read(town: Town) -> tuple[Neighbour, str]:
    somebody, word = neighbour(town), mark()
    await somebody.answers(word)
    await somebody.is_read()
    found = everything(town.store)
    assert CODED in found, "with the key it is there to be found"
    assert CODED not in b"".join(files(town.store.database).values())
    return somebody, word


async def test_who_erases_their_answers_takes_along_what_was_read(town: Town) -> None:
    somebody, word = await who_was_read(town)
    await somebody.goes_through("/mydata; [Erase my answers]")
    found = everything(town.store)
    assert CODED not in found
    assert word.encode() not in found


async def test_who_is_forgotten_takes_along_what_was_read(town: Town) -> None:
    somebody, word = await who_was_read(town)
    await somebody.goes_through("/forget; [Erase everything]")
    found = everything(town.store)
    assert CODED not in found
    assert word.encode() not in found
    await night(town)
    assert pieces_left(town.store, somebody.noted) == 0


async def test_who_changes_their_answers_is_read_anew(town: Town) -> None:
    somebody, _ = await who_was_read(town)
    await somebody.goes_through(f"{CHANGING.format(wish='Other words')}; [Send]")
    assert ask(town.store.database, "SELECT count(*) FROM response WHERE reading IS NOT NULL") == [(0,)]


async def test_what_was_changed_is_read_from_the_next_week_on(town: Town) -> None:
    """Else who reads all answers again and again would see at once what was changed."""
    somebody, _ = await who_was_read(town)
    town.later(days=7)
    await somebody.goes_through(f"{CHANGING.format(wish='Other words')}; [Send]")
    this_week = int(town.now.timestamp()) // WEEK
    assert ask(town.store.database, "SELECT week FROM response") == [(this_week,)]


async def test_ninety_days_after_the_close_nothing_of_it_is_left(town: Town) -> None:
    somebody, word = await who_was_read(town)
    closes = (await town.consultation()).closes
    for days in (0.0, 89.9, 90.0):
        assert CODED in everything(town.store)
        town.now = closes + timedelta(days=days)
        await due_now(town.store, town.now)
    found = everything(town.store)
    assert CODED not in found
    assert word.encode() not in found
    await night(town)
    assert pieces_left(town.store, somebody.noted - rows(town)) == 0


async def test_nothing_beside_a_reading_tells_who_read_or_when(town: Town) -> None:
    before = {name for name, _ in values(town.store.database)}
    await who_was_read(town)
    new = {name for name, _ in values(town.store.database)} - before
    assert not {name for name in new if name.startswith("response.") and "read" in name} - {
        "response.reading"
    }
    assert not any(each.on for each in await audit.every(town.store.database, town.store.keys))
