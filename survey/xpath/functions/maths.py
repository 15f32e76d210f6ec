"""Numbers (ODK XForms specification: math functions)."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from survey.xpath.context import Frame, Value
from survey.xpath.library import Library
from survey.xpath.values import NAN, numbers

LIBRARY = Library()
function = LIBRARY.function


@function("pi")
def pi() -> float:
    return math.pi


@function("int")
def whole(value: float) -> float:
    return float(math.trunc(value)) if math.isfinite(value) else value


@function("abs")
def absolute(value: float) -> float:
    return abs(value)


@function("round")
def rounded(value: float, places: float = 0) -> float:
    """Half away from zero, on the digits as they are written."""
    if not math.isfinite(value) or not math.isfinite(places) or places > 300:
        return value
    if places < -400:
        return 0.0
    unit = Decimal(1).scaleb(-int(places))
    return float((Decimal(repr(float(value))) / unit).to_integral_value(ROUND_HALF_UP) * unit)


@function("random", "always")
def chance(frame: Frame) -> float:
    return frame.context.random()


@function("min", "never")
def smallest(frame: Frame, *values: Value) -> float:
    return _extreme(frame, values, min)


@function("max", "never")
def largest(frame: Frame, *values: Value) -> float:
    return _extreme(frame, values, max)


def _extreme(frame: Frame, values: tuple[Value, ...], choose: Callable[[list[float]], float]) -> float:
    """NaN if there is nothing, or something that is no number."""
    found = [number for value in values for number in numbers(value, frame)]
    return choose(found) if found and not any(map(math.isnan, found)) else NAN


def _defined(compute: Callable[..., float], *values: float) -> float:
    """NaN outside of where the function is defined."""
    try:
        return float(compute(*values))
    except ValueError:
        return NAN
    except OverflowError:
        return math.inf


@function("pow")
def power(base: float, exponent: float) -> float:
    return math.inf if base == 0 and exponent < 0 else _defined(math.pow, base, exponent)


@function("sqrt")
def square_root(value: float) -> float:
    return _defined(math.sqrt, value)


@function("exp")
def exponential(value: float) -> float:
    return _defined(math.exp, value)


@function("exp10")
def exponential10(value: float) -> float:
    return _defined(math.pow, 10.0, value)


@function("log")
def logarithm(value: float) -> float:
    return -math.inf if value == 0 else _defined(math.log, value)


@function("log10")
def logarithm10(value: float) -> float:
    return -math.inf if value == 0 else _defined(math.log10, value)


@function("sin")
def sine(value: float) -> float:
    return _defined(math.sin, value)


@function("cos")
def cosine(value: float) -> float:
    return _defined(math.cos, value)


@function("tan")
def tangent(value: float) -> float:
    return _defined(math.tan, value)


@function("asin")
def arc_sine(value: float) -> float:
    return _defined(math.asin, value)


@function("acos")
def arc_cosine(value: float) -> float:
    return _defined(math.acos, value)


@function("atan")
def arc_tangent(value: float) -> float:
    return _defined(math.atan, value)


@function("atan2")
def arc_tangent2(y: float, x: float) -> float:
    return _defined(math.atan2, y, x)
