"""The exact interval of each hidden number, by linear programs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from reports.release.changes import Change
from tests.reports.release.attacks.seen import Cell, Rules, Seen

Watched = Mapping[tuple[int, tuple[str, str]], Change]
"""What somebody saw at the door: who came, went and changed before a release, by row."""
Known = Mapping[Cell, int]
"""Of each number how much it had grown since the first release, for who made all changes."""


@dataclass(frozen=True)
class Interval:
    low: int
    high: int

    @property
    def width(self) -> int:
        return self.high - self.low


class Solver:
    """`guess`: takes every hidden number for a small one, where its block shows something.

    Who finds that impossible doubts that a base which is not shown is always one of few people.
    """

    def __init__(
        self,
        seen: Seen,
        rules: Rules,
        watched: Watched | None = None,
        known: Known | None = None,
        guess: bool = False,
    ) -> None:
        self.seen, self.rules, self.guess = seen, rules, guess
        self.watched, self.known = watched, known
        self._build(doubts=False)
        if self._solve(np.zeros(len(self._bounds))).status == 2:
            self.guess = False
            self._build(doubts=True)

    def _build(self, doubts: bool) -> None:
        seen = self.seen
        self._doubts = doubts
        self._names: dict[object, int] = {}
        self._bounds: list[tuple[float, float]] = []
        self._equal: list[tuple[dict[int, float], float]] = []
        self._below: list[tuple[dict[int, float], float]] = []
        for release in self._times():
            self._sums(release)
        for cell, shown in seen.numbers.items():
            self._publishes(cell, shown)
        for release in seen.releases[1:] if self.watched is not None else ():
            for row in (*seen.rows, *((each, "") for each in seen.dimensions)):
                assert self.watched is not None
                self._links(release, row, self.watched[release, row])
        self._left, self._right = self._matrix(self._equal)
        self._under, self._most = self._matrix(self._below)

    def wide(self, cells: Iterable[Cell], width: int) -> set[Cell]:
        """Those that differ by the width between two possible worlds, and need no look one by one."""
        left = {cell: self._name(cell) for cell in cells}
        low, high = (
            np.full(len(self._bounds), np.inf),
            np.full(len(self._bounds), -np.inf),
        )
        enough, before = set[Cell](), -1
        while left and len(enough) > before:
            before = len(enough)
            for sign in (1, -1):
                goal = np.zeros(len(self._bounds))
                goal[list(left.values())] = sign
                solved = self._solve(goal)
                if solved.status != 0:
                    return enough
                low, high = np.minimum(low, solved.x), np.maximum(high, solved.x)
            enough |= {cell for cell, name in left.items() if high[name] - low[name] > width - 1e-6}
            left = {cell: name for cell, name in left.items() if cell not in enough}
        return enough

    def interval(self, cell: Cell, less: Cell | None = None) -> Interval | None:
        """Between what the number (less another) must be; None if the guess was wrong."""
        goal = np.zeros(len(self._bounds))
        goal[self._name(cell)] = 1
        if less is not None:
            goal[self._name(less)] = -1
        found = []
        for sign in (1, -1):
            solved = self._solve(sign * goal)
            if solved.status == 2:
                return None
            found.append(solved.fun * sign if solved.status == 0 else float("inf"))
        low, high = found
        shift = self._shift(cell)
        return Interval(ceil(low - 1e-6) + shift, floor(min(high, 1e9) + 1e-6) + shift)

    def _solve(self, goal: np.ndarray) -> Any:
        return linprog(
            goal,
            A_eq=self._left,
            b_eq=self._right,
            A_ub=self._under,
            b_ub=self._most,
            bounds=self._bounds,
            method="highs",
        )

    def _times(self) -> Iterable[int]:
        return self.seen.releases[:1] if self.known is not None else self.seen.releases

    def _name(self, cell: Cell) -> int:
        return self._new(cell._replace(release=0) if self.known is not None else cell)

    def _new(self, name: object, high: float = np.inf) -> int:
        if name not in self._names:
            self._names[name] = len(self._bounds)
            self._bounds.append((0, high))
        return self._names[name]

    def _shift(self, cell: Cell) -> int:
        return self.known[cell] if self.known is not None else 0

    def _publishes(self, cell: Cell, shown: int | None) -> None:
        rules, base = self.rules, not cell.choice
        if shown is not None:
            least = rules.smallest_base if base else rules.smallest_shown
            self._between(cell, max(least, shown - rules.slack), shown + rules.slack)
        elif base and not self._doubts:
            self._between(cell, 0, rules.smallest_base - 1)
        elif not base and (self.rules.slack == 0 or (self.guess and self.seen.shows(cell))):
            self._between(cell, *rules.hidden)

    def _between(self, cell: Cell, low: float, high: float) -> None:
        name, shift = self._name(cell), self._shift(cell)
        least, most = self._bounds[name]
        self._bounds[name] = (max(least, low - shift), min(most, high - shift))

    def _sums(self, release: int) -> None:
        everybody = ("", "")
        for dimension in self.seen.dimensions:
            rows = [row for row in self.seen.rows if row[0] == dimension] + [(dimension, "")]
            for choice in ("", *self.seen.choices):
                terms = {self._name(Cell(release, row, choice)): 1.0 for row in rows}
                self._equal.append((terms | {self._name(Cell(release, everybody, choice)): -1.0}, 0))
            for row in rows:
                self._block(release, row)
        self._block(release, everybody)

    def _block(self, release: int, row: tuple[str, str]) -> None:
        base = {self._name(Cell(release, row, "")): -1.0}
        cells = [self._name(Cell(release, row, each)) for each in self.seen.choices]
        if self.seen.kind in {"one", "people"}:
            self._equal.append((dict.fromkeys(cells, 1.0) | base, 0))
        else:
            self._below += [({each: 1.0} | base, 0) for each in cells]

    def _links(self, release: int, row: tuple[str, str], change: Change) -> None:
        now, then = Cell(release, row, ""), Cell(release - 1, row, "")
        self._equal.append(({self._name(now): 1.0, self._name(then): -1.0}, change.came - change.went))
        ups, downs = change.came + change.changed, change.went + change.changed
        names = []
        for choice in self.seen.choices:
            cell = now._replace(choice=choice)
            into, out = self._new(("into", cell), ups), self._new(("out", cell), downs)
            moved = {
                self._name(cell): 1.0,
                self._name(then._replace(choice=choice)): -1.0,
                into: -1.0,
                out: 1.0,
            }
            self._equal.append((moved, 0))
            names.append((into, out))
        if self.seen.kind in {"one", "people"}:
            self._equal.append((dict.fromkeys((into for into, _ in names), 1.0), ups))
            self._equal.append((dict.fromkeys((out for _, out in names), 1.0), downs))

    def _matrix(
        self, lines: list[tuple[dict[int, float], float]]
    ) -> tuple[csr_array | None, np.ndarray | None]:
        if not lines:
            return None, None
        places = [
            (line, name, value) for line, (terms, _) in enumerate(lines) for name, value in terms.items()
        ]
        rows, columns, values = zip(*places, strict=True)
        shape = (len(lines), len(self._bounds))
        return csr_array((values, (rows, columns)), shape=shape), np.array([most for _, most in lines])
