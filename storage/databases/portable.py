"""The rows of PostgreSQL in a file of SQLite."""

import asyncio
import contextlib
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from storage.databases.sqlite import Sqlite, failure
from storage.durable import sync_file
from storage.upgrade import upgrade

AT_ONCE = 1_000
"""Rows that are held in memory."""


async def copy_rows(source: Any, path: Path, revision: str, left_out: Mapping[str, str]) -> None:
    """Make the file, with the schema of that revision, and write into it what a transaction sees.

    `left_out`: by table, in SQL, which rows do not go along; its tables begin with "source.". Raises
    `StorageDown`.
    """
    made = Sqlite(f"sqlite:///{path}")
    await upgrade(made, revision)
    await made.close()
    try:
        with contextlib.closing(sqlite3.connect(path, check_same_thread=False)) as copy:
            copy.execute("PRAGMA synchronous=OFF")  # it is made durable as a whole
            for table in _tables(copy):
                without = left_out.get(table, "FALSE").replace("source.", "")
                await _copy_table(source, copy, table, without)
            copy.commit()
            copy.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise failure(error) from error
    sync_file(path)


def _tables(copy: sqlite3.Connection) -> list[str]:
    named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'alembic_version' ORDER BY name"
    return [name for (name,) in copy.execute(named)]


async def _copy_table(source: Any, copy: sqlite3.Connection, table: str, without: str) -> None:
    """In the order of its key, which tells nothing of when a row came."""
    described = copy.execute(f"PRAGMA table_info({table})").fetchall()
    names = ", ".join(name for _, name, *_ in described)
    order = ", ".join(name for _, name, _, _, _, is_key in described if is_key)
    insert = f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(described))})"  # noqa: S608 - our own words
    rows = await source.cursor(f"SELECT {names} FROM {table} WHERE NOT ({without}) ORDER BY {order}")  # noqa: S608
    while some := await rows.fetch(AT_ONCE):
        await asyncio.to_thread(copy.executemany, insert, [tuple(row) for row in some])
