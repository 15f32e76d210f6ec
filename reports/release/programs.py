"""What somebody can conclude from all releases about one question, as a linear program.

Its unknowns are the true counts at each release. Sums hold at each of them; what was published says how far
a count can be from the number shown; and from one release to the next no more can change than the people
who came, went or changed their answer, whose number the attacker is granted. An insider is granted every
change: they made them all. Who guesses takes every hidden number for a small one, beside any that is shown.
"""

from collections.abc import Sequence
from math import inf

from reports.release.grid import Grid
from reports.release.moments import Moment
from reports.release.rules import MOST_HIDDEN, MOST_PEOPLE, SLACK, SMALLEST_BASE, SMALLEST_NUMBER
from reports.release.solving import Solver, Term

Cell = tuple[int, int, int]
"""Release, row, column."""


class Program:
    def __init__(
        self,
        grid: Grid,
        moments: Sequence[Moment],
        question: int,
        insider: bool,
        guesses: bool = False,
        believes: bool = False,
    ) -> None:
        self.grid, self.moments, self.insider = grid, moments, insider
        self.guesses, self.believes = guesses, believes
        self.question, self.block = grid.questions[question], grid.blocks[question]
        self.number = question
        self.times = range(1 if insider else len(moments))
        self._low: list[float] = []
        self._high: list[float] = []
        self._rows: list[list[Term]] = []
        self._least: list[float] = []
        self._most: list[float] = []
        self._unknowns = {
            (time, row, column): self._unknown()
            for time in self.times
            for row in range(len(grid.rows))
            for column in self.block
        }
        self._published()
        for time in self.times:
            self._sums(time)
        for time in self.times[1:]:
            self._links(time)
        self._solver: Solver | None = None

    def unknown(self, cell: Cell) -> int:
        """The unknown of a cell; for an insider one release is like another."""
        time, row, column = cell
        return self._unknowns[0 if self.insider else time, row, column]

    def extreme(self, sought: list[int], highest: bool) -> Sequence[float] | None:
        """Possible counts, those sought together as high (or low) as can be; None if nothing is possible."""
        if self._solver is None:
            self._solver = Solver(self._low, self._high, self._rows, self._least, self._most)
        return self._solver.extreme(sought, highest)

    def _unknown(self, low: float = 0, high: float = MOST_PEOPLE) -> int:
        self._low.append(low)
        self._high.append(high)
        return len(self._low) - 1

    def _says(self, terms: list[Term], least: float = 0, most: float = 0) -> None:
        self._rows.append(terms)
        self._least.append(least)
        self._most.append(most)

    def _published(self) -> None:
        for time, moment in enumerate(self.moments):
            for row in range(len(self.grid.rows)):
                if row not in self.grid.unsaid and moment.fresh[row][self.number]:
                    for column in self.block:
                        self._bounds((time, row, column), moment)

    def _bounds(self, cell: Cell, moment: Moment) -> None:
        time, row, column = cell
        shown = moment.shown[row][column]
        if shown is not None:
            least = SMALLEST_BASE if column == self.block.start else SMALLEST_NUMBER
            self._between(cell, max(least, shown - SLACK), shown + SLACK)
        elif column == self.block.start:
            if self.believes or (row, column) not in moment.held:
                self._between(cell, 0, SMALLEST_BASE - 1)
        elif self.guesses:
            if moment.shows(row, self.block):
                self._between(cell, 0, MOST_HIDDEN)
        elif self._is_told(moment, row, column):
            base, count = moment.counts[row][self.block.start], moment.counts[row][column]
            if count <= MOST_HIDDEN:
                self._between(cell, 0, MOST_HIDDEN)
            else:
                shift = self._shift((time, row, column)) - self._shift((time, row, self.block.start))
                terms = [(self.unknown(cell), 1.0), (self.unknown((time, row, self.block.start)), -1.0)]
                self._says(terms, -MOST_HIDDEN - shift, inf)
                assert base - count <= MOST_HIDDEN

    def _is_told(self, moment: Moment, row: int, column: int) -> bool:
        """Whether the attacker is granted why a cell is hidden: that it is small, or that it leaves few.

        Who sees another cell of the block, or knows that the two cannot be mistaken, can tell. Where nothing
        of a block is shown, 12 of 25 looks like 3 of 25 and like 22 of 25.
        """
        if moment.shown[row][self.block.start] is None or (row, column) in moment.held:
            return False
        if self.question.kind == "many":
            return moment.counts[row][self.block.start] > 2 * MOST_HIDDEN + 1
        return moment.shows(row, self.block)

    def _between(self, cell: Cell, low: float, high: float) -> None:
        unknown, shift = self.unknown(cell), self._shift(cell)
        self._low[unknown] = max(self._low[unknown], low - shift)
        self._high[unknown] = min(self._high[unknown], high - shift)

    def _shift(self, cell: Cell) -> int:
        """For an insider, by how much a count was higher at that release than at the first."""
        time, row, column = cell
        return (
            self.moments[time].counts[row][column] - self.moments[0].counts[row][column]
            if self.insider
            else 0
        )

    def _sums(self, time: int) -> None:
        for row in range(len(self.grid.rows)):
            self._sums_of_block(time, row)
        for part in self.grid.parts:
            for column in self.block:
                terms = [(self._unknowns[time, row, column], 1.0) for row in part]
                self._says([*terms, (self._unknowns[time, 0, column], -1.0)])

    def _sums_of_block(self, time: int, row: int) -> None:
        base: Term = (self._unknowns[time, row, self.block.start], -1.0)
        cells = {
            self.grid.columns[column]: (self._unknowns[time, row, column], 1.0) for column in self.block[1:]
        }
        if self.question.kind == "many":
            for each in cells.values():
                self._says([each, base], -inf)
            self._says([*cells.values(), base], 0, inf)
        for place in self.question.places if self.question.kind in ("one", "rank") else ():
            self._says([*(each for column, each in cells.items() if column.place == place), base])
        if self.question.kind == "people" and cells:
            self._says([*cells.values(), base], -inf if self._others(time, row) else 0)
        for choice in self.question.choices if self.question.kind == "rank" else ():
            self._says([*(each for column, each in cells.items() if column.choice == choice), base])

    def _links(self, time: int) -> None:
        for row, of_row in enumerate(self.moments[time].changes):
            change = of_row[self.number]
            up, down = change.came + change.changed, change.went + change.changed
            base, *cells = (
                (self._unknowns[time, row, c], self._unknowns[time - 1, row, c]) for c in self.block
            )
            net = change.came - change.went
            self._says([(base[0], 1.0), (base[1], -1.0)], net, net)
            if self.question.kind == "one":
                self._moves(cells, (up, up), (down, down))
            elif self.question.kind == "people":
                exact = not (self._others(time, row) or self._others(time - 1, row))
                self._moves(cells, (up if exact else 0, up), (down if exact else 0, down))
            else:
                for now, then in cells:
                    self._says([(now, 1.0), (then, -1.0)], -down, up)

    def _others(self, time: int, row: int) -> bool:
        """Whether of somebody none of the choices is true; the attacker is granted that it is of nobody."""
        base, *cells = (self.moments[time].counts[row][column] for column in self.block)
        return base > sum(cells)

    def _moves(self, cells: list[tuple[int, int]], up: tuple[int, int], down: tuple[int, int]) -> None:
        """Who gives one answer each moves into one cell at most, and out of one."""
        into = [self._unknown(0, up[1]) for _ in cells]
        out = [self._unknown(0, down[1]) for _ in cells]
        for (now, then), came, went in zip(cells, into, out, strict=True):
            self._says([(now, 1.0), (then, -1.0), (came, -1.0), (went, 1.0)])
        self._says([(each, 1.0) for each in into], *up)
        self._says([(each, 1.0) for each in out], *down)
