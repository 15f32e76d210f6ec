"""Dates of the ODK XForms specification: texts in ISO 8601, days since 1970 where a number is wanted."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from babel import Locale, UnknownLocaleError

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
_OFFSET = r"(?P<offset>Z|[+-][0-9]{2}(?::?[0-9]{2})?)?"
_CLOCK = r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.(?P<part>[0-9]+))?)?" + _OFFSET
_DATE = re.compile(
    rf"(?P<year>[0-9]{{4}})-(?P<month>[0-9]{{1,2}})-(?P<day>[0-9]{{1,2}})(?:T{_CLOCK})?", re.ASCII
)
_TIME = re.compile(_CLOCK)


class InvalidDate(str):
    """What a date function makes of something that is no date: a text that is false."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False


class Days(float):
    """The number of a date: counts with its fraction, is written without."""

    __slots__ = ()


INVALID = InvalidDate("Invalid Date")


def parse_date(text: str, zone: tzinfo | None) -> datetime | None:
    """A date or a date with time; local to `zone` where it says no offset. None if it is neither."""
    match = _DATE.fullmatch(text)
    return None if match is None else _moment(match, zone, match["year"], match["month"], match["day"])


def parse_time(text: str, day: datetime) -> datetime | None:
    """A time of that day, e.g. "06:00:00.000-07:00"."""
    match = _TIME.fullmatch(text)
    return None if match is None else _moment(match, day.tzinfo, day.year, day.month, day.day)


def _moment(match: re.Match[str], zone: tzinfo | None, *date: str | int) -> datetime | None:
    year, month, day = map(int, date)
    hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    microsecond = int((match["part"] or "0").ljust(6, "0")[:6])
    try:
        moment = datetime(year, month, day, hour, minute, second, microsecond, _zone(match["offset"]) or zone)
        return moment.astimezone(zone)
    except (ValueError, OverflowError):
        return None


def _zone(offset: str | None) -> tzinfo | None:
    if not offset:
        return None
    if offset == "Z":
        return UTC
    hours, minutes = int(offset[1:3]), int(offset[3:].lstrip(":") or 0)
    if minutes > 59:
        raise ValueError("no such offset")
    return timezone((1 if offset[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes))


def days(moment: datetime) -> float:
    """Days since 1970, with fraction: calendar days, so that a date and 1 is the next one in every zone.

    Without changes of the clock they are the days since 1970 in UTC.
    """
    return (moment.replace(tzinfo=UTC) - EPOCH - _shift(moment.tzinfo)) / DAY


def from_days(number: float, zone: tzinfo | None) -> datetime | None:
    """The moment so many days after 1970, to the millisecond. None if it is no number or out of range."""
    try:
        elapsed = timedelta(milliseconds=round(number * 86_400_000))
        return (EPOCH + elapsed + _shift(zone)).replace(tzinfo=zone)
    except (ValueError, OverflowError):
        return None


def _shift(zone: tzinfo | None) -> timedelta:
    return EPOCH.replace(tzinfo=zone).utcoffset() or timedelta()


def date_text(moment: datetime) -> str:
    """The date alone at local midnight, else date, time and offset."""
    midnight = moment.hour == moment.minute == moment.second == moment.microsecond == 0
    return moment.date().isoformat() if midnight else moment_text(moment)


def moment_text(moment: datetime) -> str:
    """Date, time to the millisecond and offset."""
    return moment.isoformat(timespec="milliseconds")


_FORMATS: dict[str, Callable[[datetime, Locale], str]] = {
    "Y": lambda moment, _: f"{moment.year:04}",
    "y": lambda moment, _: f"{moment.year % 100:02}",
    "m": lambda moment, _: f"{moment.month:02}",
    "n": lambda moment, _: str(moment.month),
    "b": lambda moment, locale: locale.months["format"]["abbreviated"][moment.month],
    "d": lambda moment, _: f"{moment.day:02}",
    "e": lambda moment, _: str(moment.day),
    "H": lambda moment, _: f"{moment.hour:02}",
    "h": lambda moment, _: str(moment.hour),
    "M": lambda moment, _: f"{moment.minute:02}",
    "S": lambda moment, _: f"{moment.second:02}",
    "3": lambda moment, _: f"{moment.microsecond // 1000:03}",
    "a": lambda moment, locale: locale.days["format"]["abbreviated"][moment.weekday()],
    "%": lambda *_: "%",
}


def format_moment(moment: datetime, pattern: str, language: str) -> str:
    """Fill in `%Y`, `%n`, … with the language's names of months and days, English ones if it is not known.

    Source: ODK XForms specification, format-date and format-date-time.
    """
    locale = _locale(language)

    def fill(found: re.Match[str]) -> str:
        return _FORMATS[found[1]](moment, locale) if found[1] in _FORMATS else found[0]

    return re.sub("%(.)", fill, pattern)


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError, TypeError):
        return Locale("en")
