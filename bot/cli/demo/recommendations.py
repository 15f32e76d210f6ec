"""The demo's recommendations, all invented: imported, and marked as a region would mark them."""

from datetime import date
from pathlib import Path

from handlers.recommendations.importing import taken
from handlers.recommendations.marking import Marks, marked
from reports.recommendations import reading
from reports.recommendations.entry import About
from storage import recommendations
from storage.changes import Changes
from storage.store import Store

FILE = Path(__file__).parents[2] / "demo" / "recommendations.csv"
EARLIER = "Invented for the demo: report of 2022"
REPORT = "Invented for the demo: national report"
THEN, NOW = date(2022, 11, 7), date(2026, 3, 2)
MARKS: dict[str, tuple[Marks, ...]] = {
    "1.1": (
        Marks(True, "Regional water office", "not implemented", THEN, EARLIER),
        Marks(
            status="in progress",
            day=NOW,
            source=REPORT,
            questions={
                "en": "Safe drinking water in every village: how far has this come where you live?",
                "fr": "De l’eau potable dans chaque village\u00a0: où en est-on là où vous vivez\u00a0?",
                "ar": "ماء صالح للشرب في كل قرية: إلى أين وصل هذا حيث تعيشون؟",
            },
        ),
    ),
    "1.2": (
        Marks(
            True,
            "Housing office",
            "not implemented",
            NOW,
            REPORT,
            {
                "en": "No eviction without another home: how far has this come where you live?",
                "fr": "Aucune expulsion sans autre logement\u00a0: où en est-on là où vous vivez\u00a0?",
                "ar": "لا إخلاء دون سكن بديل: إلى أين وصل هذا حيث تعيشون؟",
            },
        ),
    ),
    "1.3": (
        Marks(True, "Regional academy of education", "in progress", THEN, EARLIER),
        Marks(
            status="implemented",
            day=NOW,
            source=REPORT,
            questions={
                "en": "A school that every child can reach: how far has this come where you live?",
                "fr": "Une école proche de chaque enfant\u00a0: où en est-on là où vous vivez\u00a0?",
                "ar": "مدرسة يستطيع كل طفل الوصول إليها: إلى أين وصل هذا حيث تعيشون؟",
            },
        ),
    ),
    "1.6": (Marks(True, "Town councils"),),
}
"""The earlier first. Those with a question were asked about (`progress`)."""


async def imported(store: Store, today: date) -> None:
    """Once: what visitors mark afterwards stays."""
    if await recommendations.every(store.database):
        return
    made = await taken(store, reading.read(FILE.read_bytes(), About()))
    await store.apply(Changes(made.writes))
    for each in await recommendations.every(store.database):
        for marks in MARKS.get(each.number, ()):
            await _mark(store, each.code, marks, today)


async def _mark(store: Store, code: str, marks: Marks, today: date) -> None:
    if found := await recommendations.coded(store.database, code):
        await store.apply(Changes(await marked(store, found, marks, today)))
