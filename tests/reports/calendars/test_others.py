"""Files as the calendars that people use give them away, with the habits of each."""

from datetime import UTC, datetime

import pytest

from reports.calendars.entry import Entry, Fault, Refused
from reports.calendars.read import events

HOME = "Africa/Casablanca"
OUTLOOK = r"""BEGIN:VCALENDAR
PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN
VERSION:2.0
METHOD:PUBLISH
X-MS-OLK-FORCEINSPECTOROPEN:TRUE
BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16011028T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010325T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
CLASS:PUBLIC
CREATED:20261101T080000Z
DESCRIPTION:Ask about your lease.\n\nBring
  papers.
DTEND;TZID="W. Europe Standard Time":20260701T120000
DTSTAMP:20261101T080000Z
DTSTART;TZID="W. Europe Standard Time":20260701T100000
LAST-MODIFIED:20261101T080000Z
LOCATION:Town hall
PRIORITY:5
SEQUENCE:0
SUMMARY;LANGUAGE=en-us:Open evening
TRANSP:OPAQUE
UID:040000008200E00074C5B7101A82E008
X-ALT-DESC;FMTTYPE=text/html:<!DOCTYPE HTML><html><body>x</body></html>
X-MICROSOFT-CDO-BUSYSTATUS:BUSY
BEGIN:VALARM
TRIGGER:-PT15M
ACTION:DISPLAY
DESCRIPTION:Reminder
END:VALARM
END:VEVENT
END:VCALENDAR
"""
GOOGLE = r"""BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:PUBLISH
X-WR-CALNAME:Town
X-WR-TIMEZONE:Africa/Casablanca
BEGIN:VEVENT
DTSTART:20260701T090000Z
DTEND:20260701T110000Z
DTSTAMP:20261101T080000Z
UID:abc@google.com
CREATED:20261101T080000Z
DESCRIPTION:<p>Ask <b>about</b> your lease &amp; rent.<br>Bring papers.</p>
LAST-MODIFIED:20261101T080000Z
LOCATION:Maison des jeunes\, El Jadida\, Morocco
SEQUENCE:1
STATUS:CONFIRMED
SUMMARY:Open evening
TRANSP:OPAQUE
X-GOOGLE-CONFERENCE:https://meet.google.com/abc
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20260702
DTEND;VALUE=DATE:20260703
DTSTAMP:20261101T080000Z
UID:def@google.com
RRULE:FREQ=WEEKLY;WKST=MO;UNTIL=20261231;BYDAY=TH
SUMMARY:Every week
END:VEVENT
END:VCALENDAR
"""
APPLE = r"""BEGIN:VCALENDAR
METHOD:PUBLISH
VERSION:2.0
X-WR-CALNAME:Home
PRODID:-//Apple Inc.//macOS 14.5//EN
X-APPLE-CALENDAR-COLOR:#0E61B9
X-WR-TIMEZONE:Europe/Paris
CALSCALE:GREGORIAN
BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
DTSTART:19810329T020000
TZNAME:GMT+2
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
DTSTART:19961027T030000
TZNAME:GMT+1
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
CREATED:20261101T080000Z
UID:0D3F9C7E-0000
DTEND;TZID=Europe/Paris:20260701T120000
SUMMARY:Open evening
X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-APPLE-MAPKIT-HANDLE=CAES;X-APPLE
 -RADIUS=70;X-TITLE="Maison des jeunes":geo:33.256000,-8.508000
DTSTART;TZID=Europe/Paris:20260701T100000
DTSTAMP:20261101T080000Z
SEQUENCE:0
LOCATION:Maison des jeunes\nEl Jadida
X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC
BEGIN:VALARM
X-WR-ALARMUID:1
UID:1
TRIGGER:-PT1H
ACTION:DISPLAY
ACKNOWLEDGED:20261101T080000Z
END:VALARM
END:VEVENT
END:VCALENDAR
"""


def read(text: str | bytes, zone: str = HOME) -> list[Entry]:
    return events(text.encode() if isinstance(text, str) else text, zone)


def at(entry: Entry) -> str:
    return f"{datetime.fromtimestamp(entry.starts, UTC):%Y-%m-%d %H:%M}"


def why(text: str | bytes) -> list[Fault]:
    with pytest.raises(Refused) as refused:
        read(text)
    return refused.value.faults


def explained(text: str, name: str) -> str:
    """With its zone by another name, which only the file explains."""
    return text.replace("W. Europe Standard Time", name)


def unexplained(text: str, name: str) -> str:
    """The same where the file does not explain it."""
    head, _, tail = text.partition("BEGIN:VTIMEZONE")
    return (head + tail.partition("END:VTIMEZONE\n")[2]).replace("W. Europe Standard Time", name)


