"""A year of clocks that step, die and come back: each local day once for everybody, in ten zones.

One such year in every test run, five with `CHAOS` set, as `make chaos` does.
"""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.settings import random_bytes
from handlers.announcements import announcing
from handlers.announcements.announcing import Plan
from handlers.timing import instant
from storage import announcements
from storage.changes import Changes, Repeat
from storage.schema.announcements import ANNOUNCEMENT, DELIVERY
from tests.announcing import followed
from tests.followers import follower
from tests.handlers.test_timing import ZONES
from tests.load.size import LONG
from tests.town import SLUG, Town, words

NEW_YEAR = datetime(2025, 12, 31, tzinfo=UTC)
FIRST = datetime.fromisoformat("2026-01-02T09:30")
DAYS = 366


async def _ticks(town: Town, chance: random.Random) -> None:
    """Three clocks look at the same moment and save in turn; some die before they have saved all."""
    looks = [await followed(town) for _ in range(3)]
    left = [look[: chance.choice((len(look), len(look), 1, 0))] for look in looks]
    while any(left):
        changes = chance.choice([look for look in left if look]).pop(0)
        try:
            await town.store.apply(changes)
        except Repeat:
            continue


def _passes(chance: random.Random) -> timedelta:
    """Mostly some hours; now and then the clock is put back, or nobody is there for two days."""
    fate = chance.random()
    if fate < 0.1:
        return timedelta(hours=-1)
    return timedelta(days=2) if fate > 0.98 else timedelta(hours=chance.uniform(2, 9))


@pytest.mark.parametrize("seed", range(5 if LONG else 1))
async def test_each_local_day_comes_once_through_everything(town: Town, seed: int) -> None:
    chance, people = random.Random(seed), {await follower(town, zone=zone): zone for zone in ZONES}
    await town.hold_again(quiet_hours="")
    town.now, plan = NEW_YEAR, Plan(rule=f"FREQ=DAILY;COUNT={DAYS}")
    series = await announcing.write(
        town.store, SLUG, words("Today."), FIRST, (), town.now, random_bytes, plan
    )
    await town.store.apply(Changes((announcements.add(series),)))
    while town.now < NEW_YEAR + timedelta(days=DAYS + 9):
        town.now += _passes(chance)
        await _ticks(town, chance)
    rows = await town.store.database.rows(
        select(DELIVERY.person, ANNOUNCEMENT.local, DELIVERY.due).join(
            ANNOUNCEMENT.id.table, ANNOUNCEMENT.id == DELIVERY.announcement
        )
    )
    days = {f"{FIRST + timedelta(days=day):%Y-%m-%dT%H:%M}" for day in range(DAYS)}
    assert Counter(person for person, _, _ in rows) == dict.fromkeys(people, DAYS)
    assert {(person, local) for person, local, _ in rows} == {(each, day) for each in people for day in days}
    for person, local, due in rows:
        its_time = instant(datetime.fromisoformat(local), ZoneInfo(people[person])).timestamp()
        assert due >= its_time, "nobody is early"
        assert due - its_time < timedelta(days=4).total_seconds()
    on_time = sum(
        due == instant(datetime.fromisoformat(local), ZoneInfo(people[person])).timestamp()
        for person, local, due in rows
    )
    assert on_time > 0.5 * len(rows)
