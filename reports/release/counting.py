"""Counting responses into the grid's table."""

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b

from reports.release.grid import Answered, Column, Grid, Table

COUNT_BITS = 32
"""A cell is one integer: how many people in the low bits, the sum of their record keys above.

One addition counts both, and the sum is the same for the same people in whatever order they come.
"""
_COUNT = (1 << COUNT_BITS) - 1
FEW = 10_000
"""Answers of which it is remembered what becomes of them: many people give the same."""


def count_of(cell: int) -> int:
    return cell & _COUNT


def exact(table: Table) -> Table:
    """The counts alone."""
    return [[cell & _COUNT for cell in row] for row in table]


class Counter:
    """The table as responses go by; each is looked at once and not kept."""

    def __init__(self, grid: Grid, key: bytes) -> None:
        self.grid, self.key = grid, key
        self.table: Table = [[0] * len(grid.columns) for _ in grid.rows]
        self._columns = {column: place for place, column in enumerate(grid.columns)}
        self._rows = [
            {grid.rows[row].category: row for row in part} for part in grid.parts
        ]  # of each dimension, by category
        self._columns_of = lru_cache(FEW)(self._found)

    def add(self, response: Answered) -> None:
        one = (_record_key(response.id, self.key) << COUNT_BITS) + 1
        columns = self.columns_of(response)
        for row in self.rows_of(response):
            cells = self.table[row]
            for column in columns:
                cells[column] += one

    def rows_of(self, response: Answered) -> list[int]:
        """Everybody, and one row of each dimension. What the grid does not know counts as not said."""
        named = zip(self._rows, response.categories, strict=True)
        return [0, *(rows.get(category, rows[""]) for rows, category in named)]

    def columns_of(self, response: Answered) -> list[int]:
        found = list(self._columns_of(0, response.answers.get("", ())))
        for number, question in enumerate(self.grid.asked, 1):
            if chosen := response.answers.get(question.name):
                found += self._columns_of(number, chosen)
        return found

    def _found(self, number: int, chosen: tuple[str, ...]) -> tuple[int, ...]:
        """The columns in which one answer to a question is counted."""
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
