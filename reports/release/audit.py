"""Whether what is hidden stays hidden beside all releases so far."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor

from reports.release.grid import Grid
from reports.release.hiding import hide_beside, keep_back
from reports.release.moments import Moment
from reports.release.programs import Cell, Program
from reports.release.rules import WIDTH, WIDTH_FOR_INSIDERS

_CLOSE = 1e-6
Widths = dict[Cell, int]


@dataclass(frozen=True)
class Look:
    """How one question is looked at: the last release alone, or all of them by a watcher or an insider.

    Who guesses takes what is hidden in the last one for small. Who believes takes a base that is not shown
    for one of few people, as the rules say, though it may be hidden for the sake of others.
    """

    grid: Grid
    moments: Sequence[Moment]
    question: int
    insider: bool = False
    guesses: bool = False
    believes: bool = False

    def program(self) -> Program:
        return Program(self.grid, self.moments, self.question, self.insider, self.guesses, self.believes)

    @property
    def is_like_another(self) -> bool:
        """Whether there is nothing to believe in: then it is looked at without."""
        start = self.grid.blocks[self.question].start
        bases = {(row, start) for row in range(len(self.grid.rows))}
        return self.believes and not self.guesses and not any(bases & each.held for each in self.moments)

    def hidden(self) -> Widths:
        """Of this and of every earlier release, which what is published later can uncover."""
        cells = [
            (time, row, column)
            for time, moment in enumerate(self.moments)
            for row in range(len(self.grid.rows))
            if moment.fresh[row][self.question]
            for column in moment.hidden(row, self.grid.blocks[self.question])
        ]
        once = {cell[1:]: cell for cell in cells}.values()
        return {cell: self.needed(cell) for cell in (once if self.insider else cells)}

    def needed(self, cell: Cell) -> int:
        """How wide the interval of a hidden cell must be.

        A watcher of the door counts how many come. That a region had 14 to 19 people before it had 30 is no
        secret from them; if it were kept, no region could be shown that was once too small.
        """
        _, row, column = cell
        is_base = column == self.grid.blocks[self.question].start
        less = self.insider or row in self.grid.unsaid or (is_base and len(self.moments) > 1)
        return WIDTH_FOR_INSIDERS if less else WIDTH


def protect(grid: Grid, moments: Sequence[Moment]) -> None:
    """Hide more in the last moment until nothing that is hidden can be found.

    What is hidden for one who looks is taken for small by those who believe: so each looks again after
    others have hidden more, until none finds anything.
    """
    for question in range(len(grid.questions)):
        looks = _looks(grid, moments, question)
        waiting = deque(range(len(looks)))
        while waiting:
            this = waiting.popleft()
            if _protect(looks[this], moments):
                others = [each for each in range(len(looks)) if each != this or looks[this].believes]
                waiting.extend(each for each in others if each not in waiting)


def _looks(grid: Grid, moments: Sequence[Moment], question: int) -> list[Look]:
    last = Look(grid, moments[-1:], question)
    looks = [last, replace(last, guesses=True, believes=True)]
    for insider in (False, True) if len(moments) > 1 else ():
        every = Look(grid, moments, question, insider)
        looks += [every, replace(every, believes=True)]
    return looks


def _protect(look: Look, moments: Sequence[Moment]) -> bool:
    """Whether more had to be hidden.

    To those who do not guess hiding only widens intervals: what was wide enough need not be looked at again.
    """
    if look.is_like_another:
        return False
    needed = look.hidden()
    found = _ours(look, _narrow(look.program(), needed), needed)
    hid = bool(found)
    while found:
        more = hide_beside(look.grid, moments[-1], look.question, list(found))
        if not more and not keep_back(look.grid, moments, look.question, list(found)):
            raise UnsafeRelease(look.grid.questions[look.question].name)
        added = [(len(look.moments) - 1, row, column) for row, column in more]
        needed |= {cell: look.needed(cell) for cell in added}
        again = [cell for cell in (*found, *added) if look.moments[cell[0]].fresh[cell[1]][look.question]]
        found = _narrow(look.program(), {cell: needed[cell] for cell in again})
    return hid


def _ours(look: Look, found: Widths, needed: Widths) -> Widths:
    """Those that this release makes narrower than they are without it.

    Who saw eight people erase their answers knows that there were eight; no release can change that, and
    none should be held back for it. `needed` is brought down to what can be had.
    """
    if len(look.moments) == 1 or not found:
        return found
    silent = replace(look.moments[-1], fresh=[[False] * len(look.grid.questions) for _ in look.grid.rows])
    program = replace(look, moments=[*look.moments[:-1], silent]).program()
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

    def look(sought: list[int], highest: bool) -> int:
        world = program.extreme(sought, highest)
        if world is None and (program.guesses or program.believes):
            left.clear()  # what is guessed or believed cannot be: it tells nothing
            return 0
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
