"""From one type of value to another (XPath 1.0, section 4), dates included (ODK XForms specification)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from datetime import tzinfo
from decimal import Decimal

from survey.nodes import Node
from survey.xpath.allowance import Allowance
from survey.xpath.context import Frame, Value
from survey.xpath.dates import Days, days, parse_date
from survey.xpath.errors import ExpressionError

Zone = tzinfo | None
Coercion = Callable[[Value, Frame], Value]
"""Makes of a value what a function takes."""
NAN = math.nan
_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_SPACE = " \t\r\n"
_SHORT = 256
"""Letters that cost nothing beside the call that reads them."""


def node_text(node: Node, allowance: Allowance | None) -> str:
    """The string-value of a node (XPath 1.0, section 5), weighed while it is put together of many."""
    if allowance is None:
        return node.value()
    if node.is_deep:
        return allowance.join(node.texts())
    text = node.value()
    return allowance.read(text) if len(text) > _SHORT else text


def to_string(value: Value, allowance: Allowance | None = None) -> str:
    """NaN is the empty text, a set of nodes its first node's text. Long ones are weighed."""
    if isinstance(value, str):
        return value if allowance is None or len(value) <= _SHORT else allowance.read(value)
    if isinstance(value, list):
        return node_text(value[0], allowance) if value else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return number_text(value)


def number_text(number: float) -> str:
    """Without exponent; a date's number without its fraction."""
    if math.isnan(number):
        return ""
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if isinstance(number, Days) or number == int(number):
        return str(math.floor(number))
    return format(Decimal(repr(number)), "f")


def to_number(value: Value, zone: Zone, allowance: Allowance | None = None) -> float:
    """NaN for what is no number; a date counts in days since 1970."""
    if isinstance(value, float):
        return value
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    return text_number(to_string(value, allowance), zone)


def text_number(text: str, zone: Zone) -> float:
    """The number a text stands for, a date's days included."""
    text = text.strip(_SPACE)
    if _NUMBER.fullmatch(text):
        return float(text)
    moment = parse_date(text, zone)
    return NAN if moment is None else Days(days(moment))


def numbers(value: Value, frame: Frame) -> list[float]:
    """The number of a value, or one for each node of a set."""
    if isinstance(value, list):
        return [text_number(node_text(node, frame.allowance), frame.zone) for node in value]
    return [to_number(value, frame.zone, frame.allowance)]


def to_boolean(value: Value) -> bool:
    """False are the empty text, the empty set, zero and NaN."""
    if isinstance(value, float):
        return not (value == 0 or math.isnan(value))
    return bool(value)


def to_nodes(value: Value) -> list[Node]:
    """Raises ExpressionError for anything but nodes."""
    if isinstance(value, list):
        return value
    raise ExpressionError("Nodes are needed here, and this is a value")


def texts(values: tuple[Value, ...], frame: Frame) -> Iterator[str]:
    """The texts of several values, one for each node of a set."""
    for value in values:
        if isinstance(value, list):
            yield from (node_text(node, frame.allowance) for node in value)
        else:
            yield to_string(value, frame.allowance)


COERCIONS: dict[str, Coercion] = {
    "str": lambda value, frame: to_string(value, frame.allowance),
    "float": lambda value, frame: to_number(value, frame.zone, frame.allowance),
    "bool": lambda value, _: to_boolean(value),
    "list[Node]": lambda value, _: to_nodes(value),
    "Value": lambda value, _: value,
}
