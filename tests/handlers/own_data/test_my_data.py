"""Everything that is kept can be seen, in every consultation that is open."""

from handlers.words import plain
from tests.reading import read_all
from tests.town import SLUG, Town, words

ANSWERS = "[English]; [Continue]; [No]; [I agree]; [Settat]"
OTHER = "other-2026"


async def two(town: Town) -> None:
    await town.hold(slug=OTHER, title=words("Another consultation"))


async def test_answers_in_another_consultation_are_shown_by_one_tap(town: Town) -> None:
    await two(town)
    resident = town.resident()
    await resident.goes_through(f"/start {OTHER}; {ANSWERS}; [Skip]; [Skip]; [Skip]; a park; [Send]")
    await resident.goes_through(f"/start {SLUG}; [Continue]; [No]; [I agree]; [El Jadida]; /mydata")
    seen = await resident.sees()
    assert "El Jadida" in seen
    assert "I also keep answers of yours in:" in seen
    assert "a park" not in seen
    await resident.taps("Another consultation")
    seen = await resident.sees()
    assert "a park" in seen
    assert "El Jadida" not in seen
    await resident.taps("What matters most")
    assert "El Jadida" in await resident.sees()
    await resident.taps("Go on")
    assert "2 of 5" in await resident.sees(), "looking elsewhere does not lead away"


async def test_they_can_be_erased_from_there(town: Town) -> None:
    await two(town)
    resident = town.resident()
    await resident.goes_through(f"/start {OTHER}; {ANSWERS}; [Skip]; [Skip]; [Skip]; a park; [Send]")
    await resident.goes_through(f"/start {SLUG}; [Continue]; [No]; [I agree]; [El Jadida]")
    await resident.goes_through("/mydata; [Another]; [Erase my answers]; /mydata")
    assert "a park" not in await resident.sees()
    await resident.taps("What matters most")
    assert "El Jadida" in await resident.sees()


async def test_where_there_is_nothing_else_nothing_is_said_of_it(town: Town) -> None:
    await two(town)
    resident = town.resident()
    await resident.goes_through(f"/start {SLUG}; {ANSWERS}; /mydata")
    assert "I also keep" not in await resident.sees()
    await resident.writes("/start")
    await resident.writes("/mydata")
    assert "I also keep answers of yours in:" in await resident.sees(), "at no consultation just now"


async def test_what_was_read_of_an_answer_is_shown_to_who_gave_it(town: Town) -> None:
    resident = town.resident()
    steps = "[I agree]; [Settat]; [Housing]; [Done]; [Skip]; [Skip]; The bus comes too rarely.; [Send]"
    await resident.goes_through(f"/start {SLUG}; [English]; [Continue]; [No]; {steps}; /mydata")
    assert "was read" not in await resident.sees()
    await read_all(town, "theme-housing")
    await resident.writes("/mydata")
    seen = plain(await resident.sees())
    assert "Your answer to “What should change first?” was read, and is about: Housing" in seen
    assert "quoted" not in seen
