"""Every journey goes as it is written."""

from pathlib import Path

import pytest

from tests.journeys.stage import HERE, played


@pytest.mark.parametrize("journey", sorted(HERE.glob("*.md")), ids=lambda path: path.stem)
async def test_journey(journey: Path, tmp_path: Path, url: str) -> None:
    assert await played(journey, tmp_path, url) == journey.read_text(encoding="utf-8")
