"""The lines of a calendar file that say something here; guests, alarms and whole files are left unread."""

import re

from reports.calendars.entry import Fault, Refused

USED = frozenset(
    ("DTSTART", "DTEND", "DURATION", "SUMMARY", "DESCRIPTION", "LOCATION", "GEO", "URL", "RRULE", "SEQUENCE")
)
"""A mistake in any other line is none of ours."""
_AROUND = ("BEGIN", "END", "METHOD", "UID", "STATUS", "RECURRENCE-ID", "X-APPLE-STRUCTURED-LOCATION")
_ZONES = ("X-WR-TIMEZONE", "TZID", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "RDATE")
_READ = "|".join((*USED, *_AROUND, *_ZONES))
_OTHER = re.compile(rf"^(?!(?:{_READ})[;:])[A-Z0-9-]+[;:].*\n?", re.IGNORECASE | re.MULTILINE)
_FOLD = re.compile(rb"\r?\n[ \t]")


def read_of(content: bytes) -> str:
    """Unfolded before the letters are read: a line may be folded within a letter (RFC 5545, 3.1)."""
    try:
        return _OTHER.sub("", _FOLD.sub(b"", content).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Refused([Fault("unreadable")]) from error
