"""PostgreSQL 15+: what many ask for in one tick travels together, and so does what they write.

A statement is sent once with the values of all who wait (pipelined; see `docs/decisions/0007`). Statements
that are guarded give back which of the values touched a row.
"""

import asyncio
import contextlib
import secrets
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import asyncpg
from asyncpg.exceptions import DeadlockDetectedError, SerializationError
from sqlalchemy import Connection
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool
from sqlalchemy.sql.expression import Executable

from storage.changes import Changes, StorageDown
from storage.database import Database, Row
from storage.databases.batches import Asked, raise_if_of_all, read, write_all, write_apart
from storage.databases.notifier import Notifier
from storage.databases.portable import copy_rows
from storage.databases.refusals import OLDEST, failure, is_down
from storage.databases.sessions import BEAT, beat, listen, lock
from storage.hold import Hold
from storage.schema import METADATA
from storage.upgrade import revision_of

CONNECTIONS = 6
PATIENCE = 20.0
"""Seconds after which a statement that brings no answer counts as failed."""
CONNECT_PATIENCE = 5.0
SESSION = {
    "application_name": "mushawara",
    "idle_in_transaction_session_timeout": "2500",
    "plan_cache_mode": "force_custom_plan",
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
}
"""A process that is stopped in a transaction, or gone, holds up the others no longer than this. And a plan is
made for each use: one that was kept from when tables were empty reads all of them (docs/decisions/0007). Nor
does it go through a whole table in the hope of an early end: each of our statements has an index to go by.
"""
TRIES = 5
MIGRATING = 7_305_811_200_561
"""The number of the advisory lock that processes take in turns to migrate."""
READER_PAUSE = 0.1
REWRITE_PATIENCE = 3_600.0
_STILL_READ = """
    SELECT EXISTS (
        SELECT FROM pg_stat_activity
        WHERE pid <> pg_backend_pid() AND datname = current_database()
        AND backend_type <> 'autovacuum worker' AND age(backend_xmin) >= age($1::xid)
    )
"""
"""Whether somebody, a backup for instance, may still see rows that were deleted: those are kept for them."""


