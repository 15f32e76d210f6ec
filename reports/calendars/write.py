"""Writes events as an iCalendar file.

A file for one person says PUBLISH, or CANCEL for an event that does not happen (RFC 5546). REQUEST is never
written: it names who is invited by an address, and none is known here. Times are written in UTC, which every
calendar shows on the clock of whoever reads. Rules of zones (VTIMEZONE) would have to be exact; those our
library writes missed some of the weeks around Ramadan in which Morocco sets its clocks back.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from icalendar import Calendar, Event

from reports.calendars.entry import Entry

PRODUCT = "-//Mushawara//Mushawara//EN"


def calendar(entries: Sequence[Entry], stamp: datetime, language: str, name: str = "") -> bytes:
    """The bytes of a file with these events, written at `stamp`; `name` is what a calendar calls a feed."""
    written = Calendar()
    written.add("PRODID", PRODUCT)
    written.add("VERSION", "2.0")
    only_cancelled = bool(entries) and all(entry.cancelled for entry in entries)
    written.add("METHOD", "CANCEL" if only_cancelled else "PUBLISH")
    if name:
        written.add("NAME", name, parameters={"LANGUAGE": language})  # RFC 7986
        written.add("X-WR-CALNAME", name)
    for entry in entries:
        written.add_component(_event(entry, stamp, language))
    return bytes(written.to_ical())


def _event(entry: Entry, stamp: datetime, language: str) -> Event:
    event = Event()
    event.add("UID", entry.uid)
    event.add("DTSTAMP", stamp.astimezone(UTC))
    event.add("SEQUENCE", entry.sequence)
    event.add("STATUS", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("DTSTART", datetime.fromtimestamp(entry.starts, UTC))
    event.add("DTEND", datetime.fromtimestamp(entry.ends, UTC))
    for key, text in (("SUMMARY", entry.title), ("DESCRIPTION", entry.what), ("LOCATION", entry.place)):
        if text:
            event.add(key, _printable(text), parameters={"LANGUAGE": language})
    if entry.point:
        latitude, longitude = entry.point.split(" ")
        event.add("GEO", (float(latitude), float(longitude)))
    if entry.link:
        event.add("URL", entry.link)
    return event


def _printable(text: str) -> str:
    """RFC 5545, 3.3.11: no control signs but tabs and new lines."""
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n")
