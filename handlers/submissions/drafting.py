"""The first draft of a paper, from a release and the recommendations that it answers to."""

from collections.abc import Iterable, Mapping
from typing import Any

from handlers.consultations.showing import shown
from handlers.reading.finding import CONSENT
from handlers.recommendations.telling import position_name, status_name
from handlers.submissions.gathering import Material
from handlers.words import Words
from reports.files.words import clean
from reports.submission.beginning import opening, sections
from reports.submission.draft import Draft, Form, Paragraph, Section
from storage.recommendations import Progress, Recommendation
from storage.store import Store


async def begun(
    store: Store,
    of: Material,
    form: Form,
    words: Words,
    country: str,
    those: Iterable[Recommendation],
    now: Mapping[bytes, Progress],
) -> Draft:
    """What is known is written; submitters, contact and key words are left to people."""
    terms, document = of.consultation.terms, of.document or b""
    surveys = (await shown(store, of.consultation, document, words.language))["surveys"]
    read = [{**each, "questions": told(each["questions"])} for each in surveys]
    title = terms.say(terms.title, words.language)
    answered = [_answered_to(each, now.get(each.id), words) for each in those]
    heading = words.say("Recommendations of earlier reviews")
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
        opening(title, read, words),
        (*sections(read, words), *((Section(heading, tuple(answered)),) if answered else ())),
    )


def told(questions: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Who agreed to be quoted is nothing to tell."""
    return [each for each in questions if each["name"] != CONSENT]


def _answered_to(each: Recommendation, said: Progress | None, words: Words) -> Paragraph:
    """What was recommended, what became of it officially; what residents say comes from people."""
    text = words.say(
        "Recommendation %(number)s (%(position)s): “%(text)s” Official status: %(status)s.",
        number=each.name,
        position=position_name(words, each.position),
        text=each.text,
        status=status_name(words, said.status if said else None),
    )
    return Paragraph(clean(text), (f"recommendation {each.name}",))


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
