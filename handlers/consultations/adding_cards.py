"""A set of learning cards that an organisation wrote: somebody else looks at it, then it is added."""

import json
from dataclasses import dataclass

from handlers.consultations.cards_file import card_mistakes
from handlers.consultations.folder import CheckedSurvey, Folder, checked
from handlers.consultations.packing import packed_survey, published_survey, unpacked_survey
from handlers.form_importer import import_apart
from handlers.studio import aside
from storage import consultations, proposals
from storage.consultations import Consultation
from storage.proposals import Proposal
from storage.store import Store
from storage.terms import SurveyTerms
from survey.form import Form
from survey.problems import FormProblems

LARGEST = 1_000_000
"""Bytes of a form that somebody sends in the chat."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A set in which nothing is wrong; `organisation`: whose it is, where it is one's."""

    survey: CheckedSurvey
    organisation: bytes | None = None


async def looked_through(
    store: Store, found: Consultation, terms: SurveyTerms, content: bytes
) -> CheckedSurvey:
    """A form as this set. Raises `FormProblems` with all mistakes at once."""
    regions = {each.code for each in await consultations.regions(store.database, found.slug)}
    imported = await import_apart(content, ".xlsx", found.terms.languages)
    mistakes = await aside(lambda: list(card_mistakes(found.terms, regions, terms.name, imported.xform)))
    if mistakes:
        raise FormProblems((*mistakes, *imported.warnings))
    return checked(terms, imported)


def proposed(slug: str, offered: Offered) -> Proposal:
    """That it is added: one for each set, so that nobody's takes the place of another's."""
    survey = offered.survey
    content = {
        "terms": survey.terms.model_dump(mode="json"),
        "organisation": offered.organisation.hex() if offered.organisation else "",
        "survey": packed_survey(survey),
    }
    return proposals.proposal("cards", slug, json.dumps(content, ensure_ascii=False), name=survey.terms.name)


async def offered_in(store: Store, proposal: Proposal) -> Offered:
    """What was proposed."""
    content = json.loads(proposal.content)
    terms = SurveyTerms.model_validate(content["terms"])
    survey = await unpacked_survey(store, terms, content["survey"])
    return Offered(survey, bytes.fromhex(content["organisation"]) or None)


def title_of(offered: Offered, language: str) -> str:
    """What it is called."""
    return Form.load(offered.survey.xform).opening(language)


async def folder_with(store: Store, found: Consultation, survey: CheckedSurvey) -> Folder:
    """The consultation as it is now, with this set."""
    latest = await consultations.latest(store.database, found.slug)
    others = [each for each in found.terms.surveys if each.name != survey.terms.name]
    surveys = tuple([await published_survey(store, each, latest[each.name]) for each in others])
    terms = found.terms.model_copy(update={"surveys": (*others, survey.terms)})
    regions = tuple(await consultations.regions(store.database, found.slug))
    return Folder(terms, regions, (*surveys, survey))
