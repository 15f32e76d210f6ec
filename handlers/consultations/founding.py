"""A consultation begun on the dashboard, its texts and dates mended there, as a folder does on the server."""

from collections.abc import Mapping
from dataclasses import replace
from typing import get_args

from handlers.approvals.awaiting import SHORT
from handlers.approvals.outcome import Outcome
from handlers.consultations import holding, wanting
from handlers.consultations.folder import CheckedSurvey, Folder, checked, disagreements
from handlers.consultations.packing import files, packed
from handlers.consultations.renewing import DONE, Given, before_it_opens, can_be, now, regions_in
from handlers.consultations.stating import Fields, consents_of, fields_of, languages_of, stated
from handlers.form_importer import import_apart
from handlers.studio import aside
from handlers.view import Place
from storage import consultations
from storage.consultations import Consultation
from storage.proposals import proposal
from storage.store import Store
from storage.terms import Admission, Audience, Terms
from survey.problems import FormProblems, Problem

AUDIENCES: tuple[Audience, ...] = ("residents", "organisations")
"""Each has one survey, called as they are."""
Forms = Mapping[Audience, Given]


async def looked_through(fields: Fields, forms: Forms) -> Folder:
    """A new one of which texts and dates are in order. Raises `FormProblems` with all mistakes of its forms.

    Its regions are the choices of the question that asks for them.
    """
    terms, surveys, problems = _terms(fields, forms), list[CheckedSurvey](), list[Problem]()
    for survey in terms.surveys:
        given = forms[survey.audience]
        try:
            made = await import_apart(given.content, given.kind, terms.languages, given.beside)
            surveys.append(checked(survey, made))
        except FormProblems as error:
            problems += error.problems
    if problems:
        raise FormProblems(tuple(problems))
    return await aside(_folder, terms, tuple(surveys))


def _terms(fields: Fields, forms: Forms) -> Terms:
    languages, zone = languages_of(fields), fields["timezone"]
    region, form = fields.get("region_question", "").strip(), _file("residents", forms)
    there = [each for each in AUDIENCES if each in forms]
    return Terms.model_validate(
        {
            "slug": fields["slug"],
            "languages": languages,
            "timezone": zone,
            "consent_version": "1",
            "regions": form if region else "",
            "region_question": region,
            "groups": tuple(dict.fromkeys(fields.get("groups", "").replace(",", " ").split())),
            "surveys": [{"name": each, "audience": each, "form": _file(each, forms)} for each in there],
            "access": fields["access"] if fields.get("access") in get_args(Admission) else "open",
            **stated(fields, languages, zone),
            **consents_of(fields, languages),
        }
    )


def _file(audience: Audience, forms: Forms) -> str:
    """What the file would be called in a folder."""
    return f"{'survey' if audience == 'residents' else audience}{forms[audience].kind}"


def _folder(terms: Terms, surveys: tuple[CheckedSurvey, ...]) -> Folder:
    """Raises `FormProblems`."""
    regions = regions_in(terms, surveys[0])
    if apart := list(disagreements(terms, regions, surveys)):
        raise FormProblems((*apart, *(warning for each in surveys for warning in each.warnings)))
    return Folder(terms, regions, surveys)


async def begun(store: Store, place: Place, person: bytes, folder: Folder) -> Outcome:
    """It is there, to be tried; it opens when its time comes, if a second person has approved it by then."""
    slug = folder.terms.slug
    if await consultations.get(store.database, slug):
        return Outcome("changed")
    store.keys.create(slug)
    return await before_it_opens(store, place, person, folder, None)


async def mark(store: Store, found: Consultation) -> str:
    """Stands for all of it as it was when somebody began to mend it."""
    return (await holding.as_it_is(store, found)).content[:SHORT]


async def mended(
    store: Store, place: Place, person: bytes, found: Consultation, fields: Fields, seen: str
) -> Outcome:
    """Its texts and dates are as they were written; where people answer, a second person looks first."""
    if not can_be(found):
        return Outcome("late")
    if seen != await mark(store, found):
        return Outcome("changed")
    terms = _mended(found, fields)
    if terms == found.terms:
        return Outcome("same")
    regions = tuple(await consultations.regions(store.database, found.slug))
    surveys = tuple([await now(store, found, each) for each in terms.surveys])
    folder = Folder(terms, regions, surveys)
    if found.state != "open":
        return await before_it_opens(store, place, person, folder, found)
    wanted = proposal("change", found.slug, packed(folder))
    outcome = await wanting.done_or_asked(store, place, person, wanted, DONE)
    return replace(outcome, changes=outcome.changes.also(*files(*surveys)))


def _mended(found: Consultation, fields: Fields) -> Terms:
    """What is open opens no other time; a date that nobody touched stays to the second."""
    changed, before = stated(fields, found.terms.languages, found.terms.timezone), fields_of(found.terms)
    for name in ("opens", "closes"):
        if fields.get(name) == before[name] or (name == "opens" and found.state == "open"):
            changed.pop(name, None)
    return found.terms.model_copy(update=changed)
