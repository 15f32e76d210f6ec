"""What all tests share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.town import Town, open_town


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """A town whose consultation is open."""
    async with open_town(tmp_path) as town:
        await town.hold()
        yield town
