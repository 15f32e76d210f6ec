"""Comparing and counting (XPath 1.0, sections 3.4 and 3.5)."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable

from survey.nodes import Node
from survey.xpath.context import Frame, Value
from survey.xpath.values import NAN, node_text, numbers, to_boolean, to_number

Compare = Callable[[Value, Value, Frame], bool]
_RELATIONS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _same(left: Value, right: Value, frame: Frame) -> bool:
    """Two values that are not sets of nodes."""
    if isinstance(left, str) and isinstance(right, str):
        return str.__eq__(left, right)
    if isinstance(left, bool) or isinstance(right, bool):
        return to_boolean(left) == to_boolean(right)
    return to_number(left, frame.zone, frame.allowance) == to_number(right, frame.zone, frame.allowance)


def _texts(nodes: list[Node], frame: Frame) -> set[str]:
    return {node_text(node, frame.allowance) for node in nodes}


def equal(left: Value, right: Value, frame: Frame) -> bool:
    """`=`; true if it is for one of the nodes of a set."""
    if isinstance(left, list) and isinstance(right, list):
        return not _texts(left, frame).isdisjoint(_texts(right, frame))
    if isinstance(right, list):
        left, right = right, left
    if isinstance(left, list) and not isinstance(right, bool):
        return any(_same(node_text(node, frame.allowance), right, frame) for node in left)
    return _same(left, right, frame)


def unequal(left: Value, right: Value, frame: Frame) -> bool:
    """`!=`; not the contrary of `=` where a set has several nodes."""
    if isinstance(left, list) and isinstance(right, list):
        return bool(left and right) and len(_texts(left, frame) | _texts(right, frame)) > 1
    if isinstance(right, list):
        left, right = right, left
    if isinstance(left, list) and not isinstance(right, bool):
        return any(not _same(node_text(node, frame.allowance), right, frame) for node in left)
    return not _same(left, right, frame)


def _known(found: list[float]) -> list[float]:
    return [number for number in found if not math.isnan(number)]


def _relation(name: str) -> Compare:
    """If it holds for any two nodes of two sets, then for the least and the greatest."""
    holds = _RELATIONS[name]
    of_left, of_right = (min, max) if name.startswith("<") else (max, min)

    def compare(left: Value, right: Value, frame: Frame) -> bool:
        lefts, rights = numbers(left, frame), numbers(right, frame)
        if len(lefts) == len(rights) == 1:
            return holds(lefts[0], rights[0])
        lefts, rights = _known(lefts), _known(rights)
        return bool(lefts and rights) and holds(of_left(lefts), of_right(rights))

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
