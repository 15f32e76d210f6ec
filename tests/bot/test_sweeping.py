"""The clock of the process deletes what has outlived its time, and nothing before."""

from datetime import UTC, datetime, timedelta

from bot.clock import Clock
from storage.messages import Tap
from tests.events import announced
from tests.handlers.events.test_places import in_telegram
from tests.looking import ask
from tests.town import Town


async def ticks(town: Town, clock: Clock, until: datetime) -> None:
    """Hour by hour, as a clock that nobody doubts."""
    while town.now < until:
        town.now = min(town.now + timedelta(hours=1), until)
        await clock.tick()


async def test_a_day_after_an_event_nobody_can_tell_who_came(town: Town) -> None:
    event, resident = await announced(town), await in_telegram(town)
    await resident.does(Tap(f"event:{event.id.hex()}:coming"))
    clock = Clock(town.desk, evenly=lambda: town.desk.clock().timestamp())
    gone = datetime.fromtimestamp(event.ends, UTC) + timedelta(days=1)
    await ticks(town, clock, gone - timedelta(hours=1))
    assert ask(town.store.database, "SELECT count(*) FROM rsvp") == [(1,)]
    await ticks(town, clock, gone + timedelta(hours=2))
    assert ask(town.store.database, "SELECT count(*) FROM rsvp") == [(0,)]
