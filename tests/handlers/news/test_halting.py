"""What halts announcements, and how they go on."""

from datetime import UTC, datetime

import pytest

from handlers.announcements import halting
from handlers.announcements.announcing import Plan
from handlers.announcements.checking import AnnouncementRefused
from storage import announcements, deliveries
from storage.changes import Changes, Stale
from tests.announcing import NINE, announced, let_pass, now_is, resume, settle_all, state_of, states
from tests.followers import follower
from tests.town import Town


async def test_paused_nothing_goes_out_and_resumed_it_goes_on(town: Town) -> None:
    await follower(town)
    found = await announced(town)
    await town.store.apply(halting.paused(await now_is(town, found)))
    assert await settle_all(town) == 0
    await resume(town, found)
    await let_pass(town, seconds=1)
    assert await settle_all(town) == 1
    await let_pass(town, seconds=1)
    assert await state_of(town, found) == "done"


async def test_what_was_claimed_before_a_halt_is_the_last_to_go(town: Town) -> None:
    await follower(town)
    await announced(town)
    (delivery,) = await deliveries.due(town.store.database, "telegram", int(town.now.timestamp()))
    await town.store.apply(halting.stopped())
    with pytest.raises(Stale):
        await town.store.apply(Changes((deliveries.claim(delivery),)))


async def test_cancelled_it_is_counted_as_that_with_all_that_came_by_its_rule(town: Town) -> None:
    await follower(town)
    series = await announced(town, Plan(rule="FREQ=DAILY;COUNT=4"), NINE)
    town.now = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
    await let_pass(town)
    await town.store.apply(halting.cancelled(await now_is(town, series)))
    await let_pass(town, days=9)
    assert await states(town) == {"cancelled": 1}
    with pytest.raises(AnnouncementRefused, match="It is cancelled"):
        await resume(town, series)


async def test_a_paused_rule_goes_on_with_its_next_day(town: Town) -> None:
    await follower(town)
    series = await announced(town, Plan(rule="FREQ=DAILY;COUNT=9"), NINE)
    await town.store.apply(halting.paused(await now_is(town, series)))
    await let_pass(town, days=4)
    assert await states(town) == {}
    await resume(town, series)
    await let_pass(town, days=1)
    assert await states(town) == {"waiting": 1}


@pytest.mark.parametrize("zone", ["", "America/Los_Angeles", "Asia/Tokyo"])
async def test_a_short_halt_drops_no_day_of_a_rule(town: Town, zone: str) -> None:
    """Its day begins 14 hours earlier, where it is nine first on earth."""
    await follower(town, zone=zone)
    first = datetime.fromisoformat("2026-11-30T09:00")
    await announced(town, Plan(rule="FREQ=WEEKLY;COUNT=2"), first)
    town.now = datetime(2026, 11, 29, 18, 0, tzinfo=UTC)
    await town.store.apply(halting.stopped())
    await let_pass(town, hours=1.5)
    await resume(town, *await announcements.paused(town.store.database))
    await let_pass(town, days=2)
    assert await states(town) == {"waiting": 1}


async def test_a_day_of_a_rule_that_is_over_for_everybody_does_not_come_late(town: Town) -> None:
    await follower(town, zone="Asia/Tokyo")
    series = await announced(town, Plan(rule="FREQ=WEEKLY;COUNT=2"), NINE)
    await town.store.apply(halting.paused(await now_is(town, series)))
    town.now = datetime(2026, 11, 26, 8, 1, tzinfo=UTC)  # a minute past nine in Casablanca
    await resume(town, series)
    await let_pass(town, days=1)
    assert await states(town) == {}
