"""The databases there are, by the first word of the URL."""

from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from storage.changes import StorageDown
from storage.database import Database
from storage.databases.sqlite import Sqlite

HOW = "sqlite:///path or postgresql://user:password@host/name"


def missing_file(url: str) -> Path | None:
    """The file of a database that is not there; opening it would make an empty one."""
    address = make_url(url)
    path = Path(address.database or "") if address.drivername == "sqlite" and address.database else None
    return None if path is None or path.exists() else path


def open_database(url: str) -> Database:
    """The database of an URL. Raises `StorageDown` for one that names none."""
    try:
        return _database(make_url(url).drivername)(url)
    except (ArgumentError, KeyError, ValueError) as error:
        raise StorageDown(f"MUSHAWARA_DATABASE_URL does not name a database. Write {HOW}.") from error


def _database(name: str) -> type[Database]:
    """Raises `KeyError`."""
    if name in {"postgresql", "postgres"}:
        from storage.databases.postgres import Postgres  # noqa: PLC0415 - its driver takes memory

        return Postgres
    return {"sqlite": Sqlite}[name]
