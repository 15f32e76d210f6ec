"""The files of other calendars: what is read of them, and why one is refused."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.calendars.entry import LARGEST, Entry, Fault, Refused
from reports.calendars.read import events

HOME, PARIS = "Africa/Casablanca", "Europe/Paris"
OTHERS = sorted(Path(icalendar.__file__).parent.glob("tests/calendars/*.ics"))
OWN_ZONE = """\
BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE"""


def file(*lines: str, before: str = "", summary: str = "SUMMARY:Meeting") -> bytes:
    inside = [*before.splitlines(), "BEGIN:VEVENT", "UID:1", summary, *lines, "END:VEVENT"]
    all_lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *inside, "END:VCALENDAR", ""]
    return "\r\n".join(line for line in all_lines if line or line == all_lines[-1]).encode()


def one(*lines: str, before: str = "") -> Entry:
    (entry,) = events(file(*lines, before=before), HOME)
    return entry


def at(zone: str, *when: int) -> int:
    return int(datetime(*when, tzinfo=ZoneInfo(zone)).timestamp())  # type: ignore[arg-type,misc]


def faults(content: bytes) -> Sequence[Fault]:
    with pytest.raises(Refused) as refused:
        events(content, HOME)
    return refused.value.faults


@pytest.mark.parametrize(
    ("line", "starts", "zone"),
    [
        ("DTSTART:20260701T100000Z", at("UTC", 2026, 7, 1, 10), HOME),
        ("DTSTART:20260701T100000", at(HOME, 2026, 7, 1, 10), HOME),
        ("DTSTART;TZID=Asia/Jakarta:20260701T100000", at("Asia/Jakarta", 2026, 7, 1, 10), "Asia/Jakarta"),
        ("DTSTART;TZID=Romance Standard Time:20260701T100000", at(PARIS, 2026, 7, 1, 10), PARIS),
        ("DTSTART;TZID=/example.org/Europe/Paris:20260701T100000", at(PARIS, 2026, 7, 1, 10), PARIS),
        ("DTSTART;VALUE=DATE:20260701", at(HOME, 2026, 7, 1), HOME),
    ],
    ids=["utc", "floating", "named", "windows", "prefixed", "all-day"],
)  # fmt: skip
def test_a_start_is_read_as_its_calendar_means_it(line: str, starts: int, zone: str) -> None:
    entry = one(line)
    assert (entry.starts, entry.zone) == (starts, zone)


def test_a_calendar_may_name_the_zone_of_its_floating_times() -> None:
    entry = one("DTSTART:20260701T100000", before="X-WR-TIMEZONE:Asia/Jakarta")
    assert (entry.starts, entry.zone) == (at("Asia/Jakarta", 2026, 7, 1, 10), "Asia/Jakarta")


@pytest.mark.parametrize("month", [1, 7])
def test_a_zone_that_only_the_file_explains(month: int) -> None:
    entry = one(f"DTSTART;TZID=Customized Time Zone:2026{month:02}01T100000", before=OWN_ZONE)
    assert (entry.starts, entry.zone) == (at(PARIS, 2026, month, 1, 10), HOME)


def test_a_zone_of_one_file_is_not_that_of_the_next_by_the_same_name() -> None:
    start = "DTSTART;TZID=Customized Time Zone:20260701T100000"
    other = OWN_ZONE.replace("+0200", "+0800").replace("+0100", "+0700")
    found = [one(start, before=zone).starts for zone in (OWN_ZONE, other, OWN_ZONE)]
    assert found == [at(PARIS, 2026, 7, 1, 10), at("Asia/Shanghai", 2026, 7, 1, 10), found[0]]


@pytest.mark.parametrize(
    ("lines", "hours"),
    [
        (("DTSTART:20260701T100000", "DTEND:20260701T113000"), 1.5),
        (("DTSTART:20260701T100000", "DURATION:PT2H"), 2),
        (("DTSTART:20260701T100000",), 0),
        (("DTSTART;VALUE=DATE:20260701",), 24),
        (("DTSTART;VALUE=DATE:20260701", "DTEND;VALUE=DATE:20260703"), 48),
        (("DTSTART;VALUE=DATE:20270207",), 25),  # clocks go back that day
    ],
)
def test_how_long_it_lasts(lines: tuple[str, ...], hours: float) -> None:
    entry = one(*lines)
    assert entry.ends - entry.starts == hours * 3600


def test_all_that_it_says_is_read() -> None:
    entry = one(
        "DTSTART:20260701T100000Z",
        "DTEND:20260701T110000Z",
        "DESCRIPTION;LANGUAGE=ar:مرحبا\\, وأهلا\\nبك",
        "LOCATION:Maison des",
        "  jeunes",
        "GEO:33.001;-7.616",
        "URL:https://example.org/x",
        "SEQUENCE:2",
        "STATUS:CANCELLED",
        "RRULE:FREQ=WEEKLY;COUNT=3",
        "ATTENDEE;CN=Somebody:mailto:somebody@example.org",
    )
    assert (entry.title, entry.what, entry.place) == ("Meeting", "مرحبا, وأهلا\nبك", "Maison des jeunes")
    assert (entry.point, entry.link) == ("33.001000 -7.616000", "https://example.org/x")
    assert (entry.sequence, entry.cancelled, entry.rule) == (2, True, "FREQ=WEEKLY;COUNT=3")
    assert "omebody" not in repr(entry)


def test_of_an_event_that_comes_again_a_moved_time_is_no_event_of_its_own() -> None:
    moved = ("UID:1", "SUMMARY:Moved", "DTSTART:20260709T100000Z", "RECURRENCE-ID:20260708T100000Z")
    entry = one("DTSTART:20260701T100000Z", "RRULE:FREQ=WEEKLY", "END:VEVENT", "BEGIN:VEVENT", *moved)
    assert entry.title == "Meeting"


def test_all_mistakes_come_at_once_with_the_event_they_are_of() -> None:
    found = faults(
        file(
            "DTSTART;TZID=Nowhere/Town:20260701T100000",
            "DTEND:20260230T100000",
            "GEO:200;x",
            "URL:javascript:alert(1)",
            "SEQUENCE:many",
        )
    )
    assert {(fault.kind, fault.field) for fault in found} == {
        ("zone", "DTSTART"),
        ("unclear", "DTEND"),
        ("unclear", "GEO"),
        ("link", "URL"),
        ("unclear", "SEQUENCE"),
    }
    assert {fault.where for fault in found} == {"Meeting"}


@pytest.mark.parametrize(
    ("content", "kind", "field"),
    [
        (b"", "empty", ""),
        (b"\x89PNG\r\n\x1a\n", "unreadable", ""),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "empty", ""),
        (b" " * (LARGEST + 1), "too_large", ""),
        (file("DTSTART:20260701T100000Z", summary="SUMMARY:"), "untold", "SUMMARY"),
        (file("DTEND:20260701T100000Z"), "untold", "DTSTART"),
        (file("DTSTART:20260701T100000Z", "DTEND:20260701T090000Z"), "backwards", "DTEND"),
        (file("DTSTART:20260701T100000Z", "GEO:91;0"), "point", "GEO"),
        (file("DTSTART:20260701T100000Z", "URL:http://"), "link", "URL"),
    ],
)
def test_why_a_file_is_refused(content: bytes, kind: str, field: str) -> None:
    assert (kind, field) in {(fault.kind, fault.field) for fault in faults(content)}


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.stem)
def test_strange_files_are_read_or_refused_and_nothing_else(path: Path) -> None:
    assert _read_or_refused(path.read_bytes())


@given(st.binary(max_size=300), st.integers(0, 400))
def test_whatever_comes_is_read_or_refused(noise: bytes, place: int) -> None:
    good = file("DTSTART;TZID=Customized Time Zone:20260701T100000", before=OWN_ZONE)
    for content in (noise, good[:place] + noise + good[place:]):
        assert _read_or_refused(content)


def _read_or_refused(content: bytes) -> bool:
    """Whether events are as they must be, or there is a reason why there are none."""
    try:
        return all(entry.title and entry.ends >= entry.starts for entry in events(content, HOME))
    except Refused as refused:
        return bool(refused.faults)
