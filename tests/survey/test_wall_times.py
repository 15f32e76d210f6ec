"""Times that a change of the clocks skips, or lets come twice (figures: the IANA time zone database)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.wall_times import comes_once, explain_unclear_time

ZONES = ("Africa/Casablanca", "Europe/Paris", "America/Havana", "Asia/Beirut", "Australia/Lord_Howe")


@pytest.mark.parametrize(
    ("zone", "first", "last"),
    [
        ("Africa/Casablanca", "2026-02-15T02:00", "2026-02-15T02:59"),  # Ramadan begins: twice
        ("Africa/Casablanca", "2026-03-22T02:00", "2026-03-22T02:59"),  # and ends: skipped
        ("Europe/Paris", "2026-03-29T02:00", "2026-03-29T02:59"),  # skipped
        ("Europe/Paris", "2026-10-25T02:00", "2026-10-25T02:59"),  # twice
        ("Australia/Lord_Howe", "2026-10-04T02:00", "2026-10-04T02:29"),  # half an hour is skipped
    ],
)
def test_only_the_hour_of_a_change_is_unclear(zone: str, first: str, last: str) -> None:
    there, minute = ZoneInfo(zone), timedelta(minutes=1)
    begin, end = datetime.fromisoformat(first), datetime.fromisoformat(last)
    assert not comes_once(begin, there)
    assert not comes_once(end, there)
    assert comes_once(begin - minute, there)
    assert comes_once(end + minute, there)


@given(st.datetimes(datetime.fromisoformat("2024-01-01"), datetime.fromisoformat("2030-01-01")))
def test_a_time_comes_once_where_one_moment_shows_it(wall: datetime) -> None:
    """Counted without `fold`: all moments of the offsets in use, and which of them show this time."""
    for there in map(ZoneInfo, ZONES):
        moments = {wall.replace(tzinfo=UTC) - timedelta(minutes=30 * half) for half in range(-28, 29)}
        shown = [each for each in moments if each.astimezone(there).replace(tzinfo=None) == wall]
        assert comes_once(wall, there) == (len(shown) == 1)


def test_the_remedy_can_be_written_as_it_stands() -> None:
    zone = ZoneInfo("Africa/Casablanca")
    for written in ("2026-02-15T02:30", "2026-03-22T02:30"):
        said = explain_unclear_time(datetime.fromisoformat(written), zone)
        exact = datetime.fromisoformat(said.rpartition(" ")[2].removesuffix("."))
        assert exact.astimezone(zone).date().isoformat() in written
        assert exact.tzinfo is not None
