"""A table as it stands in every file: a workbook and a report show the same numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.release.ranking import Estimate

Cell = str | int | float | Estimate | None
"""None is not shown."""


@dataclass(frozen=True, slots=True)
class Table:
    """The first column names the rows."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def ranges(self) -> frozenset[int]:
        """The columns that hold ranges."""
        wide = range(len(self.head))
        return frozenset(
            place for place in wide if any(isinstance(row[place], Estimate) for row in self.rows)
        )

    def labels(self) -> list[str]:
        return [str(row[0]) for row in self.rows]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing for bars to show."""
        return all(number is None for number in self.numbers())

    def numbers(self) -> list[float | None]:
        """Of the second column, as bars show it."""
        return [value_of(row[1]) for row in self.rows]


def beside(table: Table, most: int) -> Iterator[Table]:
    """The same in pieces of at most so many columns, each with the names of its rows."""
    for start in range(1, len(table.head), most):
        columns = (0, *range(start, min(start + most, len(table.head))))
        rows = tuple(tuple(row[column] for column in columns) for row in table.rows)
        yield Table(table.caption, tuple(table.head[column] for column in columns), rows)


def value_of(cell: Cell) -> float | None:
    """The number in a cell."""
    if isinstance(cell, Estimate):
        return cell.value
    return None if isinstance(cell, str) else cell


def spread(table: Table, lowest: str, highest: str) -> Iterator[Sequence[Cell]]:
    """The head and the rows with a column of its own for each end of a range."""
    ranges = table.ranges
    yield [
        text
        for place, name in enumerate(table.head)
        for text in ((name, lowest, highest) if place in ranges else (name,))
    ]
    for row in table.rows:
        yield [each for place, cell in enumerate(row) for each in _ends(cell, place in ranges)]


def _ends(cell: Cell, wide: bool) -> tuple[Cell, ...]:
    if isinstance(cell, Estimate):
        return cell.value, cell.low, cell.high
    return (cell, None, None) if wide else (cell,)
