"""The time zones of the files of other calendars: known by name, or as a file explains them itself.

What a file explains is worked out rule by rule and year by year, for each event anew. So a zone is taken only
as real clocks have it: by few rules, each of which sets the clocks on one day of a year.
"""

import re
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from icalendar.cal import Timezone
from icalendar.prop import vRecur
from icalendar.timezone.zoneinfo import ZONEINFO

from survey.values import is_zone

MOST = 10
"""Rules of a file, for all its zones."""
LARGEST = 20_000
"""Bytes of a zone: hundreds of changes, each by its date."""
LAST = datetime(2100, 1, 1, tzinfo=UTC)
"""Until then rules are followed; one that never comes true would be for ever."""
_DAY = "(?:SU|MO|TU|WE|TH|FR|SA)"
_ON = rf"BYDAY=[+-]?[1-5]{_DAY}|BYMONTHDAY=-?\d\d?|BYDAY={_DAY}&BYMONTHDAY=\d\d?(?:,\d\d?){{0,6}}"
_DAY_OF_YEAR = re.compile(rf"(?:(?:{_ON})&)?BYMONTH=\d\d?|", re.ASCII)
"""A rule's parts that say on which day, in this order; none: on the day on which it begins."""


class Zones(ZONEINFO):
    """Those of one file. Of what is unknown, or no zone of real clocks, each event will say so itself."""

    def __init__(self) -> None:
        self._rules = 0

    def timezone(self, name: str) -> tzinfo | None:
        """A zone by its name, which is never looked for among files."""
        return ZoneInfo(name) if is_zone(name) else None

    def knows_timezone_id(self, tzid: str) -> bool:
        """Whether the file need not explain it."""
        return is_zone(tzid)

    def create_timezone(self, tz: Timezone) -> tzinfo:  # type: ignore[override]  # as the library calls it
        """The zone as the file explains it."""
        rules = [rule for part in tz.walk() for rule in _all(part.get("RRULE"))]
        self._rules += len(rules)
        if self._rules > MOST or len(tz.to_ical()) > LARGEST or not all(map(_is_yearly, rules)):
            return None  # type: ignore[return-value]  # which the library keeps as a zone that is not known
        for rule in rules:
            rule["UNTIL"] = rule.get("UNTIL", [LAST])
        return super().create_timezone(tz)


def _all(value: Any) -> list[Any]:
    """What stands there once, several times or not at all."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _is_yearly(rule: object) -> bool:
    """Whether it comes once a year and ends; what is no rule does not."""
    if not isinstance(rule, vRecur):
        return False
    written = rule.to_ical().decode()  # type: ignore[no-untyped-call]
    parts = dict(part.split("=") for part in written.split(";"))
    days = ("BYDAY", "BYMONTHDAY", "BYMONTH")
    day = "&".join(f"{name}={parts.pop(name)}" for name in days if name in parts)
    ends = parts.pop("UNTIL", "") < f"{LAST:%Y}"
    return (
        (parts.pop("FREQ", ""), parts.pop("INTERVAL", "1")) == ("YEARLY", "1")
        and parts.keys() <= {"WKST"}
        and bool(_DAY_OF_YEAR.fullmatch(day))
        and ends
    )
