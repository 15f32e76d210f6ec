"""What people of the demo said of its recommendations, two years apart: surveys that were published."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.starter import as_spreadsheet
from handlers.consultations import applying, counting
from handlers.consultations.folder import Folder, checked
from handlers.recommendations.assessing import sheets
from reports.recommendations.assessed import STEPS, question_of
from storage import consultations, publications, recommendations
from storage.changes import Changes
from storage.consultations import Consultation
from storage.publications import Publication
from storage.recommendations import Recommendation
from storage.store import Store
from storage.terms import SurveyTerms, Terms
from survey.chance import Likings
from survey.form import Form
from survey.importer import import_form

SURVEY = SurveyTerms(name="progress", audience="residents", form="progress.xlsx")
PEOPLE = 600
LASTED = timedelta(days=30)
KEPT_DAYS = 3_650
"""The answers are nobody's: the page of results counts them whenever it is asked."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A consultation that is over. `said`: how many of a hundred chose each step, by recommendation."""

    year: int
    said: Mapping[str, tuple[int, ...]]

    @property
    def slug(self) -> str:
        return f"progress-{self.year}"

    @property
    def closed(self) -> datetime:
        return datetime(self.year, 10, 31, 20, tzinfo=UTC)


EARLIER = (
    Earlier(2023, {"1.1": (75, 25, 0, 0, 0), "1.2": (65, 35, 0, 0, 0), "1.3": (0, 0, 30, 70, 0)}),
    Earlier(2025, {"1.1": (0, 40, 60, 0, 0), "1.2": (65, 35, 0, 0, 0), "1.3": (0, 60, 40, 0, 0)}),
)


async def hold(store: Store, folder: Folder) -> None:
    """Once: each of them is there, and over; what people said in it comes after that."""
    left = [each for each in EARLIER if not await consultations.get(store.database, each.slug)]
    if not left:
        return
    asked = [each for each in await recommendations.every(store.database) if each.questions]
    before = next(each for each in folder.surveys if each.terms.audience == "residents")
    terms = _terms(folder.terms, EARLIER[0])
    content = as_spreadsheet(sheets(asked, terms, Form.load(before.xform)))
    survey = checked(SURVEY, import_form(content, ".xlsx", terms.languages))
    for each in left:
        store.keys.create(each.slug)
        held = Folder(_terms(folder.terms, each), folder.regions, (survey,))
        applied = await applying.apply(store, held, None, each.closed - LASTED)
        await store.apply(applied.changes.also(consultations.move(each.slug, "scheduled", "published")))
        store.keys.destroy(each.slug, "link")


def _terms(terms: Terms, earlier: Earlier) -> Terms:
    """As those of the demo, but for when it was, what it is called, and what was asked."""
    titles = {
        "en": f"How far have recommendations come? {earlier.year}",
        "fr": f"Où en sont les recommandations\u00a0? {earlier.year}",
        "ar": f"إلى أين وصلت التوصيات؟ {earlier.year}",
    }
    return terms.model_copy(
        update={
            "slug": earlier.slug,
            "title": titles,
            "opens": earlier.closed - LASTED,
            "closes": earlier.closed,
            "results_on": None,
            "keep_answers_days": KEPT_DAYS,
            "groups": (),
            "surveys": (SURVEY,),
        }
    )


def likings(every: Sequence[Recommendation], earlier: Earlier) -> Likings:
    """How well each step is liked, so that people say about what they shall."""
    codes = {each.number: each.code for each in every}
    return {
        question_of(codes[number]): dict(zip(STEPS, said, strict=True))
        for number, said in earlier.said.items()
        if number in codes
    }


async def publish(store: Store, earlier: Consultation) -> None:
    """Once: what a release says of the simulated answers, as people find it from then on."""
    if await publications.get(store.database, earlier.slug, earlier.terms.languages[0]):
        return
    made = json.loads(await counting.as_released(store, earlier, earlier.closes.date()))
    document = json.dumps({**made, "simulated": True}, ensure_ascii=False)
    pages = (Publication(earlier.slug, language, document) for language in earlier.terms.languages)
    await store.apply(Changes(tuple(map(publications.add, pages))))
