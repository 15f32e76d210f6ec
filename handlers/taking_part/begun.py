"""Those who began a survey and have not sent it are a table of a release: how many, and where they stand.

Of each the question is counted at which they are, and nothing of what they answered. As all of it ends with
the link key, it is counted while the consultation is open and stands as it was from then on.
"""

from collections.abc import Iterable, Mapping

from reports.release.gathering import Gathered
from reports.release.grid import Answered, Grid
from reports.release.ledger import BEGUN, Kept, Part
from storage import begun, releases
from storage.consultations import Consultation, Version
from storage.conversations import Draft
from storage.keys import KeyMissing
from storage.store import Store
from survey.engine import State, StateError
from survey.form import Form
from survey.refs import general

REVIEW = "(review)"
"""Who has only to send; no question can be called so."""


def grid_of_begun(form: Form) -> Grid:
    """Everybody alone, by the question: so few are told apart by region that nothing could be shown."""
    return Grid((), (), (*dict.fromkeys(each.name for each in form.questions), REVIEW))


async def now(
    store: Store, consultation: Consultation, versions: Iterable[Version], before: Mapping[Part, Kept]
) -> dict[Part, Gathered]:
    """Of each survey for residents, in the grid of before. Drafts of organisations are not one person's.

    Nothing where it has closed, or where the link key was lost: without it nobody can tell.
    """
    try:
        return await _gathered(store, consultation, versions, before) if consultation.state == "open" else {}
    except KeyMissing:
        return {}


async def _gathered(
    store: Store, consultation: Consultation, versions: Iterable[Version], before: Mapping[Part, Kept]
) -> dict[Part, Gathered]:
    slug, found = consultation.slug, dict[Part, Gathered]()
    key = releases.key(store.keys, slug)
    for version in versions:
        if version.audience == "residents":
            part, form = (version.survey, BEGUN), await store.form(slug, version.survey, version.number)
            found[part] = Gathered(before[part].grid if part in before else grid_of_begun(form), key)
    async for survey, who, draft in begun.each(store.database, store.keys, slug):
        if into := found.get((survey, BEGUN)):
            at = _at(draft, await store.form(slug, survey, draft.version))
            into.add(Answered(who, (), {"": (at,) if at in into.grid.people else ()}))
    return found


def _at(draft: Draft, form: Form) -> str:
    """The name of the question; empty for what is none, and for a draft that does not fit its form."""
    try:
        position = State.from_json(draft.state, form).position
    except StateError:
        return ""
    question = form.by_ref.get(general(position))
    return question.name if question else "" if position else REVIEW
