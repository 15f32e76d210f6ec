"""Reads the iCalendar files of other calendars (RFC 5545).

A floating time is one of the zone that the calendar names, else of `zone`. An all-day event lasts from
midnight to midnight. Of an event that comes again the first time is read, and its rule is told.

Strangers send such files: one may take no more time than its size. So only lines are read that say something
here, zones only as `zones` bounds them, and patterns look at each sign once.
"""

import html
import re
import warnings
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event
from icalendar.error import GloballyUniqueTZIDGuessed
from icalendar.prop import vBroken
from icalendar.timezone import tzp
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from reports.calendars.entry import LARGEST, MOST, Entry, Fault, FaultKind, Refused, is_link
from reports.calendars.lines import USED, read_of
from reports.calendars.zones import Zones
from survey.values import is_place, is_zone

_EARLIEST, _LATEST = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (2, 9999))
"""Between these every clock of the world can show a time."""
_TAG = re.compile(r"</?(?:a|b|br|div|em|html-blob|i|li|ol|p|span|strong|u|ul)\b[^<>]*>", re.IGNORECASE)
_BREAK = re.compile(r"<br\b[^<>]*>|</(?:p|div|li)>", re.IGNORECASE)
_GEO = re.compile(r"geo:(-?\d{1,2}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)(?:[,;?].*)?")


def events(content: bytes, zone: str) -> list[Entry]:
    """Every event of a file, in its order. Raises `Refused` with all that is wrong."""
    if len(content) > LARGEST:
        raise Refused([Fault("too_large")])
    text = read_of(content)
    if text.upper().count("BEGIN:VEVENT") > MOST:
        raise Refused([Fault("too_large")])
    found = [_Reading(event, _zone_of(each, zone)) for each in _calendars(text) for event in _own(each)]
    if not found:  # of what is cut off the parser gives nothing, and says nothing
        raise Refused([Fault("unreadable" if "BEGIN:VEVENT" in text.upper() else "empty")])
    entries = [reading.entry() for reading in found]
    if faults := [fault for reading in found for fault in reading.faults]:
        raise Refused(faults)
    return [entry for entry in entries if entry]


def _calendars(content: str) -> list[Calendar]:
    tzp.use(Zones())  # forgets the zones that the file of somebody else explained, maybe by the same name
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", GloballyUniqueTZIDGuessed
            )  # /example.org/Europe/Berlin: so do all
            found = Calendar.from_ical(content, multiple=True)
    except (
        ValueError,
        KeyError,
        IndexError,
        TypeError,
        AttributeError,
    ) as error:  # whatever its parser meets
        raise Refused([Fault("unreadable")]) from error
    return [each for each in found if isinstance(each, Calendar)]


def _own(calendar: Calendar) -> Iterator[Event]:
    """The events; not what changes a single time of one that comes again."""
    cancelling = str(calendar.get("METHOD", "")).upper() == "CANCEL"
    for event in calendar.walk("VEVENT"):
        if isinstance(event, Event) and "RECURRENCE-ID" not in event:
            if cancelling:
                event["STATUS"] = "CANCELLED"
            yield event


def _zone_of(calendar: Calendar, zone: str) -> str:
    named = str(calendar.get("X-WR-TIMEZONE", ""))
    return named if is_zone(named) else zone


