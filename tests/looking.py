"""A look into a database beside the one who uses it: plain SQL, every value, every byte of every file."""

import asyncio
import sqlite3
from collections.abc import Coroutine, Iterator
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

import asyncpg

from storage.database import Database
from storage.schema import METADATA

T = TypeVar("T")
Rows = list[tuple[Any, ...]]
FIRST_OF_USERS = 16_384
"""Files of PostgreSQL with smaller numbers hold its own catalogue (its `access/transam.h`)."""


def ask(database: Database, sql: str, *values: Any) -> Rows:
    """Run SQL with `?` for values; its rows. What it writes is kept."""
    if database.path:
        connection = sqlite3.connect(database.path)
        with connection:
            rows: Rows = connection.execute(sql, values).fetchall()
        connection.close()
        return rows
    numbers = count(1)
    numbered = "".join(f"${next(numbers)}" if letter == "?" else letter for letter in sql)
    (found,) = _elsewhere(database.url, [numbered], values)
    return [tuple(row.values()) for row in found]


def values(database: Database) -> Iterator[tuple[str, bytes]]:
    """Every value of every table: "table.column" and its bytes."""
    tables = [*METADATA.tables, "alembic_version"]
    everything = [f"SELECT * FROM {table}" for table in tables]
    found = _named(database.path, everything) if database.path else _elsewhere(database.url, everything)
    for table, rows in zip(tables, found, strict=True):
        for row in rows:
            for name, value in row.items():
                yield f"{table}.{name}", value if isinstance(value, bytes) else str(value).encode()


def files(database: Database) -> dict[str, bytes]:
    """What lies on the disk of tables and indexes now; of SQLite its log and a backup too."""
    if not database.path:
        return _files_of_postgres(database)
    path = Path(database.path)
    backup = path.with_name("backup.db")
    source, target = sqlite3.connect(path), sqlite3.connect(backup)
    source.backup(target)
    source.close()
    target.close()
    there = [file for file in (path, path.with_name(path.name + "-wal"), backup) if file.exists()]
    return {file.name: file.read_bytes() for file in there}


def _files_of_postgres(database: Database) -> dict[str, bytes]:
    """Written out first, so that files which were let go are gone; without `pg_wal` (see the guide)."""
    ask(database, "CHECKPOINT")
    ((root, number),) = ask(
        database,
        "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()",
    )
    folder = Path(root) / "base" / str(number)
    names = [file for file in folder.iterdir() if file.name.split("_")[0].split(".")[0].isdecimal()]
    ours = [file for file in names if int(file.name.split("_")[0].split(".")[0]) >= FIRST_OF_USERS]
    return {file.name: file.read_bytes() for file in ours}


def _named(path: str, statements: list[str]) -> list[list[dict[str, Any]]]:
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    found = [[dict(row) for row in connection.execute(sql)] for sql in statements]
    connection.close()
    return found


def _elsewhere(url: str, statements: list[str], given: tuple[Any, ...] = ()) -> list[list[dict[str, Any]]]:
    if url not in _LOOKERS:
        _LOOKERS[url] = _Looker(url)
    return _LOOKERS[url].ask(statements, given)


def look_no_more(url: str) -> None:
    """Let go of the connection through which a database was looked at, if it was."""
    if looker := _LOOKERS.pop(url, None):
        looker.close()


class _Looker:
    """A connection on a loop and a thread of its own, so that who looks need not wait for anybody.

    It is kept: a new one would first have to learn about every table.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.connection: asyncpg.Connection | None = None
        self.loop = asyncio.new_event_loop()
        self.thread = Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result()

    def ask(self, statements: list[str], given: tuple[Any, ...]) -> list[list[dict[str, Any]]]:
        return self._run(self._ask(statements, given))

    async def _ask(self, statements: list[str], given: tuple[Any, ...]) -> list[list[dict[str, Any]]]:
        if self.connection is None or self.connection.is_closed():
            self.connection = await asyncpg.connect(self.url)
        fetch = self.connection.fetch
        return [[dict(row) for row in await fetch(sql, *given)] for sql in statements]

    def close(self) -> None:
        if self.connection:
            self._run(self.connection.close())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()


_LOOKERS: dict[str, _Looker] = {}
