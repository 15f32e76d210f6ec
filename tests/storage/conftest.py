"""A store with an empty database in a file."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.databases.postgres import Postgres
from storage.databases.sqlite import Sqlite
from storage.keys import Keyring
from storage.store import Store
from storage.upgrade import upgrade


@pytest.fixture
async def store(tmp_path: Path, url: str) -> AsyncIterator[Store]:
    async with Store(url, Keyring(tmp_path / "keys", os.urandom(32))) as store:
        await upgrade(store.database)
        yield store


def sqlite_of(store: Store) -> Sqlite:
    """What a test about SQLite alone looks into."""
    assert isinstance(store.database, Sqlite)
    return store.database


def postgres_of(store: Store) -> Postgres:
    """What a test about PostgreSQL alone looks into."""
    assert isinstance(store.database, Postgres)
    return store.database
