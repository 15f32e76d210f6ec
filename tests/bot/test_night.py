"""At night, and only after something was erased, the files are rewritten."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import Clock
from storage.chores import REWRITE
from storage.housekeeping import chores
from tests.privacy.neighbours import mark, neighbour
from tests.privacy.search import pieces_left
from tests.town import Town

NIGHT = datetime(2026, 11, 25, 2, 30, tzinfo=UTC)
"""Half past three in Casablanca, where the town's consultation is open."""


@pytest.fixture
def rewritten(town: Town, monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """When the files were rewritten, as they are."""
    times, vacuum = list[datetime](), town.store.database.vacuum

    async def noted() -> None:
        times.append(town.now)
        await vacuum()

    monkeypatch.setattr(town.store.database, "vacuum", noted)
    return times


async def test_what_was_erased_by_day_is_in_no_file_after_the_night(
    town: Town, rewritten: list[datetime]
) -> None:
    somebody = neighbour(town)
    await somebody.answers(mark())
    await somebody.writes("/forget")
    assert "is erased" in (await somebody.taps("Erase everything")).farewell

    def seconds() -> float:
        return town.now.timestamp()

    clock = Clock(town.desk, seconds)
    while town.now < NIGHT + timedelta(days=1, hours=2):
        await clock.tick()
        town.later(hours=1)
    assert [time.hour for time in rewritten] == [NIGHT.hour], "once, though two nights came"
    assert pieces_left(town.store, somebody.noted) == 0
    assert REWRITE not in await chores(town.store.database)
