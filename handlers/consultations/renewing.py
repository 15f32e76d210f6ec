"""Another version of one survey: checked, kept for a day to be looked at, published as it was looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from handlers.approvals.approval import only_one
from handlers.approvals.noting import note
from handlers.approvals.outcome import Outcome
from handlers.consultations import applying, wanting
from handlers.consultations.folder import CheckedSurvey, Folder, FolderProblems, checked, disagreements
from handlers.consultations.packing import files, packed, packed_survey, published_survey, unpacked_survey
from handlers.form_importer import import_apart
from handlers.studio import aside
from handlers.view import Place
from handlers.words import Words
from storage import consultations, uploads
from storage.changes import Changes
from storage.consultations import Consultation, Region
from storage.proposals import proposal
from storage.store import Store
from storage.terms import SurveyTerms, Terms
from storage.uploads import LASTS, Upload
from survey.form import Form
from survey.problems import FormProblems

DONE = "applied"
"""What the log says, as of a folder that was applied on the server."""


@dataclass(frozen=True, slots=True)
class Given:
    """A file of a form (`kind`: ".xlsx", …), with the pictures and recordings that came with it, by name."""

    kind: str
    content: bytes = field(repr=False)
    beside: Mapping[str, bytes] = field(default_factory=dict, repr=False)


def can_be(found: Consultation) -> bool:
    """Whether its surveys can still have another version."""
    return found.state in {"scheduled", "open"}


async def looked_through(
    store: Store, found: Consultation, survey: SurveyTerms, given: Given
) -> CheckedSurvey:
    """A form in which nothing is wrong. Raises `FormProblems` with all mistakes at once.

    What did not come with it is as in the version before, where the form still names it.
    """
    before = await now(store, found, survey)
    beside = {name: file.content for name, file in before.media.items()} | dict(given.beside)
    imported = await import_apart(given.content, given.kind, found.terms.languages, beside)
    made = checked(survey, imported)
    folder = await _with(store, found, made)
    apart = await aside(lambda: list(disagreements(folder.terms, folder.regions, folder.surveys)))
    if apart:
        raise FormProblems((*apart, *imported.warnings))
    return made


async def kept(store: Store, place: Place, found: Consultation, made: CheckedSurvey) -> Outcome:
    """It waits to be looked at; unless people are asked exactly this already."""
    name = made.terms.name
    if made.digest == (await now(store, found, made.terms)).digest:
        return Outcome("same")
    until = int(place.now.timestamp()) + LASTS
    upload = Upload(found.slug, name, made.digest, packed_survey(made), until)
    return Outcome("done", Changes((uploads.put(upload), *files(made))))


async def waiting(
    store: Store, place: Place, found: Consultation, survey: SurveyTerms
) -> CheckedSurvey | None:
    """What was uploaded and not published so far."""
    upload = await _upload(store, place, found, survey)
    return await unpacked_survey(store, survey, upload.content) if upload else None


async def hint(store: Store, words: Words, person: bytes, found: Consultation) -> str:
    """What follows, if they publish it."""
    if found.state == "open" or await only_one(store):
        return await wanting.hint(store, words, person, proposal("change", found.slug))
    return words.say("It opens once a second person has approved it.")


async def published(
    store: Store, place: Place, person: bytes, found: Consultation, survey: SurveyTerms, seen: str
) -> Outcome:
    """It counts, or a second person is asked; never what is not as it was looked at."""
    upload = await _upload(store, place, found, survey)
    if upload is None or upload.digest != seen:
        return Outcome("changed" if upload else "gone")
    if not can_be(found):
        return Outcome("late")
    folder = await _with(store, found, await unpacked_survey(store, survey, upload.content))
    if found.state == "open":
        wanted = proposal("change", found.slug, packed(folder))
        outcome = await wanting.done_or_asked(store, place, person, wanted, DONE)
    else:
        outcome = await before_it_opens(store, place, person, folder, found)
    if not outcome.changes.writes:
        return outcome
    return replace(outcome, changes=outcome.changes.also(uploads.use(upload), *files(*folder.surveys)))


async def _upload(store: Store, place: Place, found: Consultation, survey: SurveyTerms) -> Upload | None:
    return await uploads.get(store.database, found.slug, survey.name, int(place.now.timestamp()))


async def before_it_opens(
    store: Store, place: Place, person: bytes, folder: Folder, before: Consultation | None
) -> Outcome:
    """Makers try it at once; where there is a second person, it does not open before they approved it."""
    try:
        applied = await applying.apply(store, folder, before, place.now, person)
    except FolderProblems:
        return Outcome("late")
    noted = await note(store, place, person, DONE, folder.terms.slug)
    return Outcome("done" if await only_one(store) else "asked", applied.changes.also(noted))


async def _with(store: Store, found: Consultation, made: CheckedSurvey) -> Folder:
    """The consultation as it is now, with this survey in the place of the one before."""
    regions = tuple(await consultations.regions(store.database, found.slug))
    if found.terms.regions == made.terms.form:
        regions = await aside(regions_in, found.terms, made)
    surveys = [made if each == made.terms else await now(store, found, each) for each in found.terms.surveys]
    return Folder(found.terms, regions, tuple(surveys))


def regions_in(terms: Terms, survey: CheckedSurvey) -> tuple[Region, ...]:
    """Where the form itself names them: the choices of the question that asks for them. It takes a while."""
    form = Form.load(survey.xform)
    asked = next((each.ref for each in form.asked if each.name == terms.region_question), "")
    return tuple(
        Region(each.name, "", {code: form.choice_label(asked, each.name, code) for code in terms.languages})
        for each in (form.choices(asked) if asked else ())
    )


async def now(store: Store, found: Consultation, survey: SurveyTerms) -> CheckedSurvey:
    """What people are asked."""
    latest = await consultations.latest(store.database, found.slug)
    return await published_survey(store, survey, latest[survey.name])
