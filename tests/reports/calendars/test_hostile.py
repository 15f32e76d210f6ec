"""Calendar files made to hurt: none takes more time than its size, each is read or refused with a reason."""

import os
from typing import Any

import pytest

from reports.calendars.entry import MOST, Fault
from reports.calendars.lines import read_of
from reports.calendars.zones import MOST as MOST_RULES
from tests.reports.calendars.test_read import HOME, OWN_ZONE, at, faults, file, one

pytestmark = pytest.mark.timeout(60)
START = "DTSTART;TZID=Customized Time Zone:20260701T100000"
UTC = "DTSTART:20260701T100000Z"
YEARLY = "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"


def kinds(content: bytes) -> set[tuple[str, str]]:
    return {(fault.kind, fault.field) for fault in faults(content)}


def zone(rule: str, name: str = "Customized Time Zone") -> str:
    return OWN_ZONE.replace(YEARLY, rule).replace("Customized Time Zone", name)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=DAILY",
        "FREQ=YEARLY;BYHOUR=0,1,2;BYMINUTE=0,1,2;BYSECOND=0,1,2",
        "FREQ=YEARLY;BYDAY=SU,MO,TU,WE,TH,FR,SA",
        "FREQ=YEARLY;BYYEARDAY=366",
        f"{YEARLY};INTERVAL=0",
        f"{YEARLY};COUNT=9999",
        f"{YEARLY};UNTIL=99991231T000000Z",
    ],
)
@pytest.mark.parametrize("begins", ["1601", "2020"])
def test_a_zone_by_a_rule_that_no_clock_follows_is_not_known(rule: str, begins: str) -> None:
    content = file(START, before=zone(rule).replace("1601", begins))
    assert kinds(content) == {("zone", "DTSTART")}


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10",
        "FREQ=YEARLY;BYMONTH=10;BYDAY=SU;BYMONTHDAY=25,26,27,28,29,30,31;WKST=MO",
        "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=25",
        "FREQ=YEARLY;BYMONTH=10",
        "FREQ=YEARLY",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",  # never
        f"{YEARLY};UNTIL=20301231T000000Z",
    ],
)
def test_a_zone_whose_clocks_are_set_once_a_year_is_known_for_many_events(rule: str) -> None:
    more = [line for _ in range(MOST - 1) for line in ("END:VEVENT", "BEGIN:VEVENT", "SUMMARY:x", START)]
    assert kinds(file(START, *more, "URL:x", before=zone(rule))) == {("link", "URL")}
    assert one(START, before=zone(rule)).starts == at("Europe/Paris", 2026, 7, 1, 10)


def test_a_file_explains_few_zones() -> None:
    several = "\n".join(zone(YEARLY, f"Zone {number}") for number in range(MOST_RULES))
    known, unknown = (f"DTSTART;TZID=Zone {number}:20260701T100000" for number in (0, MOST_RULES - 1))
    assert one(known, before=several).zone == HOME
    assert kinds(file(unknown, before=several)) == {("zone", "DTSTART")}


def test_a_zone_is_not_explained_by_thousands_of_days() -> None:
    days = f"RDATE:{','.join(f'{1700 + number % 300}0101T000000' for number in range(30_000))}"
    assert kinds(file(START, before=OWN_ZONE.replace(f"RRULE:{YEARLY}", days))) == {("zone", "DTSTART")}


@pytest.mark.parametrize("text", ["<a " * 330_000, "<b>" + "<br " * 240_000, "<b>" + "&#x1;" * 190_000])
def test_formatting_that_never_ends_is_read_once(text: str) -> None:
    assert one(UTC, f"DESCRIPTION:{text}").title == "Meeting"


def test_more_events_than_anybody_looks_through_are_refused() -> None:
    more = ["END:VEVENT", "BEGIN:VEVENT", "SUMMARY:x", UTC]
    assert faults(file(UTC, *more * MOST)) == [Fault("too_large")]
    assert faults(file(*["BEGIN:VEVENT"] * MOST)) == [Fault("too_large")]


def test_the_names_of_zones_are_found_once_and_not_for_each_event(monkeypatch: pytest.MonkeyPatch) -> None:
    def walk(*_: Any) -> None:
        raise AssertionError("it goes through files")

    monkeypatch.setattr(os, "walk", walk)
    assert one("DTSTART;TZID=Asia/Jakarta:20260701T100000", before="X-WR-TIMEZONE:Asia/Tokyo").starts


def test_guests_alarms_and_whole_files_are_not_even_read() -> None:
    others = ("ATTENDEE;CN=Somebody:mailto:a@example.org", "ATTACH;VALUE=BINARY:QUFB", "EXDATE:20260701")
    content = file(UTC, *others, "BEGIN:VALARM", "TRIGGER:-PT1H", "END:VALARM")
    left = file(UTC, "BEGIN:VALARM", "END:VALARM").replace(b"VERSION:2.0\r\n", b"")
    assert read_of(content).encode() == left


@pytest.mark.parametrize(
    ("lines", "kind", "field"),
    [
        (("DTSTART;VALUE=DATE:99991231",), "unclear", "DTSTART"),
        (("DTSTART:99991231T235959Z",), "unclear", "DTSTART"),
        (("DTSTART;VALUE=DATE:00010101",), "unclear", "DTSTART"),
        ((UTC, "DTEND:99991231T235959Z"), "unclear", "DTEND"),
        ((UTC, "DURATION:P999999999D"), "unclear", "DURATION"),
        ((UTC, "DURATION:-P999999D"), "unclear", "DURATION"),
        (("DTSTART;TZID=Europe:20260701T100000",), "zone", "DTSTART"),
        (("DTSTART;TZID=../../../etc/passwd:20260701T100000",), "zone", "DTSTART"),
        ((f"DTSTART;TZID={'a' * 100_000}:20260701T100000",), "zone", "DTSTART"),
        ((UTC, f"DESCRIPTION:<b>&#{'9' * 5_000};"), "unclear", "DESCRIPTION"),
        ((UTC, f"SEQUENCE:{'9' * 5_000}"), "unclear", "SEQUENCE"),
    ],
)
def test_what_no_clock_can_show_and_no_folder_holds_is_told(
    lines: tuple[str, ...], kind: str, field: str
) -> None:
    assert kinds(file(*lines)) == {(kind, field)}


def test_clocks_that_are_set_by_days_are_none() -> None:
    content = file(START, before=OWN_ZONE.replace("TZOFFSETTO:+0200", "TZOFFSETTO:+9900"))
    assert kinds(content) <= {("unclear", "DTSTART"), ("zone", "DTSTART"), ("unreadable", "")}
