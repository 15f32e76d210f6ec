"""Responses as they go by: each is counted and marked, and not kept."""

from reports.release.changes import Marks, mark
from reports.release.counting import Counter
from reports.release.grid import Answered, Grid


class Gathered:
    """What a release is made from: the true counts, and a mark of each response."""

    def __init__(self, grid: Grid, key: bytes) -> None:
        """One key serves all releases of a consultation."""
        self.grid = grid
        self.counter = Counter(grid, key)
        self.marks = Marks()

    def add(self, response: Answered) -> None:
        self.counter.add(response)
        who, marked = mark(self.counter, response)
        self.marks[who] = marked
