"""What a paper is written from and held against: a release, quotes, recommendations, events."""

import json
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from handlers.consultations import counting
from handlers.consultations.showing import shown
from handlers.reading import finding
from handlers.reading.finding import OpenQuestion
from handlers.recommendations.assessments import all_results
from handlers.recommendations.bundling import voices
from handlers.recommendations.marking import day_of
from handlers.recommendations.telling import step_names
from handlers.view import Fresh
from handlers.words import LANGUAGES, Words
from reports.recommendations.bundle import Voice
from reports.submission.cites import about
from reports.submission.draft import Draft
from reports.submission.known import Known
from reports.submission.world import state_of
from storage import consultations, events, recommendations, releases
from storage.consultations import Consultation
from storage.events import Event
from storage.recommendations import Recommendation
from storage.store import Store

CHANCE = 16


@dataclass(frozen=True, slots=True)
class Material:
    """Of a consultation, real or simulated. `document`: of the last release; None where there is none."""

    consultation: Consultation
    simulated: bool
    document: bytes | None

    @property
    def release(self) -> dict[str, Any] | None:
        found: dict[str, Any] | None = json.loads(self.document) if self.document else None
        return found


async def material(store: Store, consultation: Consultation, simulated: bool, day: date) -> Material:
    """The last release, or what one would say of the simulated answers."""
    if simulated:
        return Material(consultation, True, await counting.as_released(store, consultation, day))
    last = await releases.last(store.database, consultation.slug)
    return Material(consultation, False, last.document if last else None)


async def known(store: Store, of: Material, draft: Draft, fresh: Fresh) -> Known:
    """All that a draft is held against. Quotes are read anew: who took back a yes is not in them."""
    held = [each for each in await events.every(store.database) if each.consultation == of.consultation.slug]
    public = [each for each in held if each.state in {"open", "over"}]
    those = of_state(await recommendations.every(store.database), draft.country)
    cited = [each for each in those if each.name in _cited(draft)]
    results = await all_results(store, "en")
    heard = {each.name: voices(results, each, of.simulated) for each in reversed(cited)}
    said = [one for each in cited for one in await recommendations.progress_of(store.database, each.id)]
    return Known(
        of.release,
        tuple([each async for each in _quotes(store, of, fresh)]),
        frozenset(await _labels(store, of)),
        frozenset(await _places(store, of)),
        frozenset((*_names(public), *(each.source for each in said))),
        {each.name: each.text for each in reversed(those)},
        {each.name: each.states for each in reversed(those)},
        heard,
        frozenset(each.code for each in public),
        frozenset((*_days(of, public), *_said_on(heard), *map(day_of, said))),
    )


def _cited(draft: Draft) -> set[str]:
    """The numbers of the recommendations it is about."""
    return about(draft.cites())


def _names(public: Iterable[Event]) -> Iterator[str]:
    for each in public:
        yield from (*each.title.values(), each.place)


def _said_on(heard: Mapping[str, Sequence[Voice]]) -> Iterator[date]:
    """When what people say was published."""
    yield from (one.day for each in heard.values() for one in each)


async def _quotes(store: Store, of: Material, fresh: Fresh) -> AsyncIterator[str]:
    slug = of.consultation.slug
    for survey, version in (await consultations.latest(store.database, slug)).items():
        form = await store.form(slug, survey, version.number)
        for question in finding.open_questions(form):
            asked = OpenQuestion(of.consultation, "simulated" if of.simulated else "real", survey, question)
            for each in await finding.quotes(store, asked, fresh(CHANCE)):
                yield each.words


async def _labels(store: Store, of: Material) -> set[str]:
    """What the consultation, its questions and choices are called, in each language."""
    found = {name for each in LANGUAGES for name in step_names(Words(each)).values()}
    if of.document is None:
        return found
    terms = of.consultation.terms
    for language in terms.languages:
        found |= {terms.say(terms.title, language), terms.say(terms.organiser, language)}
        read = await shown(store, of.consultation, of.document, language)
        for survey in read["surveys"]:
            found.add(survey["title"])
            for each in (*survey["questions"], *survey["dimensions"]):
                found |= {each["label"], *each["choice_labels"].values()}
    return found


async def _places(store: Store, of: Material) -> set[str]:
    """Regions and groups, in each language."""
    regions = await consultations.regions(store.database, of.consultation.slug)
    found = {name for each in regions for name in each.names.values()}
    for language in of.consultation.terms.languages if of.document else ():
        read = await shown(store, of.consultation, of.document or b"", language)
        found |= {row["label"] for survey in read["surveys"] for row in survey["rows"]}
    return found


def _days(of: Material, held: Iterable[Event]) -> Iterator[date]:
    """When it was open, when the release was made, when something public took place."""
    zone = of.consultation.terms.zone
    opens, closes = of.consultation.opens.astimezone(zone), of.consultation.closes.astimezone(zone)
    yield from (opens.date(), closes.date(), (closes - timedelta(days=1)).date())
    yield from (each.begins.date() for each in held)
    if of.release:
        yield date.fromisoformat(of.release["day"])


async def chosen(
    store: Store, numbers: Iterable[str], session: int, country: str = ""
) -> list[Recommendation]:
    """The recommendations of these numbers to a State; those within our competence where none is named."""
    wanted = tuple(numbers)
    every = of_state(await recommendations.every(store.database), country)
    those = [each for each in every if session in {0, each.session}]
    return [each for each in those if each.name in wanted or (not wanted and each.competent)]


def of_state(those: Iterable[Recommendation], country: str) -> list[Recommendation]:
    """Without those that were made to another State, as far as names tell. The latest review stays first."""
    ours = state_of(country)
    return [each for each in those if not ours or state_of(each.country) in {"", ours}]
