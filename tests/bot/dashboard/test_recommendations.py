"""Recommendations on the dashboard: imported whole or not at all, and marked; and as everybody sees them."""

from dataclasses import replace

import pytest

from handlers.recommendations.importing import taken
from reports.recommendations.entry import Found, Recommendation
from storage import consultations, recommendations
from storage.changes import Changes
from tests.bot.dashboard.office import Office, done, hired
from tests.reports.recommendations.lists import listed
from tests.town import SLUG, Town

HOME = "/admin/recommendations"
HEAD = ("Recommendation", "Position", "Themes")
LIST = listed(
    HEAD,
    ("115.1 Ratify <i>it</i> (Croatia);", "Supported", "A12 Norms\nAffected persons:\n- women"),
    ("115.2 Give shelter (Atlantis).", "Noted", "E23 Right to adequate housing\nSDGs:\n- 11"),
)
LOST = listed(HEAD, ("115.1 Ratify it (Croatia);", "Supported", "A12"), ("No number (Peru)", "Noted", "A12"))


async def imported(town: Town, *numbers: str) -> list[recommendations.Recommendation]:
    """Some of one review, in the order of their numbers."""
    one = Recommendation(
        "Slovenia", 34, "", "Give shelter (Peru)", ("Peru",), "noted", themes=("Right to adequate housing",)
    )
    made = await taken(town.store, Found([replace(one, number=number) for number in numbers]))
    await town.store.apply(Changes(made.writes))
    return await recommendations.every(town.store.database)


async def test_a_list_is_imported_whole_or_not_at_all(town: Town, office: Office) -> None:
    async with office.signed_in(await hired(town)) as browser:
        assert await browser.uploads(HOME, ("file", "list.docx", LOST)) == 422
        assert "The file has 1 mistake. Nothing was changed." in browser.page
        assert "There is no number before “No number (Peru)”." in browser.page
        assert await recommendations.every(town.store.database) == []
        assert await browser.uploads(HOME, ("file", "list.docx", b"x")) == 422
        assert await browser.uploads(HOME, ("file", "list.docx", LIST)) == 200
        assert "New: 2. Changed: 0. As they were: 0." in browser.page
        assert "names a State I do not know: Atlantis" in browser.page
        assert "Ratify &lt;i&gt;it" in browser.page
        await browser.uploads(HOME, ("file", "list.docx", LIST))
        assert "New: 0. Changed: 0. As they were: 2." in browser.page
    assert await done(town) == ["imported 2 recommendations"]


async def test_what_the_file_does_not_say_is_said_beside_it(town: Town, office: Office) -> None:
    table = b"number,text,position\r\n1.1,Ratify it (Peru),noted\r\n"
    async with office.signed_in(await hired(town)) as browser:
        assert await browser.uploads(HOME, ("file", "own.csv", table)) == 422
        assert "The file does not say which State was reviewed." in browser.page
        await browser.uploads(HOME, ("file", "own.csv", table), country="Slovenia", session="48", cycle="4")
    (one,) = await recommendations.every(town.store.database)
    assert (one.country, one.session, one.cycle) == ("Slovenia", 48, 4)


async def test_somebody_marks_what_we_can_act_on_and_what_was_said(town: Town, office: Office) -> None:
    one, _ = await imported(town, "121.1", "121.2")
    here = f"{HOME}/{one.code}"
    said = {"ours": "1", "owner": "Housing office", "status": "in progress", "day": "2026-03-01"}
    async with office.signed_in(await hired(town)) as browser, office.browser() as everybody:
        await browser.opens(here)
        seen = browser.hidden("seen")
        await browser.sends(here, None, seen=seen, **said)
        assert "Please write where it was published" in browser.page
        await browser.sends(here, None, seen=seen, **said, source="Mid-term report")
        assert "It is done." in browser.page
        await browser.sends(here, None, seen=seen, **said, source="Mid-term report")
        assert "It was changed meanwhile." in browser.page
        assert await browser.sends(here, seen=seen, day="yesterday") == 400
        assert await browser.opens(f"{HOME}?ours=1&theme=theme-housing") == 200
        assert "121.1" in browser.page
        assert "121.2" not in browser.page
        assert await everybody.opens(f"/recommendations/{one.code}") == 200
        for told in (
            "Give shelter (Peru)",
            "In progress",
            "Mid-term report",
            "Housing office",
            "1 March 2026",
        ):
            assert told in everybody.page
    assert await done(town) == ["marked 121.1"]


async def test_who_may_only_look_is_offered_nothing(town: Town, office: Office) -> None:
    (one,) = await imported(town, "121.1")
    async with office.signed_in(await hired(town, "reader")) as browser:
        await browser.opens(HOME)
        assert "Import recommendations" not in browser.page
        await browser.opens(f"{HOME}/{one.code}")
        assert "It is within our competence" not in browser.page
        assert await browser.opens(f"{HOME}/000000000000") == 404


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
async def test_everybody_reads_them_page_by_page(town: Town, office: Office, language: str) -> None:
    await imported(town, *(f"121.{each}" for each in range(1, 32)))
    async with office.browser() as everybody:
        assert await everybody.opens(f"/recommendations?language={language}") == 200
        assert "121.30" in everybody.page
        assert "121.31" not in everybody.page
        assert await everybody.opens(f"/recommendations?language={language}&page=2&theme=") == 200
        assert "121.31" in everybody.page
        for odd in ("page=0", "page=x", "page=99999", "theme=nothing", "page=²"):
            assert await everybody.opens(f"/recommendations?{odd}") == 200
        assert await everybody.opens("/recommendations/000000000000") == 404


async def test_people_are_asked_about_those_that_we_can_act_on(town: Town, office: Office) -> None:
    one, _ = await imported(town, "121.1", "121.2")
    survey, here = f"{HOME}/survey", f"{HOME}/{one.code}"
    asked = {f"question-{code}": f"How far is it ({code})?" for code in ("en", "fr", "ar")}
    async with office.signed_in(await hired(town)) as browser:
        await browser.opens(survey)
        assert "There is no recommendation yet that you can act on." in browser.page
        await browser.opens(here)
        assert "“Give shelter”: how far has this come where you live?" in browser.page
        day = {"day": "2026-03-01", "ours": "1"}
        await browser.sends(here, None, seen=browser.hidden("seen"), **day)
        chosen = {"consultation": SLUG, f"of-{one.code}": "1"}
        assert await browser.sends(survey, None, **chosen) == 422
        assert "Please write the questions first: 121.1 (en)" in browser.page
        await browser.opens(here)
        await browser.sends(here, None, seen=browser.hidden("seen"), **day, **asked)
        assert await browser.sends(survey, None, consultation=SLUG) == 422
        assert "Please choose one at least, and 12 at most." in browser.page
        assert await browser.sends(survey, None, consultation="elsewhere", **{f"of-{one.code}": "1"}) == 400
        await browser.sends(survey, None, **chosen)
        assert browser.path == f"/admin/consultations/{SLUG}/surveys/residents"
        for told in (
            "How far is it (en)?",
            "About half is done",
            "What should come next?",
            "Where do you live?",
        ):
            assert told in browser.page
        await browser.sends(browser.path, None, seen=browser.hidden("seen"))
    latest = await consultations.latest(town.store.database, SLUG)
    assert latest["residents"].number == 2
