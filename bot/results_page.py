"""The demo's results page: simulated answers and those given in the demo, counted apart."""

from collections.abc import Sequence

from bot.channels.web.contract import ResultsOf
from bot.pages.results import Results
from handlers import counting
from storage import consultations
from storage.consultations import Consultation
from storage.store import Store
from survey.form import Form


def results_page(store: Store) -> ResultsOf:
    """What the page asks for: the sections of a consultation in a language."""

    async def sections(slug: str, language: str) -> Sequence[Results]:
        found = await consultations.get(store.database, slug)
        if found is None:
            return ()
        spoken = found.terms.spoken(language)
        return [await _section(store, found, simulated, spoken) for simulated in (True, False)]

    return sections


async def _section(store: Store, found: Consultation, simulated: bool, language: str) -> Results:
    counted = await counting.results(store, found, simulated, language)
    for survey in counted["surveys"]:
        form = await store.form(found.slug, survey["name"], survey["version"])
        by_name = {question.name: question for question in form.questions}
        for question in survey["questions"]:
            ref = by_name[question["name"]].ref
            question["choice_labels"] = _labels(form, ref, language)
    return {
        "consultation": {
            "slug": found.slug,
            "title": found.terms.say(found.terms.title, language),
            "organiser": found.terms.say(found.terms.organiser, language),
        },
        "simulated": simulated,
        "surveys": counted["surveys"],
    }


def _labels(form: Form, ref: str, language: str) -> dict[str, str]:
    return {choice.name: form.choice_label(ref, choice.name, language) for choice in form.choices(ref)}
