"""The public page of a round of dialogues: dates and places, and what was published, region by region."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import cast

from bot.channels.web.contract import ResultsOf, RoundOf
from bot.pages.results import Results, Survey
from bot.pages.rounds import Dialogue, Round
from handlers.events.readable import MAP
from handlers.words import Words
from storage import consultations, contacts, events
from storage.consultations import Consultation, Region
from storage.contacts import Contact
from storage.store import Store


def round_page(store: Store, results: ResultsOf, clock: Callable[[], datetime]) -> RoundOf:
    """Of a consultation in a language; None where it has no round, or has not opened."""

    async def page(slug: str, language: str) -> Round | None:
        found, named = await consultations.get(store.database, slug), await contacts.of(store.database, slug)
        if found is None or found.state == "scheduled" or not named:
            return None
        spoken = found.terms.spoken(language)
        nodes = [each for each in await consultations.regions(store.database, slug) if each.code in named]
        return Round(
            slug,
            found.terms.say(found.terms.title, spoken),
            found.terms.say(found.terms.organiser, spoken),
            [await _dialogue(store, found, each, named[each.code], spoken, clock()) for each in nodes],
            by_region(await results(slug, language), found.terms.region_question),
        )

    return page


async def _dialogue(
    store: Store, found: Consultation, region: Region, contact: Contact, language: str, now: datetime
) -> Dialogue:
    """Its date is told once the event was approved."""
    name, office = (found.terms.say(each, language) for each in (region.names, contact.office))
    event = await events.get(store.database, contact.dialogue)
    if event is None or event.state not in {"open", "over"}:
        return Dialogue(name, office)
    where = MAP.format(*event.point.split(" ")[:2]) if event.point else ""
    when = Words(language).moment(event.begins, event.zone)
    return Dialogue(
        name, office, event.begins.isoformat(), when, event.place, where, event.ends <= now.timestamp()
    )


def by_region(sections: Sequence[Results], question: str) -> Sequence[Results]:
    """The same, with residents alone, and broken down by the answers to this question alone."""
    return [cast(Results, {**each, "surveys": list(_surveys(each, question))}) for each in sections]


def _surveys(section: Results, question: str) -> Iterator[Survey]:
    return (_regions_of(each, question) for each in section["surveys"] if each["audience"] == "residents")


def _regions_of(survey: Survey, question: str) -> Survey:
    rows = [row for row in survey.get("rows", ()) if row["dimension"] == question]
    sizes = [each for each in survey.get("dimensions", ()) if each["name"] == question]
    return cast(Survey, {**survey, "rows": rows, "dimensions": sizes})
