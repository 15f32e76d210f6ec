"""Simulated answers are counted exactly, since nobody gave them; a page shows what a release would say of
them. Of real ones, see `releasing`."""

from datetime import date
from typing import Any

from handlers.consultations.grids import accesses
from handlers.consultations.releasing import about_of, as_they_are, gathered_in, whole
from handlers.consultations.showing import shown
from reports.counts import Tally, survey_results
from reports.release.document import written
from reports.release.unaudited import as_if_first
from storage import collected, consultations
from storage.consultations import Consultation
from storage.store import Store
from survey import engine


async def results(store: Store, consultation: Consultation, language: str = "") -> dict[str, Any]:
    """The counts, as `results --simulated --format json` prints them."""
    slug = consultation.slug
    latest = await consultations.latest(store.database, slug)
    tallies = {
        name: Tally(
            await store.form(slug, name, version.number),
            version.number,
            (await accesses(store, consultation, version.audience))[0],
            version.audience,
        )
        for name, version in latest.items()
    }
    async for survey, sent in collected.each(store.database, store.keys, slug, "simulated"):
        form = await store.form(slug, survey, sent.version)
        tallies[survey].add(engine.answers(form, sent.document.submission))
    spoken = language or consultation.terms.languages[0]
    order = [survey.name for survey in consultation.terms.surveys if survey.name in latest]
    return {
        "consultation": slug,
        "simulated": True,
        "surveys": [survey_results(name, tallies[name], spoken) for name in order],
    }


async def section(store: Store, consultation: Consultation, language: str, day: date) -> dict[str, Any]:
    """What a release would say of the simulated answers, as a results page shows it in a language."""
    page = await shown(store, consultation, await as_released(store, consultation, day), language)
    return {**page, "simulated": True}


async def as_released(store: Store, consultation: Consultation, day: date) -> bytes:
    """The document that a first release of the simulated answers would be."""
    slug = consultation.slug
    latest = await consultations.latest(store.database, slug)
    parts = await as_they_are(store, consultation, latest.values(), "simulated")
    gathered = await gathered_in(store, slug, parts, "simulated")
    surveys = [as_if_first(each, about_of(latest[part[0]], part)) for part, each in gathered.items()]
    return written(whole(slug, 1, day, surveys))


def results_address(public_url: str, slug: str, language: str) -> str:
    """Of the page with what was published."""
    return f"{public_url}/results/{slug}?language={language}"
