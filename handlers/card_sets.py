"""Sets of learning cards: which a consultation has, and what each is called."""

from dataclasses import dataclass

from storage import consultations
from storage.consultations import Consultation
from storage.store import Store


@dataclass(frozen=True, slots=True)
class CardSet:
    """A published set of a consultation, called as its first card begins.

    `by`: the organisation that wrote it, where it was one.
    """

    slug: str
    survey: str
    title: str
    by: str = ""


async def sets_of(store: Store, found: Consultation, language: str) -> list[CardSet]:
    """In the author's order, called in the language if the consultation speaks it."""
    latest = await consultations.latest(store.database, found.slug)
    sets = []
    for survey in found.terms.surveys:
        if survey.audience == "learners" and survey.name in latest:
            form = await store.form(found.slug, survey.name, latest[survey.name].number)
            title = form.opening(found.terms.spoken(language))
            sets.append(CardSet(found.slug, survey.name, title, survey.by))
    return sets
