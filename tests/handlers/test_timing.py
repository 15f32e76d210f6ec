"""Wall times, rules and quiet hours, through every change of the clocks."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.timing import RuleRefused, after_quiet, evening, first_anywhere, instant, occurrences

ZONES = (
    "Africa/Casablanca",
    "Africa/Cairo",
    "Europe/Paris",
    "Europe/Dublin",
    "America/New_York",
    "America/Santiago",
    "America/Havana",  # at midnight
    "Asia/Beirut",  # at midnight
    "Australia/Lord_Howe",  # by half an hour
    "Pacific/Auckland",
)
FIRST, LAST = datetime.fromisoformat("2024-01-01"), datetime.fromisoformat("2029-12-31")
START = datetime.fromisoformat("2026-01-31T09:00")
zones = st.sampled_from(ZONES).map(ZoneInfo)
walls = st.datetimes(FIRST, LAST).map(lambda wall: wall.replace(microsecond=0))


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("hour", range(24))
def test_each_local_day_comes_exactly_once(zone: str, hour: int) -> None:
    """A whole year, with both changes: as many moments as days, each on its own day, a day apart."""
    there = ZoneInfo(zone)
    walls = occurrences("FREQ=DAILY;COUNT=366", datetime.fromisoformat(f"2026-01-01T{hour:02}:30"))
    moments = [instant(wall, there) for wall in walls]
    assert [moment.astimezone(there).date() for moment in moments] == [wall.date() for wall in walls]
    apart = {later - earlier for earlier, later in pairwise(moments)}
    assert all(timedelta(hours=22) < each < timedelta(hours=26) for each in apart)


@given(walls, zones)
def test_a_moment_shows_its_wall_time_unless_the_clocks_skip_it(wall: datetime, zone: ZoneInfo) -> None:
    local = instant(wall, zone).astimezone(zone)
    if local.replace(tzinfo=None) != wall:
        just_before = (local.astimezone(UTC) - timedelta(seconds=1)).astimezone(zone)
        assert just_before.replace(tzinfo=None) < wall < local.replace(tzinfo=None)
    assert local.fold == 0 or local.replace(fold=0).utcoffset() == local.utcoffset()
    assert first_anywhere(wall) <= instant(wall, zone)


@given(walls, walls, zones)
def test_a_later_wall_time_is_never_earlier(one: datetime, other: datetime, zone: ZoneInfo) -> None:
    first, second = sorted((one, other))
    assert instant(first, zone) <= instant(second, zone)


def test_what_is_skipped_comes_after_the_gap_and_what_comes_twice_the_first_time() -> None:
    paris = ZoneInfo("Europe/Paris")
    assert instant(datetime.fromisoformat("2026-03-29T02:30"), paris) == datetime(
        2026, 3, 29, 1, 0, tzinfo=UTC
    )
    assert instant(datetime.fromisoformat("2026-10-25T02:30"), paris) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )


@given(
    st.datetimes(FIRST, LAST, timezones=st.just(UTC)),
    st.tuples(st.integers(0, 23), st.integers(0, 23)),
    zones,
)
@example(datetime(2026, 11, 24, 21, 30, tzinfo=UTC), (21, 8), ZoneInfo("Europe/Paris"))
def test_nothing_goes_in_quiet_hours(moment: datetime, quiet: tuple[int, int], zone: ZoneInfo) -> None:
    goes = after_quiet(moment, quiet, zone)
    begin, end = quiet
    assert moment <= goes < moment + timedelta(hours=26)
    assert goes == after_quiet(goes, quiet, zone)
    if begin != end:
        hour = goes.astimezone(zone).hour
        assert not (begin <= hour < end if begin < end else hour >= begin or hour < end)


def test_quiet_hours_end_at_their_end() -> None:
    casablanca = ZoneInfo("Africa/Casablanca")  # UTC+1
    night, morning = datetime(2026, 11, 24, 20, 0, tzinfo=UTC), datetime(2026, 11, 25, 7, 0, tzinfo=UTC)
    assert after_quiet(night, (21, 8), casablanca) == morning
    assert after_quiet(night - timedelta(seconds=1), (21, 8), casablanca) == night - timedelta(seconds=1)
    assert after_quiet(night, None, casablanca) == night


def test_an_evening_is_half_past_six() -> None:
    for zone in ZONES:
        assert evening(date(2026, 7, 1), ZoneInfo(zone)).astimezone(ZoneInfo(zone)).time() == time(18, 30)


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=DAILY;COUNT=3", ["01-31", "02-01", "02-02"]),
        ("RRULE:FREQ=WEEKLY;UNTIL=20260214", ["01-31", "02-07", "02-14"]),
        ("freq=weekly;byday=mo,fr;count=3", ["02-02", "02-06", "02-09"]),
        ("FREQ=MONTHLY;COUNT=3", ["01-31", "03-31", "05-31"]),
        ("FREQ=DAILY;INTERVAL=2;UNTIL=20260203T090000Z", ["01-31", "02-02"]),
    ],
)
def test_rules_give_days(rule: str, days: list[str]) -> None:
    found = occurrences(rule, START)
    assert [f"{each:%m-%d}" for each in found] == days
    assert {each.time() for each in found} == {time(9, 0)}


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("", "Write one such as"),
        ("every day", "Write one such as"),
        ("FREQ=HOURLY;COUNT=3", "DAILY, WEEKLY or MONTHLY"),
        ("FREQ=YEARLY;COUNT=3", "DAILY, WEEKLY or MONTHLY"),
        ("FREQ=DAILY", "one end"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20260301", "one end"),
        ("FREQ=DAILY;COUNT=401", "more than 400"),
        ("FREQ=DAILY;UNTIL=20271231", "more than 400"),
        ("FREQ=DAILY;UNTIL=20250101", "does not come"),
        ("FREQ=MONTHLY;INTERVAL=99;COUNT=99", "only after 2100"),
        ("FREQ=MONTHLY;BYMONTHDAY=31;INTERVAL=12;COUNT=2;FREQ=DAILY", "Write one such as"),
        ("FREQ=DAILY;COUNT=2;BYHOUR=9,10", "BYHOUR cannot be"),
        ("FREQ=DAILY;COUNT=2;INTERVAL=0", "Write 1 or more"),
        ("FREQ=DAILY;COUNT=two", "Write one such as"),
        ("FREQ=WEEKLY;BYDAY=XX;COUNT=2", "Write one such as"),
        ("FREQ=DAILY;COUNT=2\nEXDATE:20260101T090000", "Write one such as"),
    ],
)
def test_rules_that_cannot_be_followed_say_what_to_write(rule: str, says: str) -> None:
    with pytest.raises(RuleRefused, match=says):
        occurrences(rule, START)


@given(st.text("FREQ=DAILYCOUNT;UBYMH0123456789-,", max_size=60))
def test_no_rule_breaks_it(rule: str) -> None:
    with suppress(RuleRefused):
        assert len(occurrences(rule, START)) <= 400
