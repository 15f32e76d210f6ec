"""The core functions of XPath 1.0, section 4."""

from __future__ import annotations

import math
from itertools import chain

from survey.nodes import XML, Document, Element, Instruction, Node
from survey.xpath.context import Frame, Value
from survey.xpath.library import Library
from survey.xpath.order import in_order
from survey.xpath.values import numbers, texts, to_boolean, to_nodes, to_number, to_string

LIBRARY = Library()
function = LIBRARY.function


@function("last", "always")
def last(frame: Frame) -> float:
    return float(frame.size)


@function("position", "always")
def position(frame: Frame) -> float:
    return float(frame.position)


@function("count")
def count(nodes: list[Node]) -> float:
    return float(len(nodes))


@function("id", "always")
def elements_by_id(frame: Frame, wanted: Value) -> list[Node]:
    names = {name for text in texts((wanted,), frame) for name in text.split()}
    top = frame.node.top()
    below = chain((top,), top.descendants()) if isinstance(top, Document | Element) else ()
    found: dict[str, Node] = {}
    for node in frame.allowance.count(below):
        if isinstance(node, Element):
            name = node.get("id") or node.get(f"{{{XML}}}id")
            if name in names:
                found.setdefault(name, node)
    return in_order(found.values(), frame.allowance)


def _first(frame: Frame, nodes: Value | None) -> Node | None:
    if nodes is None:
        return frame.node
    return next(iter(to_nodes(nodes)), None)


@function("local-name", "bare")
def local_name(frame: Frame, nodes: Value | None = None) -> str:
    node = _first(frame, nodes)
    return node.name if node else ""


@function("namespace-uri", "bare")
def namespace_uri(frame: Frame, nodes: Value | None = None) -> str:
    node = _first(frame, nodes)
    return node.namespace if node else ""


@function("name", "bare")
def name(frame: Frame, nodes: Value | None = None) -> str:
    node = _first(frame, nodes)
    if node is None or isinstance(node, Instruction) or not node.prefix:
        return node.name if node else ""
    return f"{node.prefix}:{node.name}"


@function("string", "bare")
def string(frame: Frame, value: Value | None = None) -> str:
    return string_of(frame, value)


@function("concat", "never")
def concat(frame: Frame, *values: Value) -> str:
    return frame.allowance.join(to_string(value, frame.allowance) for value in values)


@function("starts-with")
def starts_with(text: str, start: str) -> bool:
    return text.startswith(start)


@function("contains")
def contains(text: str, part: str) -> bool:
    return part in text


@function("substring-before")
def substring_before(text: str, part: str) -> str:
    before, found, _ = text.partition(part) if part else ("", "", "")
    return before if found else ""


@function("substring-after")
def substring_after(text: str, part: str) -> str:
    return text.partition(part)[2] if part else text


@function("substring")
def substring(text: str, start: float, length: float | None = None) -> str:
    begin = _half_up(start)
    end = math.inf if length is None else begin + _half_up(length)
    return "".join(sign for place, sign in enumerate(text, 1) if begin <= place < end)


@function("string-length", "bare")
def string_length(frame: Frame, text: Value | None = None) -> float:
    return float(len(string_of(frame, text)))


@function("normalize-space", "bare")
def normalize_space(frame: Frame, text: Value | None = None) -> str:
    return " ".join(part for part in _blank(string_of(frame, text)).split(" ") if part)


def string_of(frame: Frame, value: Value | None) -> str:
    """The text of a value, or of the context node."""
    return to_string([frame.node] if value is None else value, frame.allowance)


def _blank(text: str) -> str:
    return text.translate({9: " ", 10: " ", 13: " "})


@function("translate")
def translate(text: str, signs: str, others: str) -> str:
    table: dict[int, str] = {}
    for place, sign in enumerate(signs):
        table.setdefault(ord(sign), others[place : place + 1])
    return text.translate(table)


@function("boolean")
def boolean(value: Value) -> bool:
    return to_boolean(value)


@function("not")
def negate(value: bool) -> bool:
    return not value


@function("true")
def true() -> bool:
    return True


@function("false")
def false() -> bool:
    return False


@function("lang", "always")
def lang(frame: Frame, wanted: str) -> bool:
    node: Node | None = frame.node
    while node is not None:
        if isinstance(node, Element) and (spoken := node.get(f"{{{XML}}}lang")):
            return f"{spoken.lower()}-".startswith(f"{wanted.lower()}-")
        node = node.parent
    return False


@function("number", "bare")
def number(frame: Frame, value: Value | None = None) -> float:
    return to_number([frame.node] if value is None else value, frame.zone, frame.allowance)


@function("sum", "never")
def total(frame: Frame, nodes: list[Node]) -> float:
    return float(sum(numbers(nodes, frame)))


@function("floor")
def floor(value: float) -> float:
    return float(math.floor(value)) if math.isfinite(value) else value


@function("ceiling")
def ceiling(value: float) -> float:
    return float(math.ceil(value)) if math.isfinite(value) else value


@function("round")
def half_up(value: float) -> float:
    return _half_up(value)


def _half_up(value: float) -> float:
    return float(math.floor(value + 0.5)) if math.isfinite(value) else value


@function("current", "never")
def current(frame: Frame) -> list[Node]:
    return [frame.current]
