"""When people hear of an event: evenings and mornings of their own, never in the night."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.events import notices
from storage.events import Event

CASABLANCA = ZoneInfo("Africa/Casablanca")


def event(hour: int) -> Event:
    starts = int(datetime(2026, 12, 4, hour, tzinfo=CASABLANCA).timestamp())
    texts = {"en": "Open evening"}
    return Event(b"e" * 16, "settat-2026", texts, texts, starts, starts + 7_200, "Africa/Casablanca")


def told(hour: int, zone: str, days_before: float = 5) -> list[str]:
    """When somebody in a zone is reminded, on their own clock."""
    found, there = event(hour), ZoneInfo(zone)
    now = found.starts - int(timedelta(days=days_before).total_seconds())
    due = notices.reminded_at(found, there, now)
    return [f"{datetime.fromtimestamp(at, there):%d %H:%M}" for at in due.values()]


@pytest.mark.parametrize(
    ("hour", "zone", "expected"),
    [
        (18, "Africa/Casablanca", ["03 18:30", "04 16:00"]),
        (14, "Asia/Jakarta", ["03 18:30", "04 18:00"]),
        (18, "Asia/Jakarta", ["04 18:30"]),  # it begins at midnight there
        (9, "Africa/Casablanca", ["03 18:30", "04 08:00"]),
        (8, "Africa/Casablanca", ["03 18:30"]),
    ],
)
def test_reminders_come_on_ones_own_clock_and_not_in_the_night(
    hour: int, zone: str, expected: list[str]
) -> None:
    assert told(hour, zone) == expected


def test_what_is_past_is_not_made_up_for() -> None:
    assert told(18, "Africa/Casablanca", days_before=0.5) == ["04 16:00"]
    assert told(18, "Africa/Casablanca", days_before=0.05) == []


def test_an_invitation_waits_for_nine_in_the_morning_unless_that_is_too_late() -> None:
    found = event(18)
    before = datetime(2026, 11, 25, 15, tzinfo=CASABLANCA)
    assert notices.invitation(found, before).local == "2026-11-26T09:00"
    late = datetime(2026, 12, 4, 8, tzinfo=CASABLANCA)
    made = notices.invitation(found, late)
    assert (made.local, made.due) == ("", int(late.timestamp()))


def test_news_of_a_change_wakes_nobody_unless_it_would_come_too_late() -> None:
    night = datetime(2026, 12, 3, 23, tzinfo=CASABLANCA)
    at = notices.tactful(event(18), CASABLANCA, night)
    assert datetime.fromtimestamp(at, CASABLANCA).hour == 8
    assert notices.tactful(event(9), CASABLANCA, night) == int(night.timestamp())
