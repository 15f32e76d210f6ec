"""Any zones, rule, quiet hours and steps of the clock: each day comes once, when it is meant."""

import asyncio
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.clock import due_now
from bot.settings import random_bytes
from handlers.announcements import announcing
from handlers.announcements.announcing import Plan
from storage import announcements
from storage.changes import Changes
from storage.schema.announcements import ANNOUNCEMENT, DELIVERY
from tests.followers import follower
from tests.looking import ask
from tests.town import SLUG, Town, open_town, words

HERE = ZoneInfo("Africa/Casablanca")
QUARTER = timedelta(minutes=15)
"""All zones change their clocks at quarters of an hour."""
ZONES = (
    "Africa/Cairo", "Africa/Casablanca", "America/Havana", "America/New_York", "America/Santiago",
    "America/St_Johns", "Asia/Beirut", "Asia/Jakarta", "Asia/Kathmandu", "Atlantic/Azores",
    "Australia/Lord_Howe", "Europe/Paris", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
)  # fmt: skip
TABLES = ("delivery", "announcement", "follow", "address", "person")


@dataclass(frozen=True)
class Rule:
    """A rule of recurrence, and what it says by plain arithmetic."""

    frequency: str
    interval: int
    count: int

    def __str__(self) -> str:
        return f"FREQ={self.frequency};INTERVAL={self.interval};COUNT={self.count}"

    def walls(self, first: datetime) -> list[datetime]:
        """Its wall times."""
        days = {"DAILY": 1, "WEEKLY": 7}
        if self.frequency in days:
            apart = timedelta(days=days[self.frequency] * self.interval)
            return [first + apart * number for number in range(self.count)]
        found: list[datetime] = []
        year, month = first.year, first.month
        while len(found) < self.count:
            if first.day <= monthrange(year, month)[1]:
                found.append(first.replace(year=year, month=month))
            year, month = divmod(year * 12 + month - 1 + self.interval, 12)
            month += 1
        return found


FIRST, LAST = datetime.fromisoformat("2026-02-01"), datetime.fromisoformat("2027-11-30")
firsts = st.datetimes(FIRST, LAST).map(
    lambda wall: wall.replace(minute=wall.minute // 15 * 15, second=0, microsecond=0)
)
rules = st.builds(Rule, st.sampled_from(("DAILY", "WEEKLY", "MONTHLY")), st.integers(1, 3), st.integers(1, 5))
nights = st.none() | st.tuples(st.integers(0, 23), st.integers(0, 23))
steps = st.lists(
    st.integers(-3 * 3_600, 30 * 3_600).map(lambda seconds: timedelta(seconds=seconds))
    | st.just(timedelta(days=2)),
    max_size=12,
)


@pytest.fixture(scope="module")
def place() -> Iterator[tuple[Town, asyncio.AbstractEventLoop]]:
    """One town for all that is tried: a database is made once."""
    loop = asyncio.new_event_loop()
    with TemporaryDirectory() as folder:
        opening = open_town(Path(folder))
        town = loop.run_until_complete(opening.__aenter__())
        loop.run_until_complete(town.hold())
        yield town, loop
        loop.run_until_complete(opening.__aexit__(None, None, None))
    loop.close()


@settings(max_examples=60)
@given(st.sets(st.sampled_from(ZONES), min_size=1, max_size=3), firsts, rules, nights, steps)
def test_each_day_of_a_rule_comes_once_and_at_its_time(
    place: tuple[Town, asyncio.AbstractEventLoop],
    zones: set[str],
    first: datetime,
    rule: Rule,
    night: tuple[int, int] | None,
    steps: list[timedelta],
) -> None:
    town, loop = place
    for table in TABLES:
        ask(town.store.database, f"DELETE FROM {table}")
    loop.run_until_complete(_comes(town, sorted(zones), first, rule, night, steps))


async def _comes(
    town: Town,
    zones: list[str],
    first: datetime,
    rule: Rule,
    night: tuple[int, int] | None,
    steps: list[timedelta],
) -> None:
    hours = f"{night[0]}-{night[1]}" if night else ""
    town.now = first.replace(tzinfo=UTC) - timedelta(days=2)
    await town.hold_again(quiet_hours=hours, closes=datetime(2030, 1, 1, tzinfo=UTC))
    people = {await follower(town, zone=zone): ZoneInfo(zone) for zone in zones}
    plan = Plan(rule=str(rule))
    made = await announcing.write(town.store, SLUG, words("Today."), first, (), town.now, random_bytes, plan)
    await town.store.apply(Changes((announcements.add(made),)))
    ticks = [await _tick(town, town.now + step) for step in steps]
    ticks += [await _tick(town, max(town.now, _over(wall))) for wall in rule.walls(first)]
    told = await town.store.database.rows(
        select(DELIVERY.person, ANNOUNCEMENT.local, DELIVERY.due).where(
            DELIVERY.announcement == ANNOUNCEMENT.id
        )
    )
    expected = {(person, f"{wall:%Y-%m-%dT%H:%M}") for person in people for wall in rule.walls(first)}
    assert Counter((person, local) for person, local, _ in told) == Counter(expected)
    for person, local, due in told:
        wall, zone = datetime.fromisoformat(local), people[person]
        begins = min(_comes_at(wall, each) for each in (HERE, *people.values()))
        looked = next(tick for tick in ticks if tick >= begins)
        meant = _awake(max(_comes_at(wall, zone), looked), night, zone)
        assert datetime.fromtimestamp(due, UTC) == meant


async def _tick(town: Town, now: datetime) -> datetime:
    """A clock comes by, at a moment that it gives back."""
    town.now = now
    while await due_now(town.store, now):
        continue
    return now


def _over(wall: datetime) -> datetime:
    """When it has come everywhere."""
    return wall.replace(tzinfo=UTC) + timedelta(days=2)


def _comes_at(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first moment at which a clock on the wall shows this or later."""
    moment = wall.replace(tzinfo=UTC) - timedelta(hours=15)
    while moment.astimezone(zone).replace(tzinfo=None) < wall:
        moment += QUARTER
    return moment


def _awake(moment: datetime, night: tuple[int, int] | None, zone: ZoneInfo) -> datetime:
    """The first moment from then on that is not in these hours."""
    if night is None or night[0] == night[1]:
        return moment
    quiet = {hour % 24 for hour in range(night[0], night[1] + (24 if night[1] < night[0] else 0))}
    while moment.astimezone(zone).hour in quiet:
        seconds = timedelta(minutes=moment.minute % 15, seconds=moment.second)
        moment += QUARTER - seconds
    return moment
