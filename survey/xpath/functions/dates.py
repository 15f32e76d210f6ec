"""Dates (ODK XForms specification: date and time functions)."""

from __future__ import annotations

from datetime import datetime

from survey.xpath.context import Frame, Value
from survey.xpath.dates import (
    INVALID,
    date_text,
    days,
    format_moment,
    from_days,
    moment_text,
    parse_date,
    parse_time,
)
from survey.xpath.library import Library
from survey.xpath.values import NAN, to_number, to_string

LIBRARY = Library()
function = LIBRARY.function


def _moment(frame: Frame, value: Value) -> datetime | None:
    """From a date's text or a number of days, itself perhaps a text."""
    if isinstance(value, bool):
        return None
    moment = parse_date(to_string(value, frame.allowance), frame.zone)
    return moment or from_days(to_number(value, frame.zone, frame.allowance), frame.zone)


@function("today", "never")
def today(frame: Frame) -> str:
    return frame.context.now.date().isoformat()


@function("now", "never")
def now(frame: Frame) -> str:
    return moment_text(frame.context.now)


@function("date", "never")
def date(frame: Frame, value: Value) -> str:
    if not isinstance(value, float) and to_string(value, frame.allowance) == "":
        return ""
    moment = _moment(frame, value)
    return INVALID if moment is None else date_text(moment)


LIBRARY["date-time"] = LIBRARY["date"]


@function("decimal-date-time", "never")
def decimal_date_time(frame: Frame, value: Value) -> float:
    moment = _moment(frame, value)
    return NAN if moment is None else days(moment)


@function("decimal-time", "never")
def decimal_time(frame: Frame, text: str) -> float:
    moment = parse_time(text, frame.context.now) or parse_date(text, frame.zone)
    if moment is None:
        return NAN
    return (moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6) / 86400


@function("format-date", "never")
def format_date(frame: Frame, value: Value, pattern: str) -> str:
    moment = _moment(frame, value)
    said = "" if moment is None else format_moment(moment, pattern, frame.context.language)
    return frame.allowance.join((said,))


LIBRARY["format-date-time"] = LIBRARY["format-date"]