class Postgres(Database):
    """`postgresql://user:password@host:port/name`, or `postgresql:///name?host=/folder/of/the/socket`."""

    batches: ClassVar[int] = 2

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._dsn = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None
        self._asked: defaultdict[Executable, list[Asked]] = defaultdict(list)
        self._answering: set[asyncio.Task[None]] = set()
        self._name = secrets.token_hex(4)
        self._notifier = Notifier(self._name, self.connection)

    async def open(self) -> None:
        with _told():
            self._pool = await asyncpg.create_pool(
                self._dsn,
                min_size=0,
                max_size=CONNECTIONS,
                timeout=CONNECT_PATIENCE,
                command_timeout=PATIENCE,
                server_settings=SESSION,
                reset=_nothing,
            )
        async with self.connection() as connection:
            major, encoding = connection.get_server_version().major, connection.get_settings().server_encoding
            if major < OLDEST:
                raise StorageDown(f"PostgreSQL {major} is too old. Use {OLDEST} or newer.")
            if encoding != "UTF8":
                how = "createdb --encoding=UTF8 --template=template0 NAME"
                raise StorageDown(f"The database is encoded as {encoding}. Make one with: {how}")

    async def close(self) -> None:
        await self._notifier.close()
        if self._pool is not None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(2):
                    await self._pool.close()
            self._pool.terminate()
            self._pool = None

    async def connect(self) -> "asyncpg.Connection[asyncpg.Record]":
        """A connection beside the others. Raises `StorageDown`."""
        with _told():
            return await asyncpg.connect(
                self._dsn, timeout=CONNECT_PATIENCE, command_timeout=PATIENCE, server_settings=SESSION
            )

    @contextlib.asynccontextmanager
    async def connection(self) -> AsyncIterator[Any]:
        """One of a few connections, for a moment. Raises `StorageDown`."""
        assert self._pool is not None, "open it first"
        with _told():
            async with self._pool.acquire() as connection:
                yield connection

    async def rows(self, statement: Executable, **values: Any) -> list[Row]:
        done: asyncio.Future[list[Row]] = asyncio.get_running_loop().create_future()
        asked = self._asked[statement]
        asked.append((values, done))
        if len(asked) == 1:
            task = asyncio.create_task(self._answer(statement))
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)
        return await done

    async def _answer(self, statement: Executable) -> None:
        """Ask once for all who ask for the same in this tick."""
        await asyncio.sleep(0)
        asked: list[Asked] = []
        try:
            async with self.connection() as connection:
                asked = self._asked.pop(statement)
                await read(connection, statement, asked)
        except Exception as error:
            for _, done in asked or self._asked.pop(statement):
                if not done.done():
                    done.set_exception(error)

    async def commit(self, batch: Sequence[Changes]) -> list[Exception | None]:
        try:
            return await self._commit_with_retries(batch)
        finally:
            self._notifier.notify(batch)  # also where it is not known what was written

    async def _commit_with_retries(self, batch: Sequence[Changes]) -> list[Exception | None]:
        for left in reversed(range(TRIES)):
            try:
                return await self._commit(batch)
            except (DeadlockDetectedError, SerializationError) as error:
                if not left:
                    raise StorageDown(str(error)) from error
        raise AssertionError

    async def _commit(self, batch: Sequence[Changes]) -> list[Exception | None]:
        async with self.connection() as connection:
            try:
                async with connection.transaction():
                    await write_all(connection, batch)
                return [None] * len(batch)
            except Exception as error:
                raise_if_of_all(error)
            async with connection.transaction():
                return await write_apart(connection, batch)

    async def migrate(self, run: Callable[[Connection], None]) -> None:
        engine = create_async_engine("postgresql+asyncpg://", async_creator=self.connect, poolclass=NullPool)
        try:
            async with engine.begin() as connection:
                await connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATING})")
                await connection.run_sync(run)
        except DBAPIError as error:
            raise StorageDown(f"The database could not be upgraded: {error.orig}") from error
        finally:
            await engine.dispose()

    @contextlib.asynccontextmanager
    async def alone(self, name: str) -> AsyncIterator[Hold]:
        """A session's advisory lock: whoever is killed, or stopped for `SESSION_LIFE`, has it no more."""
        connection, hold = await self._locked(name)
        beating = asyncio.create_task(beat(connection, hold))
        try:
            yield hold
        finally:
            beating.cancel()
            connection.terminate()

    @contextlib.asynccontextmanager
    async def hearing(self, heard: Callable[[Iterable[str]], None]) -> AsyncIterator[None]:
        """What this process says itself is not heard; whoever was away hears that it concerns everybody."""
        listening = asyncio.create_task(self._heard(heard))
        try:
            yield
        finally:
            listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await listening

    async def _heard(self, heard: Callable[[Iterable[str]], None]) -> None:
        """Listens; begins anew where the connection breaks."""
        while True:
            with contextlib.suppress(StorageDown):
                connection = await self.connect()
                try:
                    with _told():
                        await listen(connection, self._name, heard)
                finally:
                    connection.terminate()
            await asyncio.sleep(BEAT)

    async def _locked(self, name: str) -> tuple[Any, Hold]:
        """A connection that has the lock, and what it has; waits for it, and for the database."""
        while True:
            with contextlib.suppress(StorageDown):
                connection = await self.connect()
                try:
                    with _told():
                        return connection, await lock(connection, name)
                except BaseException:
                    connection.terminate()
                    raise
            await asyncio.sleep(BEAT)

    async def vacuum(self) -> None:
        """Every table is written anew, in the order of its random keys.

        VACUUM alone would leave two of three deleted rows in the free space of their pages; VACUUM FULL would
        keep the order of arrival.
        """
        connection = await self.connect()
        try:
            with _told():
                await _until_nobody_reads(connection)
                for name in METADATA.tables:
                    await connection.execute(f"CLUSTER {name} USING pk_{name}", timeout=REWRITE_PATIENCE)
        finally:
            await connection.close()

    async def size(self) -> int:
        async with self.connection() as connection:
            return int(await connection.fetchval("SELECT pg_database_size(current_database())"))

    async def copy(self, path: Path, left_out: Mapping[str, str]) -> None:
        """Into a file of SQLite, which can be put back into either database. All rows are of one moment."""
        revision = await revision_of(self)
        if not revision:
            raise StorageDown("The database is empty. Check MUSHAWARA_DATABASE_URL.")
        connection = await self.connect()
        try:
            with _told():
                await connection.execute("SET idle_in_transaction_session_timeout = 0")
                async with connection.transaction(isolation="repeatable_read", readonly=True):
                    await copy_rows(connection, path, revision, left_out)
        finally:
            connection.terminate()

    async def checkpoint(self) -> bool:
        """What is in `pg_wal` goes when PostgreSQL reuses it (see `docs/guide-privacy.md`)."""
        return True


@contextlib.contextmanager
def _told() -> Any:
    try:
        yield
    except Exception as error:
        if is_down(error):
            raise failure(error) from error
        raise


async def _until_nobody_reads(connection: Any) -> None:
    """Returns when all that was deleted before is deleted in everybody's eyes."""
    last = await connection.fetchval("SELECT pg_current_xact_id()::xid")
    while True:
        if not await connection.fetchval(_STILL_READ, last):
            return
        await asyncio.sleep(READER_PAUSE)


async def _nothing(_: object) -> None:
    """A connection is given back as clean as it was: nobody sets anything on it."""