class _Reading:
    """One event being read; `faults` gathers what is wrong with it."""

    def __init__(self, event: Event, zone: str) -> None:
        self._event = event
        self._zone = zone
        self._title = self._text("SUMMARY").strip()
        self.faults = [
            Fault("unclear", name or "", self._title)
            for name, _ in event.errors
            if name is None or name in USED
        ]

    def entry(self) -> Entry | None:
        """The event; None where anything is wrong."""
        if not self._title:
            self._found("untold", "SUMMARY")
        starts = self._instant("DTSTART")
        what = self._what()
        ends = self._ends(starts) if starts is not None else None
        point, link = self._point(), self._link()
        if self.faults or starts is None or ends is None:
            return None
        return Entry(
            uid=self._text("UID"),
            title=self._title,
            what=what,
            starts=starts,
            ends=ends,
            zone=self._own_zone(),
            place=self._text("LOCATION").strip(),
            point=point,
            link=link,
            sequence=int(self._text("SEQUENCE") or 0),
            cancelled=self._text("STATUS").upper() == "CANCELLED",
            rule=self._rule(),
            language=self._language(),
        )

    def _found(self, kind: FaultKind, field: str, value: str = "") -> None:
        self.faults.append(Fault(kind, field, self._title, value))

    def _first(self, name: str) -> Any:
        """A value as the library has it; the first where a calendar gives several. None if it is broken."""
        value = self._event.get(name)
        value = value[0] if isinstance(value, list) else value
        return None if isinstance(value, vBroken) else value

    def _text(self, name: str) -> str:
        return str(self._first(name) or "")

    def _language(self) -> str:
        """ "fr" of what is marked as fr-MA (RFC 5545, 3.2.10)."""
        return str(self._first("SUMMARY").params.get("LANGUAGE", "")).lower().partition("-")[0]

    def _instant(self, name: str) -> int | None:
        """When a property says, in seconds since 1970."""
        value = self._first(name)
        if value is None:
            if name not in {fault.field for fault in self.faults}:
                self._found("untold", name)
            return None
        when, named = value.dt, str(value.params.get("TZID", ""))
        if not isinstance(when, date):
            self._found("unclear", name)
            return None
        if named and isinstance(when, datetime) and when.tzinfo is None:
            self._found("zone", name, named)
            return None
        return self._moment(name, when)

    def _moment(self, name: str, when: date, later: timedelta = timedelta()) -> int | None:
        """The instant of a day's beginning or of a wall time, which counts in our zone if it has no own."""
        moment = when if isinstance(when, datetime) else datetime.combine(when, time())
        moment = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(self._zone))
        try:
            found = int(moment.timestamp()) + int(later.total_seconds())
        except (OverflowError, ValueError):  # as a zone of the file's own may have it
            found = _LATEST
        if not _EARLIEST <= found < _LATEST:
            self._found("unclear", name)
            return None
        return found

    def _ends(self, starts: int) -> int | None:
        """By DTEND or DURATION; without them a whole day, or at once (RFC 5545, 3.6.1)."""
        if "DTEND" in self._event:
            ends = self._instant("DTEND")
        elif "DURATION" in self._event:
            ends = self._after()
        else:
            first = self._first("DTSTART").dt
            whole_day = not isinstance(first, datetime)
            ends = self._moment("DTSTART", first + timedelta(days=1)) if whole_day else starts
        if ends is not None and ends < starts:
            self._found("backwards", "DTEND")
        return ends

    def _after(self) -> int | None:
        value = self._first("DURATION")
        if value is None:
            return None
        if not isinstance(value.dt, timedelta):
            self._found("unclear", "DURATION")
            return None
        return self._moment("DURATION", self._first("DTSTART").dt, value.dt)

    def _own_zone(self) -> str:
        """The zone that the beginning names; an instant in UTC names none that anybody lives in.

        One that the file explains itself may have a name that Windows gives it.
        """
        starts = self._first("DTSTART")
        named = str(getattr(getattr(starts.dt, "tzinfo", None), "key", ""))
        if not is_zone(named):
            named = WINDOWS_TO_OLSON.get(str(starts.params.get("TZID", "")), "")
        return self._zone if named in {"", "UTC"} else named

    def _what(self) -> str:
        try:
            return _without_tags(self._text("DESCRIPTION")).strip()
        except ValueError:  # a sign by a number that is longer than numbers are
            self._found("unclear", "DESCRIPTION")
            return ""

    def _point(self) -> str:
        value = self._first("GEO")
        if value is None:
            named = _GEO.fullmatch(self._text("X-APPLE-STRUCTURED-LOCATION"))
            found = " ".join(named.groups()) if named else ""
            return found if is_place(found) else ""
        point = f"{value.latitude:.6f} {value.longitude:.6f}"
        if not is_place(point):
            self._found("point", "GEO", point)
        return point

    def _link(self) -> str:
        link = self._text("URL").strip()
        if link and not is_link(link):
            self._found("link", "URL", link)
        return link

    def _rule(self) -> str:
        value = self._first("RRULE")
        return value.to_ical().decode() if value else ""


def _without_tags(text: str) -> str:
    """What was written with formatting, as Google's calendar gives it away."""
    if not _TAG.search(text):
        return text
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", text)))
