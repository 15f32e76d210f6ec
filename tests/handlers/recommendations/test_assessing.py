"""People are asked about recommendations by an ordinary survey; what was published says what they told."""

import json
from dataclasses import replace

import pytest

from bot.starter import as_spreadsheet
from handlers.recommendations.assessing import MOST, CannotAsk, form_for, sheets
from handlers.recommendations.assessments import all_results, assessments, gap_in, trend_in
from handlers.words import Words
from reports.recommendations.assessed import STEPS, question_of
from storage import publications
from storage.changes import Changes
from storage.publications import Publication
from storage.recommendations import Recommendation
from survey.form import Form
from survey.importer import import_form
from tests.recommendations import OURS, published, shelter
from tests.town import SLUG, Town, terms


async def made(town: Town, found: Recommendation) -> Form:
    content = as_spreadsheet(await form_for(town.store, await town.consultation(), [found]))
    return Form.load(import_form(content, ".xlsx", terms().languages).xform)


@pytest.mark.sqlite
async def test_the_survey_asks_where_people_live_and_how_far_each_has_come(town: Town) -> None:
    found = await shelter(town)
    form = await made(town, found)
    name = question_of(found.code)
    assert [each.name for each in form.asked] == ["region", name, f"{name}_why", f"{name}_next"]
    region, asked, *_ = form.asked
    assert [each.name for each in form.choices(region.ref)] == ["jadida", "settat"]
    assert tuple(each.name for each in form.choices(asked.ref)) == STEPS
    for language in terms().languages:
        assert form.heading(asked.ref, language) == found.questions[language]
        assert form.choice_label(region.ref, "settat", language)


@pytest.mark.sqlite
async def test_nobody_is_asked_in_a_language_in_which_nothing_was_written(town: Town) -> None:
    found = await shelter(town, replace(OURS, questions={"en": "How far?", "fr": " "}))
    with pytest.raises(CannotAsk, match=r"115\.2 \(fr\), 115\.2 \(ar\)"):
        await made(town, found)


@pytest.mark.sqlite
async def test_there_is_something_to_ask_and_not_too_much(town: Town) -> None:
    found = await shelter(town)
    before = await town.store.form(SLUG, "residents", 1)
    for wrong in ([], [found] * (MOST + 1)):
        with pytest.raises(CannotAsk, match="at least one"):
            sheets(wrong, terms(), before)


@pytest.mark.sqlite
async def test_the_last_stands_first_beside_what_is_official_and_the_time_before(town: Town) -> None:
    await town.hold(slug="settat-2025", opens="2025-01-01", closes="2025-02-01")
    await town.hold(slug="never-published", opens="2025-03-01", closes="2025-04-01")
    found = await shelter(town)
    assert assessments(await all_results(town.store, "en"), found, "en") == []
    await published(town, SLUG, found, "2026-11-24", None, None, 100, 100, None)
    await published(town, "settat-2025", found, "2025-02-02", 100, 100, None, None, None)
    latest, first = assessments(await all_results(town.store, "ar"), found, "ar")
    assert (latest.slug, first.slug) == (SLUG, "settat-2025")
    assert (latest.than_before, first.than_before) == ("more", "open")
    assert latest.title == terms().title["ar"]
    assert [(each.label, each.told.people) for each in latest.regions] == [("سطات", None)]
    words = Words("en")
    assert trend_in(words, latest.than_before) == "People say that more is done than the time before."
    assert gap_in(words, "implemented", first.everybody) == "People here see less than is officially said."
    assert gap_in(words, None, first.everybody) == ""


@pytest.mark.sqlite
async def test_results_from_before_there_were_releases_say_nothing(town: Town) -> None:
    await town.store.apply(Changes((publications.add(Publication(SLUG, "en", json.dumps({"surveys": []}))),)))
    assert assessments(await all_results(town.store, "en"), await shelter(town), "en") == []
