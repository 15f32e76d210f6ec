"""Making a release: count, protect, audit, write."""

from collections.abc import Mapping, Sequence

from reports.release.audit import protect
from reports.release.changes import Change, Marks, changes
from reports.release.counting import exact
from reports.release.document import Document, document, written
from reports.release.gathering import Gathered
from reports.release.grid import Grid
from reports.release.ledger import Ledger
from reports.release.moments import Moment, by_the_rules, last_fresh
from reports.release.rules import FEWEST_CHANGES


def make_release(gathered: Gathered, before: Ledger, about: Document) -> Ledger:
    """What to remember; its `last` is what to publish. Where too little has changed it is the one of before.

    `about` goes into the document as it is (survey, version).
    """
    grid, marks = gathered.grid, gathered.marks
    moments = (*before.moments, _moment(gathered, before))
    protect(grid, moments)
    if not any(map(any, moments[-1].fresh)):
        return before
    made = written(document(grid, moments, about))
    return Ledger(moments, _needed(grid, moments, {**before.marks, len(before.moments): marks}), made)


def _moment(gathered: Gathered, before: Ledger) -> Moment:
    grid, table = gathered.grid, gathered.counter.table
    since = {time: changes(grid, then, gathered.marks) for time, then in before.marks.items()}
    fresh = [
        [_is_fresh(before.moments, since, row, question) for question in range(len(grid.questions))]
        for row in range(len(grid.rows))
    ]
    nothing = [[Change()] * len(grid.questions) for _ in grid.rows]
    last = since.get(len(before.moments) - 1, nothing)
    return Moment(exact(table), by_the_rules(grid, table, gathered.counter.key), fresh, last)


def _is_fresh(
    moments: Sequence[Moment], since: Mapping[int, list[list[Change]]], row: int, question: int
) -> bool:
    """Counted for the first time, or enough people differ from those that were counted in it last."""
    if not moments:
        return True
    return since[last_fresh(moments, row, question)][row][question].people >= FEWEST_CHANGES


def _needed(grid: Grid, moments: Sequence[Moment], marks: Mapping[int, Marks]) -> dict[int, Marks]:
    blocks = ((row, question) for row in range(len(grid.rows)) for question in range(len(grid.questions)))
    needed = {len(moments) - 1, *(last_fresh(moments, *block) for block in blocks)}
    return {time: each for time, each in marks.items() if time in needed}
