"""Counting responses into the grid's table."""

from collections.abc import Iterable
from functools import lru_cache, partial
from hashlib import blake2b

from reports.release.grid import Answered, Column, Grid, Table

COUNT_BITS = 32
"""A cell is one integer: how many people in the low bits, the sum of their record keys above.

One addition counts both, and the sum is the same for the same people in whatever order they come.
"""
_COUNT = (1 << COUNT_BITS) - 1
FEW = 10_000
"""Answers to a question of which it is remembered what becomes of them: many people give the same."""


def count_of(cell: int) -> int:
    return cell & _COUNT


def exact(table: Table) -> Table:
    """The counts alone."""
    return [[cell & _COUNT for cell in row] for row in table]


class Counter:
    """The table as responses go by; each is looked at once and not kept.

    Who is in the same rows is added up together, so that an answer is one addition and not one for each row.
    """

    def __init__(self, grid: Grid, key: bytes) -> None:
        self.grid, self.key = grid, key
        self._alike: dict[tuple[int, ...], list[int]] = {}
        self._columns = {column: place for place, column in enumerate(grid.columns)}
        self._rows = [
            {grid.rows[row].category: row for row in part} for part in grid.parts
        ]  # of each dimension, by category
        self._columns_of = [
            (each.name, lru_cache(FEW)(partial(self._found, number)))
            for number, each in enumerate(grid.questions)
        ]
        self.rows_of = lru_cache(FEW)(self._rows_of)

    def add(self, response: Answered) -> None:
        one = (_record_key(response.id, self.key) << COUNT_BITS) + 1
        rows, answers = self.rows_of(response.categories), response.answers
        cells = self._alike.get(rows) or self._alike.setdefault(rows, [0] * len(self.grid.columns))
        for name, columns_of in self._columns_of:
            for column in columns_of(answers.get(name, ())):
                cells[column] += one

    @property
    def table(self) -> Table:
        table = [[0] * len(self.grid.columns) for _ in self.grid.rows]
        for rows, cells in self._alike.items():
            for row in rows:
                table[row] = [one + other for one, other in zip(table[row], cells, strict=True)]
        return table

    def _rows_of(self, categories: tuple[str, ...]) -> tuple[int, ...]:
        """Everybody, and one row of each dimension. What the grid does not know counts as not said."""
        named = zip(self._rows, categories, strict=True)
        return (0, *(rows.get(category, rows[""]) for rows, category in named))

    def _found(self, number: int, chosen: tuple[str, ...]) -> tuple[int, ...]:
        """The columns in which one answer to a question is counted; participation counts everybody."""
        if number and not chosen:
            return ()
        question = self.grid.questions[number]
        places = question.places if question.kind == "rank" else (0,) * len(chosen)
        cells = (Column(number, choice, place) for choice, place in zip(chosen, places, strict=False))
        return tuple(self._columns[column] for column in (Column(number), *cells))


def count(grid: Grid, responses: Iterable[Answered], key: bytes) -> Table:
    counter = Counter(grid, key)
    for each in responses:
        counter.add(each)
    return counter.table


def _record_key(response: bytes, key: bytes) -> int:
    return int.from_bytes(blake2b(response, digest_size=8, key=key, person=b"record").digest())
