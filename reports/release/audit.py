"""Whether what is hidden stays hidden beside all releases so far."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import ceil, floor

from reports.release.grid import Grid
from reports.release.hiding import hide_beside, keep_back
from reports.release.moments import Moment
from reports.release.programs import Cell, Program
from reports.release.rules import WIDTH, WIDTH_FOR_INSIDERS

_CLOSE = 1e-6
Widths = dict[Cell, int]


def protect(grid: Grid, moments: Sequence[Moment]) -> None:
    """Hide more in the last moment until nothing that is hidden can be found, by anybody or by an insider.

    Hiding only widens intervals, so that what was wide enough need not be looked at again.
    """
    for question in range(len(grid.questions)):
        _protect(grid, moments, question, insider=False)
        if len(moments) > 1:
            _protect(grid, moments, question, insider=True)


def _protect(grid: Grid, moments: Sequence[Moment], question: int, insider: bool) -> None:
    needed = _hidden(grid, moments, question, insider)
    found = _narrow(Program(grid, moments, question, insider), needed)
    found = _ours(grid, moments, question, insider, found, needed)
    while found:
        more = hide_beside(grid, moments[-1], question, list(found))
        if not more and not keep_back(grid, moments, question, list(found)):
            raise UnsafeRelease(grid.questions[question].name)
        again = {cell: needed[cell] for cell in found}
        again |= _needed(grid, ((len(moments) - 1, *cell) for cell in more), insider)
        needed |= again
        again = {cell: width for cell, width in again.items() if moments[cell[0]].fresh[cell[1]][question]}
        found = _narrow(Program(grid, moments, question, insider), again)


def _hidden(grid: Grid, moments: Sequence[Moment], question: int, insider: bool) -> Widths:
    """Of this and of every earlier release: what is published later can uncover what was hidden before."""
    cells = (
        (time, row, column)
        for time, moment in enumerate(moments)
        for row in range(len(grid.rows))
        if moment.fresh[row][question]
        for column in moment.hidden(row, grid.blocks[question])
    )
    found = _needed(grid, cells, insider)
    return {cell: found[cell] for cell in {cell[1:]: cell for cell in found}.values()} if insider else found


def _needed(grid: Grid, cells: Iterable[Cell], insider: bool) -> Widths:
    """How wide the intervals of hidden cells must be."""
    return {cell: WIDTH_FOR_INSIDERS if insider or cell[1] in grid.unsaid else WIDTH for cell in cells}


def _ours(
    grid: Grid, moments: Sequence[Moment], question: int, insider: bool, found: Widths, needed: Widths
) -> Widths:
    """Those that this release makes narrower than they are without it.

    Who saw eight people erase their answers knows that there were eight; no release can change that, and
    none should be held back for it. `needed` is brought down to what can be had.
    """
    if len(moments) == 1 or not found:
        return found
    silent = replace(moments[-1], fresh=[[False] * len(grid.questions) for _ in grid.rows])
    program = Program(grid, [*moments[:-1], silent], question, insider)
    needed |= _narrow(program, {cell: needed[cell] for cell in found})
    return {cell: width for cell, width in found.items() if width < needed[cell]}


def _narrow(program: Program, needed: Mapping[Cell, int]) -> Widths:
    """The cells whose interval is narrower than needed, and how wide it is.

    Each solution is a possible world. Two in which a cell differs by its width show that it is hidden
    enough. So a few programs do for most cells; the rest is asked for one by one, and that is exact.
    """
    left = {cell: program.unknown(cell) for cell in needed}
    low = dict.fromkeys(left, float("inf"))
    high = dict.fromkeys(left, float("-inf"))

    def look(sought: Sequence[int], highest: bool) -> int:
        world = program.extreme(sought, highest)
        if world is None:
            raise ImpossibleCounts(program.question.name)
        for cell, unknown in left.items():
            low[cell], high[cell] = min(low[cell], world[unknown]), max(high[cell], world[unknown])
        enough = [cell for cell in left if _whole(low[cell], high[cell]) >= needed[cell]]
        for cell in enough:
            del left[cell]
        return len(enough)

    progress = 1
    while left and progress:
        progress = look(list(left.values()), True)
        if left:
            progress += look(list(left.values()), False)
    found: Widths = {}
    while left:
        cell, unknown = next(iter(left.items()))
        look([unknown], True)
        if cell in left:
            look([unknown], False)
        if left.pop(cell, None) is not None:
            found[cell] = _whole(low[cell], high[cell])
    return found


def _whole(low: float, high: float) -> int:
    """The width in whole people."""
    return floor(high + _CLOSE) - ceil(low - _CLOSE)


class UnsafeRelease(Exception):
    """No release can be made: whatever is hidden, somebody could be found."""


class ImpossibleCounts(Exception):
    """What was published contradicts the sums of the table: the releases are not of the same consultation."""