def test_outlook() -> None:
    (entry,) = read(OUTLOOK)
    assert (entry.title, entry.what) == ("Open evening", "Ask about your lease.\n\nBring papers.")
    assert (at(entry), entry.zone) == ("2026-07-01 08:00", "Europe/Berlin")


@pytest.mark.parametrize(
    "name",
    [
        "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna",
        "tzone://Microsoft/Custom",
        "Customized Time Zone",
        "Heure d’Europe centrale",
    ],
)
def test_a_zone_that_only_the_file_knows_is_taken_as_it_explains_it(name: str) -> None:
    (entry,) = read(explained(OUTLOOK, name))
    assert (at(entry), entry.zone) == ("2026-07-01 08:00", HOME)


@pytest.mark.parametrize(
    ("name", "starts", "zone"),
    [
        ("W. Europe Standard Time", "2026-07-01 08:00", "Europe/Berlin"),
        ("Morocco Standard Time", "2026-07-01 09:00", "Africa/Casablanca"),
        ("Egypt Standard Time", "2026-07-01 07:00", "Africa/Cairo"),
        ("SE Asia Standard Time", "2026-07-01 03:00", "Asia/Bangkok"),
        ("GMT Standard Time", "2026-07-01 09:00", "Europe/London"),
        ("UTC", "2026-07-01 10:00", HOME),
    ],
)
def test_a_zone_by_the_name_that_windows_gives_it(name: str, starts: str, zone: str) -> None:
    (entry,) = read(unexplained(OUTLOOK, name))
    assert (at(entry), entry.zone) == (starts, zone)


@pytest.mark.parametrize("name", ["GMT+0100", "Our Town Time"])
def test_a_zone_that_nobody_explains_is_refused_by_its_name(name: str) -> None:
    assert ("zone", name) in {(each.kind, each.value) for each in why(unexplained(OUTLOOK, name))}


def test_google() -> None:
    once, weekly = read(GOOGLE)
    assert (at(once), once.zone) == ("2026-07-01 09:00", HOME)
    assert once.what == "Ask about your lease & rent.\nBring papers."
    assert once.place == "Maison des jeunes, El Jadida, Morocco"
    assert (at(weekly), weekly.ends - weekly.starts) == ("2026-07-01 23:00", 86_400)
    assert weekly.rule.startswith("FREQ=WEEKLY;UNTIL=20261231")


def test_apple() -> None:
    (entry,) = read(APPLE)
    assert (at(entry), entry.zone) == ("2026-07-01 08:00", "Europe/Paris")
    assert (entry.place, entry.point) == ("Maison des jeunes\nEl Jadida", "33.256000 -8.508000")


@pytest.mark.parametrize("place", ["geo:91,0", "geo:", "https://maps.example/?q=1", "geo:1e9,0"])
def test_a_place_of_apple_that_is_none_is_left_out(place: str) -> None:
    (entry,) = read(APPLE.replace("geo:33.256000,-8.508000", place))
    assert entry.point == ""


def test_what_only_looks_like_formatting_stays() -> None:
    (entry,) = read(OUTLOOK.replace("Ask about", "1 < 2 & <you> ask about"))
    assert entry.what.startswith("1 < 2 & <you> ask about")


@pytest.mark.parametrize("text", [OUTLOOK, GOOGLE, APPLE], ids=["outlook", "google", "apple"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["", "BOM"])
def test_however_it_was_saved(text: str, end: str, mark: bytes) -> None:
    assert read(mark + text.replace("\n", end).encode()) == read(text)


@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
def test_a_line_that_is_folded_within_a_letter(end: bytes) -> None:
    title = "SUMMARY:أمسية مفتوحة عن السكن".encode()
    folded = b"".join(title[place : place + 9] + end + b" " for place in range(0, len(title), 9))
    (once, _) = read(GOOGLE.encode().replace(b"SUMMARY:Open evening", folded.removesuffix(end + b" ")))
    assert once.title == "أمسية مفتوحة عن السكن"


@pytest.mark.parametrize(
    "content",
    [
        GOOGLE[:400],
        GOOGLE.replace("END:VCALENDAR\n", ""),
        OUTLOOK.encode("utf-16"),
        OUTLOOK.replace("Town hall", "Café").encode("latin-1"),
        "<html><body>Please sign in</body></html>",
    ],
    ids=["cut off", "no end", "UTF-16", "Latin-1", "a page"],
)
def test_what_is_broken_is_refused_and_not_called_empty(content: str | bytes) -> None:
    assert why(content) == [Fault("unreadable")]


def test_a_time_that_is_none_is_refused_with_its_event() -> None:
    assert why(GOOGLE.replace("20260701T090000Z", "2026-07-01 09:00")) == [
        Fault("unclear", "DTSTART", "Open evening")
    ]
