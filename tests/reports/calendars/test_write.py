"""What we write opens elsewhere: the same instants, texts and states, in any zone and on any day."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar, Event, vGeo

from reports.calendars.entry import Entry
from reports.calendars.read import events
from reports.calendars.write import calendar

STAMP = datetime(2026, 11, 25, 8, tzinfo=UTC)
ZONES = (
    "Africa/Casablanca",
    "Africa/Cairo",
    "America/New_York",
    "America/St_Johns",
    "Asia/Beirut",
    "Asia/Jakarta",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Europe/Paris",
    "Pacific/Chatham",
)
FIRST, LAST = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (2026, 2038))
ENTRY = Entry(
    uid="01@mushawara",
    title="لقاء حول السكن",
    what="نلتقي ونتحدث، والباب مفتوح للجميع.\nالأطفال مرحب بهم; حقا",
    starts=int(datetime(2026, 12, 1, 18, tzinfo=UTC).timestamp()),
    ends=int(datetime(2026, 12, 1, 20, tzinfo=UTC).timestamp()),
    zone="Africa/Casablanca",
    place="دار الشباب، سطات",
    point="33.001000 -7.616000",
    link="https://example.org/a?b=c,d;e",
    sequence=3,
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


def opened(content: bytes) -> Event:
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert isinstance(event, Event)
    return event


def instants(content: bytes, around: int) -> list[tuple[int, int]]:
    """When it happens, as another library finds out."""
    day = datetime.fromtimestamp(around, UTC)
    found = recurring_ical_events.of(Calendar.from_ical(content)).between(
        day - timedelta(days=2), day + timedelta(days=2)
    )
    return [(int(each["DTSTART"].dt.timestamp()), int(each["DTEND"].dt.timestamp())) for each in found]


def test_an_event_opens_with_all_that_was_said() -> None:
    event = opened(calendar([ENTRY], STAMP, "ar"))
    assert (event["UID"], event["SUMMARY"], event["DESCRIPTION"]) == (ENTRY.uid, ENTRY.title, ENTRY.what)
    assert (event["LOCATION"], event["URL"], event["SEQUENCE"]) == (ENTRY.place, ENTRY.link, 3)
    where, starts, written = event["GEO"], event.DTSTART, event.DTSTAMP
    assert isinstance(where, vGeo)
    assert (where.latitude, where.longitude) == (33.001, -7.616)
    assert (event["SUMMARY"].params["LANGUAGE"], event["STATUS"]) == ("ar", "CONFIRMED")
    assert starts == datetime(2026, 12, 1, 19, tzinfo=ZoneInfo("Africa/Casablanca"))
    assert written == STAMP


def test_lines_are_short_and_cut_no_letter() -> None:
    lines = calendar([replace(ENTRY, what=ENTRY.what * 20)], STAMP, "ar").split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() or True for line in lines)


def test_a_change_has_the_same_uid_and_a_higher_sequence_and_a_cancellation_says_so() -> None:
    changed = replace(ENTRY, sequence=4, place="Town hall")
    cancelled = replace(changed, sequence=5, cancelled=True)
    files = [calendar([entry], STAMP, "ar") for entry in (ENTRY, changed, cancelled)]
    found = [opened(file) for file in files]
    assert {event["UID"] for event in found} == {ENTRY.uid}
    assert [event["SEQUENCE"] for event in found] == [3, 4, 5]
    assert [Calendar.from_ical(file)["METHOD"] for file in files] == ["PUBLISH", "PUBLISH", "CANCEL"]
    assert found[2]["STATUS"] == "CANCELLED"


def test_a_feed_has_a_name_and_each_event() -> None:
    entries = [replace(ENTRY, uid=f"{number}") for number in range(20)]
    feed = Calendar.from_ical(calendar(entries, STAMP, "fr", "Événements"))
    assert (feed["NAME"], feed["X-WR-CALNAME"], feed["METHOD"]) == ("Événements",) * 2 + ("PUBLISH",)
    assert [event["UID"] for event in feed.walk("VEVENT")] == [entry.uid for entry in entries]


def test_an_empty_feed_is_a_calendar_all_the_same() -> None:
    feed = Calendar.from_ical(calendar([], STAMP, "en", "Events"))
    assert (feed["METHOD"], feed.walk("VEVENT")) == ("PUBLISH", [])


@given(st.sampled_from(ZONES), st.integers(FIRST, LAST), st.integers(0, 200_000))
@example("Europe/Paris", int(datetime(2026, 10, 25, 0, 30, tzinfo=UTC).timestamp()), 3600)
@example("Europe/Paris", int(datetime(2026, 10, 25, 1, 30, tzinfo=UTC).timestamp()), 0)
@example("Africa/Casablanca", int(datetime(2027, 2, 7, 2, 30, tzinfo=UTC).timestamp()), 7200)
@example("Australia/Lord_Howe", int(datetime(2026, 4, 4, 15, 15, tzinfo=UTC).timestamp()), 900)
def test_the_instants_are_the_same_in_any_zone_on_any_day(zone: str, starts: int, lasts: int) -> None:
    entry = replace(ENTRY, zone=zone, starts=starts, ends=starts + lasts)
    content = calendar([entry], STAMP, "en")
    assert instants(content, starts) == [(entry.starts, entry.ends)]
    (read,) = events(content, zone)
    assert (read.starts, read.ends, read.zone) == (entry.starts, entry.ends, zone)


@given(TEXT, TEXT, TEXT)
@example("BEGIN:VEVENT", "a\r\nATTENDEE:b", "\\n;,:\\")
def test_no_text_breaks_out_of_its_line(title: str, what: str, place: str) -> None:
    event = opened(calendar([replace(ENTRY, title=title, what=what, place=place)], STAMP, "en"))
    assert not event.errors
    plain = {key for key in event if key not in {"SUMMARY", "DESCRIPTION", "LOCATION"}}
    assert plain == {"UID", "DTSTAMP", "SEQUENCE", "STATUS", "DTSTART", "DTEND", "GEO", "URL"}
    if title.isprintable() and title:
        assert event["SUMMARY"] == title


@pytest.mark.parametrize("whose", ["PUBLISH", "CANCEL"])
def test_what_we_write_we_read(whose: str) -> None:
    entry = replace(ENTRY, cancelled=whose == "CANCEL")
    assert events(calendar([entry], STAMP, "ar"), ENTRY.zone) == [replace(entry, language="ar")]
