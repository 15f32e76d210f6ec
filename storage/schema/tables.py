"""What all tables share."""

from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, text
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlmodel import SQLModel

METADATA = SQLModel.metadata
METADATA.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

NO_ROWID = {"sqlite_with_rowid": False}
SLOT = BigInteger().with_variant(Integer(), "sqlite")
"""Where the row of a large document lies: 63 bits by chance, so that physical order tells nothing.

A table without rowid would give a page of its own to what does not fit four times into one.
"""


def partial_index(name: str, *columns: str, where: str) -> Index:
    """An index of the rows alone for which a condition holds; queries must repeat it word for word."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


def columns(model: type[SQLModel]) -> ReadOnlyColumnCollection[str, Column[Any]]:
    """The columns of a table, for statements; SQLModel types its attributes as values."""
    return METADATA.tables[str(model.__tablename__)].c
