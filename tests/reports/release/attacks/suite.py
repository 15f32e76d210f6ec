"""Attacks on a consultation, and what they found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reports.release.changes import Change, changes, mark
from reports.release.counting import Counter, exact
from reports.release.grid import Answered, Column, Grid, Question, Row, Table
from reports.release.ledger import Ledger
from reports.release.making import make_release
from tests.reports.release.attacks.seen import Cell, Rules, Seen
from tests.reports.release.attacks.solving import Known, Solver, Watched
from tests.reports.release.simulated import KEY, gathered

NOBODY = 10**6
WIDTH = 9


@dataclass
class Found:
    """Of so many hidden numbers, which were worked out, and how little was left open of one."""

    cells: int = 0
    recovered: int = 0
    narrow: int = 0
    narrowest: int = NOBODY

    def add(self, low: int, high: int, truth: int, known_before: bool = False) -> None:
        """An interval that the true number is not in is a wrong belief, and tells nothing."""
        self.cells += 1
        self.recovered += low == high == truth
        if low <= truth <= high and not known_before:
            self.narrow += high - low < WIDTH
            self.narrowest = min(self.narrowest, high - low)

    def add_wide(self, number: int) -> None:
        self.cells += number
        self.narrowest = min(self.narrowest, WIDTH) if number else self.narrowest

    def __str__(self) -> str:
        least = f"intervals {self.narrowest} wide at least, {self.narrow} narrower than 9"
        return f"{self.recovered} of {self.cells} hidden numbers recovered, {least}"


@dataclass
class Truth:
    """What only the test knows: the true counts at each release, and what had changed."""

    grid: Grid
    tables: list[Table] = field(default_factory=list)
    changed: list[list[list[Change]]] = field(default_factory=list)

    @property
    def questions(self) -> list[tuple[int, Question]]:
        """Those that have choices, participation too, with their numbers."""
        return [(number, each) for number, each in enumerate(self.grid.questions) if each.choices]

    def of(self, cell: Cell, question: int) -> int:
        row, column = (
            self.grid.rows.index(Row(*cell.row)),
            self.grid.columns.index(Column(question, cell.choice)),
        )
        return self.tables[cell.release][row][column]

    def watched(self, question: int) -> Watched:
        return {
            (release, (row.dimension, row.category)): of_release[number][question]
            for release, of_release in enumerate(self.changed)
            for number, row in enumerate(self.grid.rows)
        }

    def known(self, question: int) -> Known:
        return {
            Cell(release, (row.dimension, row.category), column.choice): table[number][place]
            - self.tables[0][number][place]
            for release, table in enumerate(self.tables)
            for number, row in enumerate(self.grid.rows)
            for place, column in enumerate(self.grid.columns)
            if column.question == question
        }


def truth(grid: Grid, states: Iterable[Sequence[Answered]]) -> Truth:
    known, before = Truth(grid), dict[int, bytes]()
    for those in states:
        counter = Counter(grid, KEY)
        for each in those:
            counter.add(each)
        marks = dict(mark(counter, each) for each in those)
        known.tables.append(exact(counter.table))
        known.changed.append(changes(grid, before, marks))
        before = marks
    return known


def our_releases(grid: Grid, states: Iterable[Sequence[Answered]], key: bytes = KEY) -> list[bytes]:
    """What stands published after each; where nothing is published anew, nothing is added."""
    ledger, releases = Ledger(), list[bytes]()
    for those in states:
        ledger = make_release(gathered(grid, those, key), ledger, {})
        releases.append(ledger.last)
    return releases


def by_sums(releases: Sequence[bytes], rules: Rules, known: Truth, guess: bool = False) -> Found:
    """Each release alone: what must add up."""
    found = Found()
    for question, asked in known.questions:
        seen = Seen(releases, asked.name)
        _look(found, seen, Solver(seen, rules, guess=guess), known, question)
    return found


def by_watching(releases: Sequence[bytes], rules: Rules, known: Truth) -> Found:
    """All releases, by somebody who sees how many come, go and change in each region and group.

    How narrow it is counts for answers, where they would not know as much without the last release. How many
    people there are in a region they see for themselves.
    """
    found = Found()
    for question, asked in known.questions:
        seen, watched = Seen(releases, asked.name), known.watched(question)
        solver = Solver(seen, rules, watched=watched)
        without = Solver(Seen(releases, asked.name, silent=True), rules, watched=watched)
        wide = solver.wide(seen.hidden, WIDTH)
        found.add_wide(len(wide))
        for cell in (each for each in seen.hidden if each not in wide):
            interval = solver.interval(cell)
            if interval is None:
                continue
            before = without.interval(cell) if interval.width < WIDTH and cell.choice else None
            as_before = not cell.choice or (before is not None and before.width <= interval.width)
            found.add(
                interval.low,
                interval.high,
                known.of(cell, question),
                known_before=as_before,
            )
    return found


def by_sybils(releases: Sequence[bytes], rules: Rules, known: Truth) -> Found:
    """All releases, by somebody who made every change: so many invented people whose answers they know."""
    found = Found()
    for question, asked in known.questions:
        seen = Seen(releases, asked.name)
        _look(
            found,
            seen,
            Solver(seen, rules, known=known.known(question)),
            known,
            question,
        )
    return found


def _look(found: Found, seen: Seen, solver: Solver, known: Truth, question: int) -> None:
    wide = solver.wide(seen.hidden, WIDTH)
    found.add_wide(len(wide))
    for cell in (each for each in seen.hidden if each not in wide):
        interval = solver.interval(cell)
        if interval is not None:
            found.add(interval.low, interval.high, known.of(cell, question))
