"""Open answers are read by chance, apart from all else, never where few could have written them."""

from collections import Counter

import pytest

from bot.clock import due_now
from handlers.reading import finding, keeping
from handlers.reading.finding import Answer, OpenQuestion
from storage import audit, readings
from storage.changes import Changes, Stale
from storage.readings import Reading
from storage.responses import WEEK
from tests.bot.dashboard.office import hired
from tests.looking import ask
from tests.reading import asked_to_quote, open_question
from tests.released import crowd
from tests.town import SLUG, Town

HOUSING = Reading(("theme-housing",), "", False)


async def answer(town: Town, asked: OpenQuestion | None = None) -> Answer:
    """The next to be read."""
    asked = asked or await open_question(town)
    found = await finding.next_answer(town.store, asked, town.desk.place())
    assert isinstance(found, Answer), found
    return found


async def why(town: Town) -> str:
    """Why nothing can be read."""
    found = await finding.next_answer(town.store, await open_question(town), town.desk.place())
    assert isinstance(found, str)
    return found


async def keep(town: Town, found: Answer | None, reading: Reading, person: bytes = b"p" * 16) -> str:
    asked = await open_question(town)
    outcome = await keeping.kept(town.store, town.desk.place(), person, asked, found, reading)
    await town.store.apply(outcome.changes)
    return outcome.said


async def closed(town: Town) -> None:
    town.later(days=27)
    for _ in range(2):
        await due_now(town.store, town.now)


async def test_nothing_is_read_where_fewer_than_twenty_answered(town: Town) -> None:
    assert await why(town) == "few"
    await crowd(town, 19)
    assert await why(town) == "few"
    await crowd(town, 21, seed=2)
    await answer(town)


