"""What else is hidden so that a hidden cell stays hidden."""

from collections.abc import Iterable, Sequence

from reports.release.grid import Grid
from reports.release.moments import Moment
from reports.release.programs import Cell


def hide_beside(grid: Grid, moment: Moment, question: int, found: Sequence[Cell]) -> list[tuple[int, int]]:
    """For each cell that was found one more is hidden: its own number if it is shown now, else the smallest
    that touches it.

    Where no answer is left to hide the block's base goes, and with it the block. Returns what was hidden.
    """
    more: list[tuple[int, int]] = []
    for _, row, column in found:
        own = [(row, column)] if moment.fresh[row][question] else []
        chosen = _smallest(moment, own) or _smallest(moment, _touching(grid, moment, question, row, column))
        chosen = chosen or _smallest(moment, _bases(grid, moment, question, row))
        if chosen is not None:
            more += _hide(moment, *chosen, grid.blocks[question])
    return more


def keep_back(grid: Grid, moments: Sequence[Moment], question: int, found: Sequence[Cell]) -> bool:
    """Where hiding does not help, the blocks that tell stay as they were last published. False if none is
    left.

    So it is where twenty people were shown and one went: hiding them now would tell how many they were.
    """
    fresh, rows = moments[-1].fresh, {row for _, row, _ in found}
    wider = {other for row in rows for other in grid.touching(row)}
    for these in (rows, wider, range(len(grid.rows))) if len(moments) > 1 else ():
        if any(fresh[row][question] for row in these):
            for row in these:
                fresh[row][question] = False
            return True
    return False


def _hide(moment: Moment, row: int, column: int, block: range) -> list[tuple[int, int]]:
    gone = [
        each for each in (block if column == block.start else [column]) if moment.shown[row][each] is not None
    ]
    for each in gone:
        moment.hide(row, each)
    return [(row, each) for each in gone]


def _touching(grid: Grid, moment: Moment, question: int, row: int, column: int) -> Iterable[tuple[int, int]]:
    """The cells of its block, and those of its column; everybody's is the largest, and goes last."""
    block = grid.blocks[question]
    if column == block.start:
        return
    for other in grid.touching(row):
        if moment.fresh[other][question]:
            yield from ((other, each) for each in (block[1:] if other == row else [column]))


def _bases(grid: Grid, moment: Moment, question: int, row: int) -> Iterable[tuple[int, int]]:
    start = grid.blocks[question].start
    return ((other, start) for other in grid.touching(row) if moment.fresh[other][question])


def _smallest(moment: Moment, cells: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
    shown = [(row, column) for row, column in cells if moment.shown[row][column] is not None]
    return min(shown, key=lambda cell: (moment.shown[cell[0]][cell[1]], cell), default=None)
