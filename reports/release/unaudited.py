"""What the rules alone make of the counts, before the audit; it needs no linear programs."""

from collections.abc import Mapping, Sequence

from reports.release.changes import Change, changes
from reports.release.counting import exact
from reports.release.document import Document, document
from reports.release.gathering import Gathered
from reports.release.ledger import Ledger
from reports.release.moments import Moment, by_the_rules, last_fresh
from reports.release.rules import FEWEST_CHANGES


def as_if_first(gathered: Gathered, about: Document) -> Document:
    """What a first release would say by the rules alone: not audited, so of invented answers only."""
    return document(gathered.grid, (moment_of(gathered, Ledger()),), about)


def moment_of(gathered: Gathered, before: Ledger) -> Moment:
    """The next one, before it is audited."""
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
