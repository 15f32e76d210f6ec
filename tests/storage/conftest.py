"""A store with an empty database in a file."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.keys import Keyring
from storage.store import Store
from storage.upgrade import upgrade


@pytest.fixture
async def store(tmp_path: Path, url: str) -> AsyncIterator[Store]:
    async with Store(url, Keyring(tmp_path / "keys", os.urandom(32))) as store:
        await upgrade(store.database)
        yield store
