"""The demo's recommendations, all invented: imported, and marked as a region would mark them."""

from datetime import date
from pathlib import Path

from handlers.recommendations.importing import taken
from handlers.recommendations.marking import Marks, marked
from reports.recommendations import reading
from reports.recommendations.entry import About
from storage import recommendations
from storage.changes import Changes
from storage.recommendations import Recommendation
from storage.store import Store

FILE = Path(__file__).parent.parent / "demo" / "recommendations.csv"
REPORT = "Invented for the demo: national report"
MARKS = {
    "1.1": Marks(
        True,
        "Regional water office",
        "in progress",
        date(2026, 3, 2),
        REPORT,
        {
            "en": "Safe drinking water in every village: how far has this come where you live?",
            "fr": "De l’eau potable dans chaque village\u00a0: où en est-on là où vous vivez\u00a0?",
            "ar": "ماء صالح للشرب في كل قرية: إلى أين وصل هذا حيث تعيشون؟",
        },
    ),
    "1.2": Marks(True, "Housing office", "not implemented", date(2026, 3, 2), REPORT),
    "1.3": Marks(True, "Regional academy of education", "implemented", date(2026, 3, 2), REPORT),
    "1.6": Marks(True, "Town councils"),
}


async def imported(store: Store, today: date) -> None:
    """Once: what visitors mark afterwards stays."""
    if await recommendations.every(store.database):
        return
    made = await taken(store, reading.read(FILE.read_bytes(), About()))
    await store.apply(Changes(made.writes))
    for each in await recommendations.every(store.database):
        await _mark(store, each, today)


async def _mark(store: Store, each: Recommendation, today: date) -> None:
    if marks := MARKS.get(each.number):
        await store.apply(Changes(await marked(store, each, marks, today)))
