"""Statements for PostgreSQL: one text for many rows of values, each marked so that its results are found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Dialect, Integer, Select, bindparam
from sqlalchemy.dialects.postgresql import asyncpg
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.expression import ClauseElement, Executable

from storage.changes import Changes, Write

DIALECT: Dialect = cast(Any, asyncpg).dialect()
MARK = "which_of_many"


@dataclass(frozen=True, slots=True)
class Statement:
    """A text with `$1`, `$2`, …, the names of their values in order, and the values it brings itself."""

    sql: str
    names: tuple[str, ...]
    fixed: Mapping[str, Any]

    def arguments(self, values: Mapping[str, Any], mark: int) -> list[Any]:
        """One row of values. Raises `KeyError` if one is missing."""
        given = {**self.fixed, **values, MARK: mark}
        return [given[name] for name in self.names]


@lru_cache(maxsize=1024)
def compiled(statement: Executable) -> Statement:
    """The statement as it is."""
    result = cast(SQLCompiler, cast(ClauseElement, statement).compile(dialect=DIALECT))
    fixed = {name: value for name, value in result.params.items() if value is not None}
    return Statement(str(result), tuple(result.positiontup or ()), fixed)


@lru_cache(maxsize=1024)
def marked(statement: Executable) -> Statement:
    """The statement whose rows, read or touched, end with the mark of the values they belong to."""
    mark = bindparam(MARK, type_=Integer)
    if isinstance(statement, Select):
        return compiled(statement.add_columns(mark))
    return compiled(cast(UpdateBase, statement).returning(mark))


def columns_of_writes(batch: Iterable[Changes]) -> list[tuple[Executable, list[Write]]]:
    """The writes of many changes, those of one statement together; each change's own order is kept."""
    columns: list[tuple[Executable, list[Write]]] = []
    for changes in batch:
        place = 0
        for write in changes.writes:
            place = _place(columns, write, place)
            columns[place][1].append(write)
    return columns


def _place(columns: Sequence[tuple[Executable, list[Write]]], write: Write, first: int) -> int:
    for place in range(first, len(columns)):
        if columns[place][0] is write.statement:
            return place
    cast(list[Any], columns).append((write.statement, []))
    return len(columns) - 1
