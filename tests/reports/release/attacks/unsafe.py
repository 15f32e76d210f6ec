"""What many publish: exact counts from 5 on, zeros too, and anew each time."""

from collections.abc import Sequence

from reports.release.changes import Change
from reports.release.counting import count, exact
from reports.release.document import document, written
from reports.release.grid import Answered, Grid
from reports.release.moments import Moment, Shown


def unsafe_releases(grid: Grid, states: Sequence[Sequence[Answered]]) -> list[bytes]:
    moments: list[Moment] = []
    releases = []
    for those in states:
        table = exact(count(grid, those, b"no matter"))
        shown: Shown = [[None if 0 < number < 5 else number for number in row] for row in table]
        fresh = [[True] * len(grid.questions) for _ in grid.rows]
        nothing = [[Change()] * len(grid.questions) for _ in grid.rows]
        moments.append(Moment(table, shown, fresh, nothing))
        releases.append(written(document(grid, moments, {})))
    return releases
