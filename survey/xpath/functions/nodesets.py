"""Sets of nodes (ODK XForms specification: node-set and repeat functions)."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable

from survey.nodes import Element, Node
from survey.xpath.context import Frame, Value
from survey.xpath.errors import ExpressionError
from survey.xpath.library import Library
from survey.xpath.values import node_text, to_nodes, to_number, to_string

LIBRARY = Library()
function = LIBRARY.function
_MODULUS = 2_147_483_647
_MULTIPLIER = 16_807


@function("instance", "never")
def instance(frame: Frame, instance_id: str) -> list[Node]:
    found = frame.context.instances.get(instance_id)
    return [] if found is None else [found]


@function("count-non-empty", "never")
def count_non_empty(frame: Frame, nodes: list[Node]) -> float:
    return float(sum(bool(node_text(node, frame.allowance)) for node in nodes))


@function("position", "always")
def position(frame: Frame, nodes: Value | None = None) -> float:
    """With a node: its place among the siblings of its name that it stands with."""
    if nodes is None:
        return float(frame.position)
    node = next(iter(to_nodes(nodes)), None)
    if node is None:
        return math.nan
    siblings = frame.allowance.gather(node.parent.elements() if node.parent else ())
    place = 0
    for sibling in siblings:
        place = place + 1 if sibling.name == node.name else 0
        if sibling is node:
            break
    return float(place)


@function("indexed-repeat", "never")
def indexed_repeat(frame: Frame, target: list[Node], *pairs: Value) -> list[Node]:
    """The pairs are a set of repeats and an index, in any order of depth."""
    if not pairs or len(pairs) % 2:
        raise ExpressionError("indexed-repeat() needs a repeat and an index, and again for each one inside")
    repeats = [
        (to_nodes(nodes), to_number(index, frame.zone, frame.allowance))
        for nodes, index in zip(pairs[::2], pairs[1::2], strict=True)
    ]
    inside: Node | None = None
    for nodes, index in sorted(repeats, key=lambda pair: _depth(pair[0])):
        within = [node for node in nodes if inside is None or _is_in(node, inside)]
        if not 1 <= index <= len(within):
            return []
        inside = within[int(index) - 1]
    return [node for node in target if inside is None or _is_in(node, inside)]


def _depth(nodes: list[Node]) -> int:
    depth, node = 0, nodes[0] if nodes else None
    while node is not None:
        depth, node = depth + 1, node.parent
    return depth


def _is_in(node: Node, ancestor: Node) -> bool:
    above: Node | None = node
    while above is not None and above is not ancestor:
        above = above.parent
    return above is ancestor


@function("randomize", "always")
def randomize(frame: Frame, nodes: list[Node], seed: Value | None = None) -> list[Node]:
    """Fisher and Yates' shuffle, inside out; with a seed always the same, by Park and Miller's generator."""
    draw = frame.context.random if seed is None else _park_miller(_seed(seed, frame))
    shuffled: list[Node] = []
    for node in nodes:
        place = int(draw() * (len(shuffled) + 1))
        shuffled.append(node)
        shuffled[place], shuffled[-1] = node, shuffled[place]
    return shuffled


def _seed(seed: Value, frame: Frame) -> int:
    number = to_number(seed, frame.zone, frame.allowance)
    if math.isfinite(number):
        return int(number)
    text = to_string(seed, frame.allowance)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big", signed=True) if text else 0


def _park_miller(seed: int) -> Callable[[], float]:
    state = int(math.copysign(abs(seed) % _MODULUS, seed))
    if state <= 0:
        state += _MODULUS - 1

    def draw() -> float:
        nonlocal state
        state = state * _MULTIPLIER % _MODULUS
        return (state - 1) / (_MODULUS - 1)

    return draw


@function("pulldata", "never")
def pulldata(frame: Frame, instance_id: str, wanted: str, key: str, value: str) -> str:
    """The field `wanted` of the item whose field `key` has that value."""
    found = frame.context.instances.get(instance_id)
    items = found.descendants() if found is not None else ()
    for item in frame.allowance.count(items):
        if isinstance(item, Element) and _field(item, key, frame) == value:
            return _field(item, wanted, frame) or ""
    return ""


def _field(item: Element, name: str, frame: Frame) -> str | None:
    """The text of a child, or of an attribute ("@name")."""
    found = item.attributes.get(name[1:]) if name.startswith("@") else item.child(name)
    return None if found is None else node_text(found, frame.allowance)
