"""Pages count up to a number, so that they open as quickly when many more have answered."""

import pytest

from handlers.consultations import standing
from handlers.words import Words
from storage import collected
from tests.released import crowd
from tests.town import Town


async def test_of_very_many_it_says_that_they_are_so_many_or_more(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collected, "MOST", 25)
    await crowd(town, 22)
    assert await said(town) == "About 20 people have answered."
    await crowd(town, 30, seed=2)
    assert await said(town) == "About 25 people or more have answered."


async def said(town: Town) -> str:
    return await standing.answered(town.store, Words("en"), await town.consultation())
