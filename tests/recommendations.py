"""A town in which people are asked how far a recommendation of the Universal Periodic Review has come."""

import io
import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import docx

from bot.starter import as_spreadsheet
from handlers.recommendations.assessing import form_for
from handlers.recommendations.importing import taken
from handlers.recommendations.marking import Marks, marked
from handlers.submissions import gathering, holding
from handlers.submissions.drafting import begun
from handlers.words import Words
from reports.recommendations import reading
from reports.recommendations.assessed import STEPS, question_of
from reports.recommendations.entry import About
from storage import consultations, publications, recommendations
from storage.changes import Changes
from storage.consultations import Version
from storage.publications import Publication
from storage.recommendations import Recommendation
from survey.importer import import_form
from tests.reports.recommendations.lists import listed
from tests.town import SLUG, Town, terms

LIST = listed(
    ("Recommendation", "Position", "Themes"),
    ("115.1 Ratify <i>it</i> (Croatia);", "Supported", "A12 Norms\nAffected persons:\n- women"),
    ("115.2 Give shelter to everybody (Peru).", "Supported", "E23 Right to adequate housing\nSDGs:\n- 11"),
)
QUESTION = {
    "en": "Everybody shall have a shelter: how far has this come where you live?",
    "fr": "Un toit pour tout le monde : où en est-on là où vous vivez ?",
    "ar": "مأوى للجميع: إلى أين وصل هذا حيث تعيشون؟",
}
OURS = Marks(True, "Housing office", "implemented", date(2026, 3, 1), "National report", QUESTION)


async def shelter(town: Town, marks: Marks = OURS) -> Recommendation:
    """The second of the list, imported and marked."""
    made = await taken(town.store, reading.read(LIST, About()))
    await town.store.apply(Changes(made.writes))
    (found,) = await recommendations.numbered(town.store.database, "115.2")
    await town.store.apply(Changes(await marked(town.store, found, marks, town.now.date())))
    (found,) = await recommendations.numbered(town.store.database, "115.2")
    return found


async def asked(town: Town) -> Recommendation:
    """People are asked about it, in the consultation of the town."""
    found, here = await shelter(town), await town.consultation()
    content = as_spreadsheet(await form_for(town.store, here, [found]))
    imported = import_form(content, ".xlsx", here.terms.languages)
    assert imported.warnings == ()
    version = Version(SLUG, "residents", 2, "residents", "asked", imported.xform)
    await town.store.apply(Changes((consultations.publish(version),)))
    town.store.look_again()
    return found


async def say(town: Town, number: int, region: str, step: str) -> None:
    """So many people in a region say how far it has come."""
    for _ in range(number):
        somebody = town.resident()
        await somebody.goes_through(f"/start {SLUG}; [English]; [Continue]; [No]; [I agree]; [{region}]")
        await somebody.goes_through(f"[{step}]; [Skip]; [Skip]; [Send]")


async def published(town: Town, slug: str, found: Recommendation, day: str, *counts: int | None) -> None:
    """As if a consultation had been held, and this was published of it."""
    people = sum(count or 0 for count in counts)
    block: dict[str, Any] = {"base": people, "counts": dict(zip(STEPS, counts, strict=True))}
    survey = {
        "rows": [{"dimension": "", "category": ""}, {"dimension": "region", "category": "settat"}],
        "questions": [{"name": question_of(found.code), "blocks": [block, {"base": None}]}],
    }
    text = json.dumps({"release": 1, "day": day, "surveys": [survey]})
    pages = [publications.add(Publication(slug, language, text)) for language in terms().languages]
    await town.store.apply(Changes(tuple(pages)))


async def read_in_a_paper(town: Town) -> str:
    """What the Word file of a paper says of it. Numbers are rounded by chance: each stands as N."""
    of = await gathering.material(town.store, await town.consultation(), simulated=False, day=town.now.date())
    those = await gathering.chosen(town.store, ("115.2",), 0, "Slovenia")
    draft = await begun(town.store, of, "organisation", Words("en"), "Slovenia", those)
    draft = replace(draft, submitters=("Housing Now",), contact="office@housing.example", keywords=("homes",))
    held = await holding.held(town.store, of, draft, town.desk.place().fresh)
    assert held.problems == ()
    file = docx.Document(io.BytesIO(await holding.drawn(town.store, held)))
    said = (each.text for each in file.paragraphs if "ecommendation 115.2" in each.text)
    return "\n".join(re.sub(r"\d+ people", "N people", each) for each in said)
