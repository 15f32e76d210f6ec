"""What is remembered of each release, so that the next can be audited beside it. It is never published."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from reports.release.changes import Change
from reports.release.counting import count_of
from reports.release.grid import Grid, Table
from reports.release.rounding import rounded
from reports.release.rules import SMALLEST_BASE, SMALLEST_NUMBER, SMALLEST_SHOWN

Shown = list[list[int | None]]
"""By row and column; None is hidden."""


@dataclass
class Moment:
    """One release: the true counts, what it said anew, and what had changed since the one before."""

    counts: Table
    shown: Shown
    fresh: list[list[bool]]
    """By row and question: whether the block was counted anew. If not, it stands as it stood."""
    changes: list[list[Change]]
    held: set[tuple[int, int]] = field(default_factory=set)
    """Hidden because of the audit, though the rules alone would show them."""

    def shows(self, row: int, block: range) -> bool:
        """Whether any answer of the block is shown."""
        return any(self.shown[row][column] is not None for column in block[1:])

    def hidden(self, row: int, block: range) -> list[int]:
        return [column for column in block if self.shown[row][column] is None]

    def hide(self, row: int, column: int) -> None:
        self.shown[row][column] = None
        self.held.add((row, column))


def last_fresh(moments: Sequence[Moment], row: int, question: int) -> int:
    """In which release a block was last counted, from 0."""
    return max(time for time, moment in enumerate(moments) if moment.fresh[row][question])


def by_the_rules(grid: Grid, table: Table, key: bytes) -> Shown:
    """Rules 2 and 3: small numbers hidden, the others rounded."""
    return [_row(grid, cells, key, row in grid.unsaid) for row, cells in enumerate(table)]


def _row(grid: Grid, cells: list[int], key: bytes, unsaid: bool) -> list[int | None]:
    if unsaid:
        return [None] * len(cells)
    return [each for block in grid.blocks for each in _block(cells[block.start : block.stop], key)]


def _block(cells: list[int], key: bytes) -> list[int | None]:
    base, *others = cells
    if count_of(base) < SMALLEST_BASE:
        return [None] * len(cells)
    return [rounded(base, key), *(_number(cell, base, key) for cell in others)]


def _number(cell: int, base: int, key: bytes) -> int | None:
    """Hidden where it is small, and where the others are few: then nearly everybody gave this answer."""
    return None if _is_small(cell, key) or _is_small(base - cell, key) else rounded(cell, key)


def _is_small(cell: int, key: bytes) -> bool:
    return count_of(cell) < SMALLEST_NUMBER or rounded(cell, key) < SMALLEST_SHOWN
