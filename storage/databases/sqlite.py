"""SQLite: one file, one writing connection, and one for reading beside it."""

import asyncio
import contextlib
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar, cast

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool
from sqlalchemy.sql.expression import ClauseElement, Executable

from storage.changes import Changes, DiskFull, StorageDown
from storage.database import Database, Row
from storage.databases.file import BUSY_MS, DatabaseFile
from storage.durable import sync_file
from storage.hold import Hold

DIALECT = sqlite.dialect(paramstyle="named")
MANY = 32
"""Rows that one `Changes` writes in a thread; a part of a file is 64 KB."""
QUICK = 0.001
"""Seconds: a commit that takes less holds up the event loop less than handing it to a thread."""
TRUSTED = 20
"""So many quick commits in a row, and the next is expected to be quick; after many rows none is, since one of
the next copies the log into the file."""
FAULTS = {sqlite3.DatabaseError, sqlite3.OperationalError, sqlite3.InternalError}
"""The database is at fault, so the whole batch fails; any other error is that of one change alone."""


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


class Sqlite(Database):
    """`sqlite:///path`; `sqlite://` is one in memory."""

    batches: ClassVar[int] = 1

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._file = DatabaseFile.of(make_url(url).database or "")
        self.path = self._file.path
        self._file.make()
        self.writing = self._file.connect()
        self.writing.execute("PRAGMA busy_timeout=0")
        self.reading = self._file.connect()
        self.reading.execute("PRAGMA query_only=ON")
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="database")
        self._quick_in_a_row = 0
        self._alone = asyncio.Lock()
        """Held while a batch is written, or the file is rewritten."""

    async def open(self) -> None:
        """It is open already."""

    async def close(self) -> None:
        self.thread.shutdown()
        self.reading.close()
        self.writing.close()

    async def rows(self, statement: Executable, **values: Any) -> list[Row]:
        """While nothing is being written, by the connection that writes: the other one's cache is emptied by
        each commit, and every page read anew costs more than the statement."""
        sql, fixed = compiled(statement)
        here = self.writing if statement.is_select and not self._alone.locked() else self.reading
        try:
            return here.execute(sql, {**fixed, **values}).fetchall()
        except sqlite3.Error as error:
            raise failure(error) from error

    async def commit(self, batch: Sequence[Changes]) -> list[Exception | None]:
        """The statements run inline; in a thread runs what writes very many rows, since a file of 20 MB takes
        a tenth of a second, and the COMMIT where the disk is slow (`docs/decisions/0002`)."""
        async with self._alone:
            try:
                await self._begin()
                outcomes = await self._all(batch)
                await self._keep()
            except sqlite3.Error as error:
                self._undo()
                raise failure(error) from error
            except BaseException:
                self.thread.submit(self._undo).result()  # after what runs there and cannot be called back
                raise
        return outcomes

    async def _outcome(self, changes: Changes) -> Exception | None:
        if len(changes.writes) < MANY:
            return self._one(changes)
        self._quick_in_a_row = 0
        return await asyncio.get_running_loop().run_in_executor(self.thread, self._one, changes)

    async def migrate(self, run: Callable[[Connection], None]) -> None:
        """Foreign keys are off meanwhile: a migration that copies a table would else delete its children.

        Begun by hand, since the driver begins nothing by itself, and at once, so that processes take turns.
        """
        engine = create_engine("sqlite://", creator=self._file.connect, poolclass=NullPool)
        try:
            with engine.connect() as connection:
                connection.execute(text("PRAGMA foreign_keys=OFF"))
                connection.execute(text("BEGIN IMMEDIATE"))
                run(connection)
                if broken := connection.execute(text("PRAGMA foreign_key_check")).fetchall():
                    raise StorageDown(f"The upgrade would leave {len(broken)} rows pointing nowhere.")
                connection.commit()
        except OperationalError as error:
            raise StorageDown(f"The database could not be upgraded: {error.orig}") from error
        finally:
            engine.dispose()

    @contextlib.asynccontextmanager
    async def alone(self, name: str) -> AsyncIterator[Hold]:  # noqa: ARG002
        """One process serves a file: it is the only one."""
        yield Hold()

    @contextlib.asynccontextmanager
    async def hearing(self, heard: Callable[[Iterable[str]], None]) -> AsyncIterator[None]:  # noqa: ARG002
        """There is nobody to hear."""
        yield

    async def vacuum(self) -> None:
        if not self._file.has_room():
            raise DiskFull("There is no room to rewrite the database file.")
        async with self._alone:
            self.writing.execute(f"PRAGMA busy_timeout={BUSY_MS}")
            try:
                await self._in_thread("VACUUM")
            finally:
                self.writing.execute("PRAGMA busy_timeout=0")

    async def size(self) -> int:
        return self._file.size()

    async def copy(self, path: Path, left_out: Mapping[str, str]) -> None:
        """Written anew, so that no piece of what was deleted and no order of arrival goes along."""
        await asyncio.to_thread(self._copy, path, left_out)

    def _copy(self, path: Path, left_out: Mapping[str, str]) -> None:
        new = DatabaseFile.of(str(path))
        new.make()
        try:
            with contextlib.closing(new.connect()) as copy:
                copy.execute("ATTACH ? AS source", (self._file.address,))
                copy.execute("BEGIN")
                tables, others = _definitions(copy)
                if not tables:
                    raise StorageDown(f"{self.path} is empty. Check MUSHAWARA_DATABASE_URL.")
                for name, sql in tables:
                    copy.execute(sql)
                    rows = f"SELECT * FROM source.{name} WHERE NOT ({left_out.get(name, 'FALSE')})"  # noqa: S608 - our own words
                    copy.execute(f"INSERT INTO main.{name} {rows}")
                for _, sql in others:
                    copy.execute(sql)
                copy.execute("COMMIT")
                copy.execute("DETACH source")
                copy.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.Error as error:
            raise failure(error) from error
        sync_file(path)

    async def checkpoint(self) -> bool:
        await asyncio.to_thread(self._copy_log)  # most of it while others write
        async with self._alone:  # who waits here holds up all who write
            result = await self._in_thread("PRAGMA wal_checkpoint(TRUNCATE)")
        return bool(result[0][0] == 0)

    def _copy_log(self) -> None:
        """Copy the log into the file as far as nobody who reads or writes has to wait for it."""
        try:
            with contextlib.closing(self._file.connect()) as beside:
                beside.execute("PRAGMA wal_checkpoint(PASSIVE)")
        except sqlite3.Error as error:
            raise failure(error) from error

    async def _begin(self) -> None:
        """Start a writing transaction; where another process holds the lock, wait for it in a thread."""
        try:
            self.writing.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            self.writing.execute(f"PRAGMA busy_timeout={BUSY_MS}")
            try:
                await self._in_thread("BEGIN IMMEDIATE")
            finally:
                self.writing.execute("PRAGMA busy_timeout=0")

    async def _keep(self) -> None:
        """COMMIT: here while the disk answers as quickly as a thread would, else in a thread."""
        if self._quick_in_a_row < TRUSTED:
            took = await asyncio.get_running_loop().run_in_executor(self.thread, self._commit)
        else:
            took = self._commit()
        self._quick_in_a_row = self._quick_in_a_row + 1 if took < QUICK else 0

    def _commit(self) -> float:
        """Gives the seconds that it took."""
        began = time.monotonic()
        self.writing.execute("COMMIT")
        return time.monotonic() - began

    def _undo(self) -> None:
        with contextlib.suppress(sqlite3.Error):  # if even this fails, the next batch begins with it
            if self.writing.in_transaction:
                self.writing.execute("ROLLBACK")

    async def _all(self, batch: Sequence[Changes]) -> list[Exception | None]:
        """Mostly all go well together; where one does not, each is tried by itself."""
        if any(len(changes.writes) >= MANY for changes in batch):
            return [await self._outcome(changes) for changes in batch]
        try:
            for changes in batch:
                self._write(changes)
        except Exception as error:
            if type(error) in FAULTS:
                raise
            self.writing.execute("ROLLBACK")
            await self._begin()
            return [self._one(changes) for changes in batch] if len(batch) > 1 else [error]
        return [None] * len(batch)

    def _write(self, changes: Changes) -> None:
        for write in changes.writes:
            if self._run(write.statement, write.values) == 0 and write.otherwise is not None:
                raise write.otherwise

    def _one(self, changes: Changes) -> Exception | None:
        self.writing.execute("SAVEPOINT one")
        try:
            self._write(changes)
        except Exception as error:
            if type(error) in FAULTS:
                raise
            self.writing.execute("ROLLBACK TO one")
            self.writing.execute("RELEASE one")
            return error
        self.writing.execute("RELEASE one")
        return None

    def _run(self, statement: Executable, values: Mapping[str, Any]) -> int:
        """How many rows it touched, or found."""
        sql, fixed = compiled(statement)
        cursor = self.writing.execute(sql, {**fixed, **values})
        if cursor.rowcount >= MANY:
            self._quick_in_a_row = 0
        return len(cursor.fetchall()) if statement.is_select else cursor.rowcount

    async def _in_thread(self, sql: str) -> list[Row]:
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self.thread, lambda: self.writing.execute(sql).fetchall())
        except sqlite3.Error as error:
            raise failure(error) from error


def _definitions(copy: sqlite3.Connection) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The tables of the source, and what else there is in it: each by name, with the SQL that makes it."""
    rows = copy.execute(
        "SELECT type, name, sql FROM source.sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    tables = [(name, sql) for kind, name, sql in rows if kind == "table"]
    return tables, [(name, sql) for kind, name, sql in rows if kind != "table"]
