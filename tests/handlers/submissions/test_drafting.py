"""A paper is begun from what was released and published; what it says then holds against the check."""

from dataclasses import replace
from datetime import date

import pytest

from handlers.recommendations.assessments import all_results, assessments
from handlers.recommendations.marking import marked
from handlers.submissions import gathering, holding
from handlers.submissions.answering import answered
from handlers.submissions.drafting import begun
from handlers.submissions.holding import Held
from handlers.words import LANGUAGES, Words, plain
from reports.submission.draft import FORMS, Draft, Form, Paragraph
from storage import events, recommendations
from storage.changes import Changes
from storage.events import Event, State
from storage.recommendations import Recommendation
from tests.recommendations import OURS, published, shelter
from tests.released import crowd, release
from tests.town import SLUG, Town

BEFORE = "settat-2025"
pytestmark = pytest.mark.sqlite


async def followed(town: Town) -> Recommendation:
    """It was assessed twice; the first time it was officially in progress."""
    await town.hold(slug=BEFORE, opens="2025-01-01", closes="2025-02-01")
    found = await shelter(town)
    earlier = replace(OURS, status="in progress", day=date(2025, 1, 15), source="Mid-term letter")
    await town.store.apply(Changes(await marked(town.store, found, earlier, town.now.date())))
    await published(town, SLUG, found, "2026-11-24", None, None, 100, 100, None)
    await published(town, BEFORE, found, "2025-02-02", 100, 100, None, None, None)
    return found


async def said(town: Town, form: Form, found: Recommendation, heard: int = 2) -> list[str]:
    progress = await recommendations.progress_of(town.store.database, found.id)
    those = assessments(await all_results(town.store, "en"), found, "en")[:heard]
    made = answered(Words("en"), form, found, progress, those)
    return [plain(each.text) for each in made.paragraphs]


async def paper(town: Town, form: Form, language: str) -> Held:
    """Begun, and who submits it filled in."""
    of = await gathering.material(town.store, await town.consultation(), simulated=False, day=town.now.date())
    those = await gathering.chosen(town.store, ("115.2",), 0, "Slovenia")
    made = await begun(town.store, of, form, Words(language), "Slovenia", those)
    return await _held(
        town, replace(made, submitters=("Housing Now", "Eau Vive"), contact="-", keywords=("-",))
    )


async def _held(town: Town, draft: Draft) -> Held:
    of = await gathering.material(town.store, await town.consultation(), simulated=False, day=town.now.date())
    return await holding.held(town.store, of, draft, town.desk.place().fresh)


async def test_a_report_at_mid_term_says_what_was_said_then_and_now(town: Town) -> None:
    official, people = await said(town, "mid-term", await followed(town))
    assert "Official status on 15 January 2025: In progress (Mid-term letter)." in official
    assert official.endswith("Official status on 1 March 2026: Implemented (National report).")
    assert people.startswith("200 people said how far recommendation 115.2 has come where they live")
    assert people.index("on 2 February 2025): ") < people.index("on 24 November 2026): ")
    assert people.endswith("People say that more is done than the time before.")


async def test_what_was_asked_once_is_compared_with_nothing(town: Town) -> None:
    found = await followed(town)
    _, people = await said(town, "mid-term", found, heard=1)
    assert people.endswith("People were asked once, so that there is nothing to compare with yet.")
    _, nothing = await said(town, "mid-term", found, heard=0)
    assert nothing == "Nothing is published yet of what people say of it."


async def test_other_places_are_not_compared(town: Town) -> None:
    found = await followed(town)
    progress = await recommendations.progress_of(town.store.database, found.id)
    now, before = assessments(await all_results(town.store, "en"), found, "en")
    elsewhere = replace(before, regions=[])
    made = answered(Words("en"), "mid-term", found, progress, [now, elsewhere])
    assert made.paragraphs[1].text.endswith(
        "Other places were asked before, so that the two are not compared."
    )
    assert "2025" not in made.paragraphs[1].text


async def test_what_is_begun_holds_in_each_language_and_form(town: Town) -> None:
    await followed(town)
    await crowd(town, 120)
    await release(town)
    headings: dict[str, list[str]] = {}
    for form in FORMS:
        for language in LANGUAGES:
            held = await paper(town, form, language)
            assert held.problems == (), (form, language)
            headings[f"{form} {language}"] = [plain(each.heading) for each in held.draft.sections]
    assert headings["national en"][:2] == ["What local governments did", "Who was heard"]
    assert headings["mid-term en"][0] == "Recommendations that were supported"
    assert headings["local en"][0] == "Goal 11. Sustainable cities and communities"
    assert headings["organisation en"][-1] == "Recommendations of earlier reviews"


async def test_numbers_of_an_assessment_are_those_that_were_published(town: Town) -> None:
    await followed(town)
    await crowd(town, 120)
    await release(town)
    made = (await paper(town, "organisation", "en")).draft
    last = max(number for number, _ in made.paragraphs())

    async def found(text: str, *cites: str) -> set[str]:
        more = replace(made.sections[-1], paragraphs=(*made.sections[-1].paragraphs, Paragraph(text, cites)))
        held = await _held(town, replace(made, sections=(*made.sections[:-1], more)))
        assert {each.paragraph for each in held.problems} <= {last + 1}
        return {each.kind for each in held.problems}

    assert await found("Half way, say 100 of 200 people.", "assessment 115.2") == set()
    assert await found("Then 100 of 200 people said so.", f"assessment 115.2 in={BEFORE}") == set()
    assert await found("Of them 140 said so.", "assessment 115.2") == {"number"}
    assert await found("Many said so.", "assessment 115.2 region=settat") == {"hidden"}
    assert await found("Many said so.", "assessment 115.2 in=nowhere") == {"cite"}
    states: tuple[State, ...] = ("open", "over", "cancelled", "draft", "asked", "refused")
    held = [
        Event(bytes([9, place] * 8), SLUG, {}, {}, 1, 2, "UTC", state=each)
        for place, each in enumerate(states)
    ]
    await town.store.apply(Changes(tuple(map(events.add, held))))
    kinds = [await found("It was said there.", f"event {each.code}") for each in held]
    assert kinds == [set(), set(), {"cite"}, {"cite"}, {"cite"}, {"cite"}]


async def test_what_was_recommended_to_another_state_is_not_cited(town: Town) -> None:
    await shelter(town)
    assert await gathering.chosen(town.store, (), 0, "Morocco") == []
    assert [each.name for each in await gathering.chosen(town.store, (), 0, "Slovenia")] == ["115.2"]
