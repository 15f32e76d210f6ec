"""Comparing and counting (XPath 1.0, sections 3.4 and 3.5)."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable

from survey.xpath.context import Value
from survey.xpath.values import NAN, Zone, numbers, to_boolean, to_number

Compare = Callable[[Value, Value, Zone], bool]
_RELATIONS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _same(left: Value, right: Value, zone: Zone) -> bool:
    """Two values that are not sets of nodes."""
    if isinstance(left, str) and isinstance(right, str):
        return str.__eq__(left, right)
    if isinstance(left, bool) or isinstance(right, bool):
        return to_boolean(left) == to_boolean(right)
    return to_number(left, zone) == to_number(right, zone)


def equal(left: Value, right: Value, zone: Zone) -> bool:
    """`=`; true if it is for one of the nodes of a set."""
    if isinstance(left, list) and isinstance(right, list):
        return not {node.value() for node in left}.isdisjoint(node.value() for node in right)
    if isinstance(right, list):
        left, right = right, left
    if isinstance(left, list) and not isinstance(right, bool):
        return any(_same(node.value(), right, zone) for node in left)
    return _same(left, right, zone)


def unequal(left: Value, right: Value, zone: Zone) -> bool:
    """`!=`; not the contrary of `=` where a set has several nodes."""
    if isinstance(left, list) and isinstance(right, list):
        return any(one.value() != other.value() for one in left for other in right)
    if isinstance(right, list):
        left, right = right, left
    if isinstance(left, list) and not isinstance(right, bool):
        return any(not _same(node.value(), right, zone) for node in left)
    return not _same(left, right, zone)


def _relation(name: str) -> Compare:
    holds = _RELATIONS[name]

    def compare(left: Value, right: Value, zone: Zone) -> bool:
        rights = numbers(right, zone)
        return any(holds(one, other) for one in numbers(left, zone) for other in rights)

    return compare


COMPARISONS: dict[str, Compare] = {"=": equal, "!=": unequal} | {name: _relation(name) for name in _RELATIONS}


def divide(left: float, right: float) -> float:
    """`div` by IEEE 754: dividing by zero is infinite, or NaN."""
    if right:
        return left / right
    if not left or math.isnan(left) or math.isnan(right):
        return NAN
    return math.copysign(math.inf, left) * math.copysign(1, right)


def modulo(left: float, right: float) -> float:
    """`mod`: the remainder has the sign of the left."""
    if not right or math.isinf(left):
        return NAN
    return math.fmod(left, right)


ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "div": divide,
    "mod": modulo,
}