async def test_nothing_is_read_in_the_week_in_which_it_came(town: Town) -> None:
    """So that who looks at all answers again and again does not see one come."""
    await crowd(town, 40)
    ask(town.store.database, "UPDATE response SET week = ?", int(town.now.timestamp()) // WEEK)
    assert await why(town) == "few"
    town.later(days=7)
    await answer(town)
    before = {bytes(each[0]) for each in ask(town.store.database, "SELECT id FROM response")}
    await crowd(town, 10, seed=2)
    ask(
        town.store.database,
        "UPDATE response SET week = ? WHERE week IS NULL",
        int(town.now.timestamp()) // WEEK,
    )
    assert {(await answer(town)).read.sent.id for _ in range(100)} <= before
    await closed(town)
    assert not {(await answer(town)).read.sent.id for _ in range(200)} <= before


async def test_nothing_is_read_before_the_opening_nor_of_what_was_tried(town: Town) -> None:
    await crowd(town, 40)
    ask(town.store.database, "UPDATE consultation SET state = 'scheduled'")
    assert await why(town) == "early"
    ask(town.store.database, "UPDATE consultation SET state = 'open'")
    ask(town.store.database, "UPDATE response SET kind = 'trial'")
    assert await why(town) == "few"


async def test_the_next_is_one_of_ten_while_it_is_open_so_that_nobody_learns_which_came_last(
    town: Town,
) -> None:
    await crowd(town, 40)
    while isinstance(
        found := await finding.next_answer(town.store, await open_question(town), town.desk.place()), Answer
    ):
        await keep(town, found, HOUSING)
    assert found == "soon"
    unread = await _unread(town)
    assert unread == finding.FEWEST_UNREAD - 1
    await crowd(town, 1, seed=12)
    if await _unread(town) == finding.FEWEST_UNREAD:
        await answer(town)
    await closed(town)
    for _ in range(await _unread(town)):
        await keep(town, await answer(town), HOUSING)
    assert await why(town) == "all"


async def _unread(town: Town) -> int:
    consultation = await town.consultation()
    counted = await finding.counted(town.store, consultation, "real", {"residents": ["wish"]})
    each = counted["residents", "wish"]
    return each.answers - each.read


async def test_each_unread_answer_is_as_likely_to_be_the_next(town: Town) -> None:
    await crowd(town, 30)
    drawn = Counter([(await answer(town)).read.sent.id for _ in range(200)])
    assert len(drawn) > 20
    assert max(drawn.values()) < 25


async def test_what_stands_on_a_page_joins_no_two_answers_of_a_person(town: Town) -> None:
    await crowd(town, 40)
    asked, found = await open_question(town), await answer(town)
    handles = {finding.handle(town.store, asked, found) for _ in range(5)}
    assert len(handles) == 5
    assert not any(found.read.sent.id.hex() in each for each in handles)
    for each in handles:
        again = await finding.named(town.store, asked, each)
        assert again
        assert again.read.sent.id == found.read.sent.id
        other = OpenQuestion(asked.consultation, "real", "residents", "another")
        assert await finding.named(town.store, other, each) is None
    for wrong in ("", "zz", "00" * 92, "é"):
        assert await finding.named(town.store, asked, wrong) is None


async def test_codes_that_are_not_in_the_codebook_are_left_out(town: Town) -> None:
    await crowd(town, 40)
    found = await answer(town)
    assert (
        await keep(town, found, Reading(("upr-water", "sdg-6", "<b>", "sdg-18"), found.text, False)) == "done"
    )
    (kept,) = [each.readings for each in await _all(town) if each.readings]
    assert kept == {"wish": Reading(("upr-water", "sdg-6"), found.text, False)}


async def _all(town: Town) -> list[readings.Read]:
    store = town.store
    return [each async for each in readings.shuffled(store.database, store.keys, SLUG, "real", b"")]


async def test_who_did_not_agree_is_never_quoted(town: Town) -> None:
    await asked_to_quote(town, 60)
    agreed: list[str] = []
    for _ in range(30):
        found = await answer(town)
        said = await keep(town, found, Reading((), found.text, True))
        assert said == ("done" if found.may_quote else "pointing")
        if found.may_quote:
            agreed.append(found.text)
        else:
            await keep(town, found, Reading((), found.text, False))
    assert 0 < len(agreed) < 30
    quoted = await finding.quotes(town.store, await open_question(town), bytes(16))
    assert sorted(each.words for each in quoted) == sorted(agreed)


async def test_a_survey_that_does_not_ask_gives_no_quotes(town: Town) -> None:
    await crowd(town, 40)
    assert not any([(await answer(town)).may_quote for _ in range(10)])


async def test_words_are_never_added_and_no_number_is_quoted(town: Town) -> None:
    await asked_to_quote(town, 60)
    found = await answer(town)
    while not found.may_quote:
        found = await answer(town)
    assert await keep(town, found, Reading((), f"{found.text} Really.", True)) == "words"
    assert await keep(town, found, Reading((), "[…]", True)) == "pointing"
    numbered = Answer(found.read, f"{found.text} ٠٦١٢٣٤٥٦٧٨", True)
    assert await keep(town, numbered, Reading((), numbered.text, True)) == "pointing"
    assert not any(each.readings for each in await _all(town))


async def test_of_two_who_read_the_same_answer_one_is_told(town: Town) -> None:
    await crowd(town, 40)
    found = await answer(town)
    await keep(town, found, HOUSING)
    with pytest.raises(Stale):
        await keep(town, found, Reading(("sdg-1",), "", False))
    assert await keep(town, None, HOUSING) == "changed"


async def test_reading_is_noted_and_never_which_answer(town: Town) -> None:
    await asked_to_quote(town, 60)
    person, asked = await hired(town), await open_question(town)
    found = await answer(town)
    while not found.may_quote:
        found = await answer(town)
    await town.store.apply(await keeping.opened(town.store, town.desk.place(), person, asked))
    await keep(town, found, Reading(("sdg-1",), found.text, True), person)
    entries = await audit.every(town.store.database, town.store.keys)
    assert all(each.true for each in entries)
    noted = [(each.what, each.on) for each in entries if each.what in {"read", "quoted"}]
    assert noted == [("read", f"{SLUG} residents wish"), ("quoted", f"{SLUG} residents wish")]


async def test_invented_answers_are_read_at_once_and_not_noted(town: Town) -> None:
    await crowd(town, 3)
    ask(town.store.database, "UPDATE response SET kind = 'simulated'")
    asked = await open_question(town, "simulated")
    await answer(town, asked)
    assert await why(town) == "few", "they are not counted among those of people"
    assert await keeping.opened(town.store, town.desk.place(), b"p" * 16, asked) == Changes()
