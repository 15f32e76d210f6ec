"""What somebody of the staff does with recommendations on the dashboard."""

import hashlib
from dataclasses import dataclass

from handlers.approvals.noting import note
from handlers.approvals.outcome import Outcome
from handlers.recommendations.importing import taken
from handlers.recommendations.marking import Marks
from handlers.recommendations.marking import marked as written
from handlers.view import Place
from reports.recommendations.entry import Found
from storage.changes import Changes
from storage.recommendations import Recommendation
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Kept:
    """How many of a file are new, changed, and as they were."""

    new: int
    changed: int
    same: int


async def imported(store: Store, place: Place, person: bytes, found: Found) -> tuple[Outcome, Kept]:
    """All of a file in which nothing is wrong."""
    made = await taken(store, found)
    kept = Kept(made.new, made.changed, made.same)
    if not made.writes:
        return Outcome("same"), kept
    noted = await note(store, place, person, "imported", f"{made.new + made.changed} recommendations")
    return Outcome("done", Changes((*made.writes, noted))), kept


def mark(found: Recommendation) -> str:
    """Stands for how it is marked, as somebody saw it."""
    seen = repr((found.competent, found.owner, sorted(found.questions.items())))
    return hashlib.sha256(seen.encode()).hexdigest()[:16]


async def marked(
    store: Store, place: Place, person: bytes, found: Recommendation, marks: Marks, seen: str
) -> Outcome:
    """As they marked it, if it is still as they saw it."""
    today = place.now.date()
    if seen != mark(found):
        return Outcome("changed")
    if marks.is_wrong(today):
        return Outcome("unsaid")
    writes = await written(store, found, marks, today)
    if not writes:
        return Outcome("same")
    noted = await note(store, place, person, "marked", found.name)
    return Outcome("done", Changes((*writes, noted)))
