"""`results`: every response of a consultation is opened, counted and forgotten again."""

from typing import Any

from reports.counts import Tally, survey_results
from storage import codes, collected, consultations
from storage.consultations import Consultation
from storage.store import Store
from storage.terms import Access
from survey import engine

BY_NAME: tuple[Access, ...] = ("open",)
"""Organisations are verified, and need no code."""


async def results(
    store: Store, consultation: Consultation, simulated: bool, language: str = ""
) -> dict[str, Any]:
    """The counts, as `results --format json` prints them.

    Real numbers are exact only for a consultation created with `raw_export`; simulated ones always are.
    """
    slug = consultation.slug
    kind = "simulated" if simulated else "real"
    latest = await consultations.latest(store.database, slug)
    doors = (consultation.terms.access,) if simulated else await _accesses(store, consultation)
    accesses = {
        name: doors if version.audience == "residents" else BY_NAME for name, version in latest.items()
    }
    tallies = {
        (name, access): Tally(
            await store.form(slug, name, version.number), version.number, access, version.audience
        )
        for name, version in latest.items()
        for access in accesses[name]
    }
    async for survey, version, document in collected.each(store.database, store.keys, slug, kind):
        form = await store.form(slug, survey, version)
        access = accesses[survey][0] if simulated else document.access
        tallies[survey, access].add(engine.answers(form, document.submission))
    exact = simulated or consultation.terms.raw_export
    spoken = language or consultation.terms.languages[0]
    order = [survey.name for survey in consultation.terms.surveys if survey.name in latest]
    return {
        "consultation": slug,
        "simulated": simulated,
        "surveys": [
            survey_results(name, tallies[name, access], spoken, exact)
            for name in order
            for access in accesses[name]
        ],
    }


async def _accesses(store: Store, consultation: Consultation) -> tuple[Access, ...]:
    """By which doors people came in: where there are codes for an open consultation, by both."""
    if consultation.terms.access == "code":
        return ("code",)
    made = (await codes.counts(store.database, consultation.slug)).made
    return ("open", "code") if made else ("open",)


async def section(store: Store, consultation: Consultation, simulated: bool, language: str) -> dict[str, Any]:
    """The counts as a results page shows them in a language: with the names of choices."""
    counted = await results(store, consultation, simulated, language)
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
