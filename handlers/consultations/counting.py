"""Simulated answers are counted exactly, since nobody gave them. Of real ones, see `releasing`."""

from typing import Any

from handlers.consultations.grids import accesses
from reports.counts import Tally, survey_results
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


async def section(store: Store, consultation: Consultation, language: str) -> dict[str, Any]:
    """The counts as a results page shows them in a language: with the names of choices."""
    counted = await results(store, consultation, language)
    for survey in counted["surveys"]:
        form = await store.form(consultation.slug, survey["name"], survey["version"])
        by_name = {question.name: question for question in form.questions}
        for question in survey["questions"]:
            ref = by_name[question["name"]].ref
            question["choice_labels"] = {
                choice.name: form.choice_label(ref, choice.name, language) for choice in form.choices(ref)
            }
    terms = consultation.terms
    about = {name: terms.say(getattr(terms, name), language) for name in ("title", "organiser")}
    return {**counted, "consultation": {"slug": consultation.slug, **about}}


def results_address(public_url: str, slug: str, language: str) -> str:
    """Of the page with what was published."""
    return f"{public_url}/results/{slug}?language={language}"
