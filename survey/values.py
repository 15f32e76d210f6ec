"""Canonical values, as they stand in the instance (ODK XForms, "Data types")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from math import isfinite
from typing import Literal

from survey.question import Kind

LONGEST = 4000
Fault = Literal["", "number", "whole_number", "date", "choice", "duplicate", "incomplete", "too_long"]

_WHOLE = re.compile(r"-?\d{1,10}", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_INT = 2**31


def fault(kind: Kind, value: str, offered: Sequence[str]) -> Fault:
    """What is wrong with an answer, "" if nothing is; `offered` are the names of the choices offered."""
    if len(value) > LONGEST:
        return "too_long"
    match kind:
        case "integer":
            return "" if _WHOLE.fullmatch(value) and -_INT <= int(value) < _INT else "whole_number"
        case "decimal":
            return "" if _NUMBER.fullmatch(value) else "number"
        case "date":
            return "" if is_date(value) else "date"
        case "select_one":
            return "" if value in offered else "choice"
        case "select_multiple" | "rank":
            return _fault_in_list(kind, value.split(), offered)
    return ""


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


def cast(type_: str, value: str) -> str:
    """A calculated value as the type of its bind has it: an int is cut, a date is the date of a date-time.

    What does not fit is empty.
    """
    match type_:
        case "int" | "integer":
            return _cast_whole(value)
        case "decimal":
            return _cast_decimal(value)
        case "date":
            return value[:10] if is_date(value[:10]) else ""
    return value


def _cast_whole(value: str) -> str:
    number = _float(value)
    return str(int(number)) if number is not None and -_INT <= number < _INT else ""


def _cast_decimal(value: str) -> str:
    return "" if _float(value) is None else value


def _float(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if isfinite(number) else None
