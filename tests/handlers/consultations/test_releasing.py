"""A release is made of the answers there are; one person coming or going changes nothing in it."""

import json

import pytest

from handlers.consultations import releasing
from handlers.consultations.grids import Reader, grid_of
from handlers.consultations.publishing import is_empty
from handlers.consultations.releasing import ReleaseUnsafe
from reports.release import audit
from reports.release.grid import Dimension, Question
from storage import consultations, releases
from storage.changes import Changes, Stale
from storage.consultations import Version
from survey.form import Form
from survey.importer import import_form
from tests.looking import ask
from tests.released import crowd, read, release
from tests.town import SLUG, SURVEY, Resident, Town, terms

SENT = "[I agree]; [Settat]; [Housing]; [Done]; [Skip]; [Skip]; [Skip]; [Send]"
NEEDS = ("housing", "health", "water")


async def sent(town: Town) -> Resident:
    somebody = town.resident()
    await somebody.goes_through(f"/start {SLUG}; [English]; [Continue]; [No]; {SENT}")
    return somebody


def test_regions_and_groups_tell_apart_and_other_choices_are_counted() -> None:
    form = Form.load(import_form(SURVEY.encode(), ".md").xform)
    grid = grid_of(form, terms())
    assert grid.asked == (Question("hardest", "many", NEEDS), Question("order", "rank", NEEDS))
    assert grid.dimensions == (Dimension("region", ("jadida", "settat")),)
    assert grid_of(form, terms(region_question="", groups=("region",))) == grid


def test_an_answer_that_the_grid_does_not_know_is_none() -> None:
    grid = grid_of(Form.load(import_form(SURVEY.encode(), ".md").xform), terms())
    said = {"region": "mars", "hardest": "water air", "order": "water air health"}
    found = Reader(grid).read(b"1", said, "de")
    assert found.answers == {"hardest": ("water",), "order": (), "": ()}


async def test_a_release_counts_everybody_and_each_region(town: Town) -> None:
    await crowd(town, 90)
    made = read(await release(town))
    assert (made["consultation"], made["release"], made["day"]) == (SLUG, 1, "2026-11-24")
    (survey,) = made["surveys"]
    assert [row["category"] for row in survey["rows"]] == ["", "jadida", "settat"]
    people = survey["questions"][0]["blocks"]
    assert people[0]["base"] == 90
    assert 80 <= people[1]["base"] + people[2]["base"] <= 100


async def test_asked_twice_it_is_the_same_bytes(town: Town) -> None:
    await crowd(town, 60)
    first, again = await release(town), await release(town)
    assert again.changes is None
    assert again.release == first.release
    assert await releases.last(town.store.database, SLUG) == first.release


async def test_one_who_goes_among_nine_changes_nothing(town: Town) -> None:
    await crowd(town, 60)
    somebody = await sent(town)
    first = await release(town)
    await somebody.goes_through("/forget; [Erase everything]")
    assert ask(town.store.database, "SELECT count(*) FROM response") == [(60,)]
    assert (await release(town)).release == first.release
    await crowd(town, 8, seed=2)
    assert (await release(town)).release == first.release, "nine have come or gone"
    await crowd(town, 30, seed=3)
    second = await release(town)
    assert second.release.number == 2
    assert (await releases.last(town.store.database, SLUG)) == second.release


async def test_of_two_that_are_made_at_once_one_is_kept(town: Town) -> None:
    await crowd(town, 60)
    here = await town.consultation()
    both = [await releasing.make(town.store, here, town.now.date()) for _ in range(2)]
    first, second = (made.changes for made in both)
    assert first
    assert second
    await town.store.apply(first)
    with pytest.raises(Stale):
        await town.store.apply(second)
    assert ask(town.store.database, "SELECT number FROM release") == [(1,)]


async def test_none_is_kept_once_the_consultation_has_moved_on(town: Town) -> None:
    made = await releasing.make(town.store, await town.consultation(), town.now.date())
    assert made.changes
    await town.store.apply(Changes((consultations.move(SLUG, "open", "closing"),)))
    with pytest.raises(Stale):
        await town.store.apply(made.changes)


async def test_without_twenty_people_it_shows_nothing(town: Town) -> None:
    await sent(town)
    made = await release(town)
    assert is_empty(made.release.document)
    shown = json.dumps(read(made)["surveys"][0]["questions"])
    assert '"base": null' in shown
    assert not any(f'"base": {number}' in shown for number in range(1, 100))


async def test_simulated_answers_are_not_in_it(town: Town) -> None:
    await crowd(town, 40)
    ask(town.store.database, "UPDATE response SET kind = 'simulated'")
    assert is_empty((await release(town)).release.document)


async def test_what_comes_later_into_a_survey_is_not_counted_and_it_is_said(town: Town) -> None:
    await crowd(town, 40)
    first = read(await release(town))
    more = "| | select_one right | first | And first? | Et d'abord ? | وأولا؟ | | |\n| choices"
    xform = import_form(SURVEY.replace("| choices", more).encode(), ".md", ("en", "fr", "ar")).xform
    later = Version(SLUG, "residents", 2, "residents", "other", xform)
    await town.store.apply(Changes((consultations.publish(later),)))
    await crowd(town, 40, seed=2)
    made = await release(town)
    assert made.later == ("first",)
    names = [question["name"] for question in first["surveys"][0]["questions"]]
    assert [question["name"] for question in read(made)["surveys"][0]["questions"]] == names
    assert read(made)["surveys"][0]["version"] == 2


async def test_what_is_not_safe_is_not_made(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    await crowd(town, 40)
    monkeypatch.setattr(audit, "hide_beside", lambda *_: [])
    monkeypatch.setattr(audit, "keep_back", lambda *_: False)
    monkeypatch.setattr(audit, "_narrow", lambda _, needed: dict.fromkeys(needed, 0))
    with pytest.raises(ReleaseUnsafe):
        await release(town)
    assert await releases.last(town.store.database, SLUG) is None
