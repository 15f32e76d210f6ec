"""Canonical values, as they stand in the instance (ODK XForms, "Data types")."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite
from typing import Literal
from zoneinfo import available_timezones

from survey.question import UPLOADS, Kind, Question, Range

LONGEST = 4000
"""Signs of one answer."""
LONGEST_TOGETHER = 200_000
"""Signs of all answers of one person: with each step they are read and written, whoever waits."""
Fault = Literal[
    "",
    "number",
    "whole_number",
    "range",
    "date",
    "time",
    "datetime",
    "geopoint",
    "acknowledge",
    "file",
    "choice",
    "duplicate",
    "incomplete",
    "too_long",
]

_WHOLE = re.compile(r"-?\d{1,10}", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,17})?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME = re.compile(r"\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_FILE = re.compile(r"[^\s/\\][^/\\\n]{0,199}")
OK = "OK"
"""The value of a statement that was acknowledged."""
_INT = 2**31
_ZONES = frozenset(available_timezones())  # found once: it takes a walk through files


def fault(question: Question, value: str, offered: Sequence[str]) -> Fault:
    """What is wrong with an answer, "" if nothing is; `offered` are the names of the choices offered."""
    if len(value) > LONGEST and not offered:
        return "too_long"
    match question.kind:
        case "select_one":
            return "" if value in offered else "choice"
        case "select_multiple" | "rank":
            return _fault_in_list(question.kind, value.split(), offered)
        case "range" if question.range:
            return _fault_in_range(question.range, value)
    return _fault_in_shape(question.kind, value)


def _fault_in_shape(kind: Kind, value: str) -> Fault:
    match kind:
        case "integer":
            return "" if _WHOLE.fullmatch(value) and -_INT <= int(value) < _INT else "whole_number"
        case "decimal":
            return "" if _NUMBER.fullmatch(value) else "number"
        case "date":
            return "" if is_date(value) else "date"
        case "time":
            return "" if is_time(value) else "time"
        case "datetime":
            return "" if is_datetime(value) else "datetime"
        case "geopoint":
            return "" if is_place(value) else "geopoint"
        case "acknowledge":
            return "" if value == OK else "acknowledge"
        case kind if kind in UPLOADS:
            return "" if _FILE.fullmatch(value) else "file"
    return ""


def _fault_in_range(range_: Range, value: str) -> Fault:
    if not _NUMBER.fullmatch(value):
        return "number"
    number = Decimal(value)
    if range_.whole and number % 1:
        return "whole_number"
    steps = (number - range_.start) / range_.step
    return "" if range_.low <= number <= range_.high and steps % 1 == 0 else "range"


def _fault_in_list(kind: Kind, names: Sequence[str], offered: Sequence[str]) -> Fault:
    if not set(names) <= set(offered):
        return "choice"
    if len(set(names)) < len(names):
        return "duplicate"
    return "incomplete" if kind == "rank" and len(names) < len(offered) else ""


def is_date(value: str) -> bool:
    """Whether it is a day of the calendar, written as 2026-11-24."""
    try:
        return bool(_DATE.fullmatch(value) and date.fromisoformat(value))
    except ValueError:
        return False


def is_time(value: str) -> bool:
    """Whether it is a time of day, written as 07:30, 07:30:00.000 or 07:30:00.000+01:00."""
    try:
        return bool(_TIME.fullmatch(value) and time.fromisoformat(value))
    except ValueError:
        return False


def is_datetime(value: str) -> bool:
    """Whether it is a day and a time, written as 2026-11-24T07:30 or 2026-11-24T07:30:00.000+01:00."""
    day, _, hour = value.partition("T")
    return is_date(day) and is_time(hour)


def is_place(value: str) -> bool:
    """Whether it is "latitude longitude altitude accuracy" in degrees and metres; the last two may lack."""
    parts = value.split(" ")
    if not 2 <= len(parts) <= 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        return False
    latitude, longitude, *rest = map(float, parts)
    return abs(latitude) <= 90 and abs(longitude) <= 180 and all(metres >= 0 for metres in rest[1:])


def is_zone(name: str) -> bool:
    """Whether it is a time zone by its IANA name, such as Africa/Casablanca."""
    return name in _ZONES


def completed(kind: Kind, value: str, now: datetime) -> str:
    """A time or a date-time as the specification writes it, with the offset of the zone of `now`; a place
    with altitude and accuracy. Other values stay as they are."""
    match kind:
        case "time":
            hour = time.fromisoformat(value)
            day = datetime.combine(now.date(), hour, hour.tzinfo or now.tzinfo)
            return day.isoformat(timespec="milliseconds").partition("T")[2]
        case "datetime":
            moment = datetime.fromisoformat(value)
            aware = moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)
            return aware.isoformat(timespec="milliseconds")
        case "geopoint":
            return " ".join([*value.split(), "0", "0"][:4])
    return value


def cast(type_: str, value: str) -> str:
    """A value that was set or calculated as the type of its bind has it: an int is cut, a date is the date of
    a date-time, a decimal has its point.

    What does not fit is empty.
    """
    value = value.strip() if type_ in _CASTS else value
    return _CASTS[type_](value) if value and type_ in _CASTS else value


def _cast_whole(value: str) -> str:
    number = _float(value)
    return str(int(number)) if number is not None and -_INT <= number < _INT else ""


def _cast_decimal(value: str) -> str:
    return "" if _float(value) is None else value if "." in value or "e" in value.lower() else f"{value}.0"


def _cast_date(value: str) -> str:
    return value[:10] if is_date(value) or is_datetime(value) else ""


def _cast_place(value: str) -> str:
    parts = value.split()
    return " ".join(map(_cast_decimal, parts)) if is_place(" ".join(parts)) else ""


def _cast_places(value: str) -> str:
    """Places with semicolons between them, each with all its four numbers."""
    places = [_cast_place(place) for place in value.split(";") if place.strip()]
    whole = (" ".join([*place.split(), "0.0", "0.0"][:4]) for place in places)
    return ";".join(whole) if len(places) > 1 and all(places) else ""


_CASTS: Mapping[str, Callable[[str], str]] = {
    "int": _cast_whole,
    "integer": _cast_whole,
    "decimal": _cast_decimal,
    "date": _cast_date,
    "time": lambda value: value if is_time(value) else "",
    "dateTime": lambda value: value if is_datetime(value) else "",
    "geopoint": _cast_place,
    "geotrace": _cast_places,
    "geoshape": _cast_places,
}


def _float(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if isfinite(number) else None
