"""One SQL database: statements of the schema, compiled once, run on the plain driver.

Reads go through a connection of their own; all writing goes through `storage.writer`.
"""

import asyncio
import contextlib
import os
import shutil
import sqlite3
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.sql.expression import ClauseElement, Executable

from storage.changes import DiskFull, StorageDown

Row = tuple[Any, ...]

DIALECT = sqlite.dialect(paramstyle="named")
BUSY_MS = 15_000
_memory = count(1)


@lru_cache(maxsize=1024)
def compiled(statement: Executable) -> tuple[str, dict[str, Any]]:
    """The SQL text of a statement and the values it brings itself."""
    result = cast(ClauseElement, statement).compile(dialect=DIALECT)
    fixed = {name: value for name, value in result.params.items() if value is not None}
    return str(result), fixed


def failure(error: sqlite3.Error) -> StorageDown:
    """The database's error in our words, its class telling whether it is for want of room."""
    code = getattr(error, "sqlite_errorcode", 0)
    kind = DiskFull if code in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE} else StorageDown
    return kind(f"{type(error).__name__}: {error}")


class Database:
    """A SQLite database named by an URL such as `sqlite:///path`; `sqlite://` is one in memory."""

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        if parsed.get_backend_name() != "sqlite":
            raise ValueError(
                f"This version keeps its data in SQLite: sqlite:///path. Got {parsed.drivername}."
            )
        path = parsed.database or ""
        self.in_memory = path in {"", ":memory:"}
        name = f"mushawara-{next(_memory)}?mode=memory&cache=shared" if self.in_memory else quote(path)
        self.address = f"file:{name}"
        self.path = "" if self.in_memory else path
        self.writing = self.connect()
        self.reading = self.connect()
        self.reading.execute("PRAGMA query_only=ON")
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="database")

    def connect(self) -> sqlite3.Connection:
        """A new connection with our settings."""
        if self.path:
            with contextlib.suppress(
                OSError
            ):  # SQLite says what is wrong; the log beside it follows its mode
                os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        try:
            connection = sqlite3.connect(
                self.address, uri=True, isolation_level=None, check_same_thread=False, timeout=BUSY_MS / 1000
            )
            for pragma in (
                "journal_mode=WAL",
                "synchronous=FULL",
                "secure_delete=ON",
                "cache_size=-65536",
                "wal_autocheckpoint=4000",
                "foreign_keys=ON",
            ):
                connection.execute(f"PRAGMA {pragma}")
        except sqlite3.Error as error:
            raise StorageDown(f"The database {self.address} cannot be opened: {error}") from error
        return connection

    async def rows(self, statement: Executable, **values: Any) -> list[Row]:
        """All rows of a reading statement. Raises `StorageDown`."""
        sql, fixed = compiled(statement)
        try:
            return self.reading.execute(sql, {**fixed, **values}).fetchall()
        except sqlite3.Error as error:
            raise failure(error) from error

    async def row(self, statement: Executable, **values: Any) -> Row | None:
        """The first row, or None."""
        found = await self.rows(statement, **values)
        return found[0] if found else None

    def run(self, statement: Executable, values: Mapping[str, Any]) -> int:
        """Run a writing statement inside the writer's transaction; how many rows it touched."""
        sql, fixed = compiled(statement)
        return self.writing.execute(sql, {**fixed, **values}).rowcount

    async def begin(self) -> None:
        """Start a writing transaction; where another process holds the lock, wait for it in a thread."""
        try:
            self.writing.execute("PRAGMA busy_timeout=0")
            self.writing.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            self.writing.execute(f"PRAGMA busy_timeout={BUSY_MS}")
            await self.in_thread("BEGIN IMMEDIATE")

    async def in_thread(self, sql: str) -> list[Row]:
        """Run plain SQL on the writing connection, away from the event loop. Raises `StorageDown`."""
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self.thread, lambda: self.writing.execute(sql).fetchall())
        except sqlite3.Error as error:
            raise failure(error) from error

    async def checkpoint(self) -> bool:
        """Empty the write-ahead log, so that what was deleted is gone; False while somebody reads from it."""
        self.writing.execute("PRAGMA busy_timeout=0")  # who waits here holds up all who write
        result = await self.in_thread("PRAGMA wal_checkpoint(TRUNCATE)")
        return bool(result[0][0] == 0)

    async def vacuum(self) -> None:
        """Rewrite the whole file: no page keeps a piece of what was deleted or tells when it came.

        It takes as much room again as the file is large: raises `DiskFull` where there is less.
        """
        if not self._has_room():
            raise DiskFull("There is no room to rewrite the database file.")
        self.writing.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        await self.in_thread("VACUUM")

    def _has_room(self) -> bool:
        file = Path(self.path) if self.path else None
        return file is None or shutil.disk_usage(file.parent).free > file.stat().st_size

    def close(self) -> None:
        self.thread.shutdown()
        self.reading.close()
        self.writing.close()
