"""Making a release: count, protect, audit, write."""

from collections.abc import Mapping, Sequence

from reports.release.audit import protect
from reports.release.changes import Marks
from reports.release.document import Document, document, written
from reports.release.gathering import Gathered
from reports.release.grid import Grid
from reports.release.ledger import Ledger
from reports.release.moments import Moment, last_fresh
from reports.release.unaudited import moment_of


def make_release(gathered: Gathered, before: Ledger, about: Document) -> Ledger:
    """What to remember; its `last` is what to publish. Where too little has changed it is the one of before.

    `about` goes into the document as it is (survey, version).
    """
    grid, marks = gathered.grid, gathered.marks
    moments = (*before.moments, moment_of(gathered, before))
    protect(grid, moments)
    if not any(map(any, moments[-1].fresh)):
        return before
    made = written(document(grid, moments, about))
    return Ledger(moments, _needed(grid, moments, {**before.marks, len(before.moments): marks}), made)


def _needed(grid: Grid, moments: Sequence[Moment], marks: Mapping[int, Marks]) -> dict[int, Marks]:
    blocks = ((row, question) for row in range(len(grid.rows)) for question in range(len(grid.questions)))
    needed = {len(moments) - 1, *(last_fresh(moments, *block) for block in blocks)}
    return {time: each for time, each in marks.items() if time in needed}
