"""The demo's papers, begun from the simulated answers: one in each language, whole, and one to be signed."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot.cli.demo.office import identity
from handlers.approvals.outcome import Outcome
from handlers.submissions import gathering, keeping, signing
from handlers.submissions.drafting import begun
from handlers.submissions.gathering import Material
from handlers.view import Place
from handlers.words import Words
from reports.submission.draft import Form
from storage import papers
from storage.changes import Stale
from storage.consultations import Consultation
from storage.papers import Paper
from storage.store import Store

COUNTRY = {"en": "Morocco", "fr": "Maroc", "ar": "المغرب"}
"""The check knows States, and the regions of the demo lie in this one."""
SUBMITTERS, COALITION = ("Demo Association",), ("Another invented association",)
CONTACT = "Demo Association, office@demo.example"
KEYWORDS: Mapping[str, tuple[str, ...]] = {
    "en": ("housing", "drinking water", "local decisions"),
    "fr": ("logement", "eau potable", "décisions locales"),
    "ar": ("السكن", "ماء الشرب", "القرارات المحلية"),
}


async def written(store: Store, consultation: Consultation, place: Place, association: bytes) -> None:
    """Where there is no paper; what visitors change in one stays. `association`: who is asked to sign one."""
    if await papers.every(store.database):
        return
    of = await gathering.material(store, consultation, simulated=True, day=place.now.date())
    for language in consultation.terms.languages:
        await _write(store, place, of, "organisation", language, SUBMITTERS)
    together = await _write(store, place, of, "coalition", consultation.terms.languages[0], COALITION)
    writer = identity("writer")
    await _kept(store, lambda: signing.ask(store, place, writer, together, [association], sign=True))


async def _write(
    store: Store, place: Place, of: Material, form: Form, language: str, submitters: tuple[str, ...]
) -> Paper:
    writer, those = identity("writer"), await gathering.chosen(store, (), 0)
    draft = await begun(store, of, form, Words(language), COUNTRY[language], those)
    whole = replace(draft, submitters=submitters, contact=CONTACT, keywords=KEYWORDS[language])
    paper = keeping.new(store, place, writer, whole)
    await _kept(store, lambda: keeping.begun(store, place, writer, paper))
    return paper


async def _kept(store: Store, decide: Callable[[], Awaitable[Outcome]]) -> None:
    """Decided again where a visitor did something at that moment, which stands in the log before it."""
    while True:
        try:
            return await store.apply((await decide()).changes)
        except Stale:
            continue
