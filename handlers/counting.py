"""`results`: every response of a consultation is opened, counted and forgotten again."""

from typing import Any

from reports.counts import Tally, survey_results
from storage import consultations, responses
from storage.consultations import Consultation
from storage.store import Store
from survey import engine


async def results(
    store: Store, consultation: Consultation, simulated: bool, language: str = ""
) -> dict[str, Any]:
    """The counts, as `results --format json` prints them.

    Real numbers are exact only for a consultation created with `raw_export`; simulated ones always are.
    """
    slug = consultation.slug
    kind = "simulated" if simulated else "real"
    tallies = {
        survey: Tally(await store.form(slug, survey, version.number), version.number)
        for survey, version in (await consultations.latest(store.database, slug)).items()
    }
    async for survey, version, document in responses.each(store.database, store.keys, slug, kind):
        form = await store.form(slug, survey, version)
        tallies[survey].add(engine.answers(form, document.submission))
    exact = simulated or consultation.terms.raw_export
    spoken = language or consultation.terms.languages[0]
    order = [survey.name for survey in consultation.terms.surveys if survey.name in tallies]
    return {
        "consultation": slug,
        "simulated": simulated,
        "surveys": [survey_results(name, tallies[name], spoken, exact) for name in order],
    }
