"""The demo's papers for a review, one in each language: begun from the simulated answers, and whole."""

from collections.abc import Mapping
from dataclasses import replace

from bot.cli.demo.office import identity
from handlers.submissions import gathering, keeping
from handlers.submissions.drafting import begun
from handlers.view import Place
from handlers.words import Words
from storage import papers
from storage.consultations import Consultation
from storage.store import Store

COUNTRY = {"en": "Morocco", "fr": "Maroc", "ar": "المغرب"}
"""The check knows States, and the regions of the demo lie in this one."""
SUBMITTERS = ("Demo Association",)
CONTACT = "Demo Association, office@demo.example"
KEYWORDS: Mapping[str, tuple[str, ...]] = {
    "en": ("housing", "drinking water", "local decisions"),
    "fr": ("logement", "eau potable", "décisions locales"),
    "ar": ("السكن", "ماء الشرب", "القرارات المحلية"),
}


async def written(store: Store, consultation: Consultation, place: Place) -> None:
    """Where there is no paper; what visitors change in one stays."""
    if await papers.every(store.database):
        return
    of = await gathering.material(store, consultation, simulated=True, day=place.now.date())
    those = await gathering.chosen(store, (), 0)
    for language in consultation.terms.languages:
        draft = await begun(store, of, "organisation", Words(language), COUNTRY[language], those)
        whole = replace(draft, submitters=SUBMITTERS, contact=CONTACT, keywords=KEYWORDS[language])
        writer = identity("writer")
        kept = await keeping.begun(store, place, writer, keeping.new(store, place, writer, whole))
        await store.apply(kept.changes)
