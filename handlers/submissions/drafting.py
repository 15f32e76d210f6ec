"""The first draft of a paper, from a release and the recommendations that it answers to."""

from collections.abc import Iterable, Mapping
from typing import Any

from handlers.consultations.showing import shown
from handlers.reading import codebook
from handlers.reading.finding import CONSENT
from handlers.recommendations.assessments import Published, all_results, assessments
from handlers.submissions.answering import answered
from handlers.submissions.gathering import Material
from handlers.words import Words
from reports.files.words import clean
from reports.submission.beginning import heard, opening, sections
from reports.submission.draft import Draft, Form
from reports.submission.kinds import Answered, arranged, purpose
from storage import recommendations
from storage.recommendations import Recommendation
from storage.store import Store

GOAL = "sdg-"


async def begun(
    store: Store, of: Material, form: Form, words: Words, country: str, those: Iterable[Recommendation]
) -> Draft:
    """What is known is written; submitters, contact and key words are left to people."""
    terms, document = of.consultation.terms, of.document or b""
    surveys = (await shown(store, of.consultation, document, words.language))["surveys"]
    read = [{**each, "questions": told(each["questions"])} for each in surveys]
    title = terms.say(terms.title, words.language)
    results = await all_results(store, words.language)
    about = [await _answered(store, results, of, form, words, each) for each in those]
    codes = codebook.common(words).items()
    goals = {code.removeprefix(GOAL): name for code, name in codes if code.startswith(GOAL)}
    said = tuple(sections(read, words, counted=form != "national"))
    return Draft(
        clean(_title(form, country, words)),
        country,
        words.language,
        form,
        of.consultation.slug,
        (of.release or {}).get("release", 0),
        of.simulated,
        (),
        (),
        "",
        opening(purpose(form, words), title, read, words),
        arranged(form, about, said, tuple(heard(read, words)), goals, words),
    )


def told(questions: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Who agreed to be quoted is nothing to tell."""
    return [each for each in questions if each["name"] != CONSENT]


async def _answered(
    store: Store, results: list[Published], of: Material, form: Form, words: Words, each: Recommendation
) -> Answered:
    """Simulated answers stand beside simulated ones alone."""
    said = await recommendations.progress_of(store.database, each.id)
    voices = assessments(results, each, words.language, of.simulated)
    return answered(words, form, each, said, voices)


def _title(form: Form, country: str, words: Words) -> str:
    say = words.say
    match form:
        case "national":
            return say("Annex to the national report: %(country)s", country=country)
        case "mid-term":
            return say("Report at mid-term: %(country)s", country=country)
        case "local":
            return say("Voluntary Local Review: %(country)s", country=country)
    return say("Submission to the Universal Periodic Review: %(country)s", country=country)
