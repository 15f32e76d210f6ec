"""Clocks that go wrong: three schedulers, killed in the middle, on clocks that step and stand still for days.

Each local day comes once to everybody, through both changes of the clocks in ten zones.
"""

import asyncio
import contextlib
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.clock import due_now
from bot.settings import random_bytes
from handlers.announcements import announcing
from handlers.announcements.announcing import Plan
from handlers.news import addressing
from handlers.timing import instant
from storage import announcements
from storage.changes import Changes, NotOpen, Repeat, Stale
from storage.schema.announcements import ANNOUNCEMENT, DELIVERY
from tests.followers import follower
from tests.town import SLUG, Town, words

ZONES = (
    "Africa/Cairo", "Africa/Casablanca", "America/New_York", "America/St_Johns", "Asia/Beirut",
    "Atlantic/Azores", "Australia/Lord_Howe", "Europe/Paris", "Pacific/Auckland", "Pacific/Chatham",
)  # fmt: skip
SPRING, AUTUMN = (date(2027, 2, 1), 75), (date(2027, 9, 20), 55)
"""The first of so many days: in each of the zones the clocks change among them, in Morocco around Ramadan."""
DOWN = timedelta(days=2)


@pytest.mark.parametrize("wall", ["02:30", "09:00"], ids=["in-the-hour-of-the-change", "at-nine"])
@pytest.mark.parametrize(("first", "days"), [SPRING, AUTUMN], ids=["spring", "autumn"])
async def test_each_local_day_comes_once_to_everybody(town: Town, first: date, days: int, wall: str) -> None:
    await town.hold_again(quiet_hours="", closes=datetime(2028, 1, 1, tzinfo=UTC))
    people = {await follower(town, zone=zone): ZoneInfo(zone) for zone in ZONES}
    begins = datetime.fromisoformat(f"{first}T{wall}")
    town.now = datetime.combine(first - timedelta(days=3), begins.time(), UTC)
    plan = Plan(rule=f"FREQ=DAILY;COUNT={days}")
    made = await announcing.write(town.store, SLUG, words("Today."), begins, (), town.now, random_bytes, plan)
    await town.store.apply(Changes((announcements.add(made),)))
    woken = await _wakes(town, town.now + timedelta(days=days + 5), Random(f"{first} {wall}"))
    told = await _told(town)
    expected = {(person, begins + timedelta(days=day)) for person in people for day in range(days)}
    assert Counter(told.keys()) == Counter(expected), "none is dropped and none comes twice"
    for (person, local), due in told.items():
        meant = instant(local, people[person])
        began = min(instant(local, zone) for zone in people.values())
        there = next(clocks for clocks in woken if clocks[0] >= began)
        assert meant <= due <= max(meant, there[1]), "never early, and late only where nobody was there"


async def _wakes(town: Town, end: datetime, chance: Random) -> list[tuple[datetime, datetime]]:
    """Clocks come by at odd times, now and then set back or ahead, once after two days.

    Gives what the clocks of the two that were not killed said each time, the earlier first.
    """
    woken, down = [], town.now + (end - town.now) / 2
    while town.now < end:
        step = timedelta(hours=chance.uniform(0.5, 14))
        if town.now <= down < town.now + step:
            step += DOWN
        town.now += step
        clocks = sorted(town.now + timedelta(hours=chance.choice((-1, 0, 0, 1))) for _ in range(3))
        await asyncio.gather(_is_killed(town, clocks[0], chance), *(_comes_by(town, at) for at in clocks[1:]))
        woken.append((clocks[1], clocks[2]))
    return woken


async def _comes_by(town: Town, now: datetime) -> None:
    """A scheduler that ticks until nothing follows from what it did."""
    while await due_now(town.store, now):
        continue


async def _is_killed(town: Town, now: datetime, chance: Random) -> None:
    """A scheduler that does a part of what is due, and no more."""
    due = [each async for each in addressing.due(town.store, now)]
    for changes in due[: chance.randint(0, len(due))]:
        with contextlib.suppress(NotOpen, Repeat, Stale):
            await town.store.apply(changes)


async def _told(town: Town) -> dict[tuple[bytes, datetime], datetime]:
    """By person and local time: when it is due for them. Each announcement's deliveries are unique rows."""
    rows = await town.store.database.rows(
        select(DELIVERY.person, ANNOUNCEMENT.local, DELIVERY.due).where(
            DELIVERY.announcement == ANNOUNCEMENT.id
        )
    )
    told = {(row[0], datetime.fromisoformat(row[1])): datetime.fromtimestamp(row[2], UTC) for row in rows}
    assert len(told) == len(rows), "two announcements of one day"
    return told
