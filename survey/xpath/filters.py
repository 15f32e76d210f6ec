"""Predicates (XPath 1.0, section 2.4), and the index that spares them on instances that do not change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from survey.nodes import Branch, Document, Node
from survey.xpath.allowance import Allowance
from survey.xpath.axes import unprefixed
from survey.xpath.context import Frame
from survey.xpath.library import Run
from survey.xpath.order import in_order
from survey.xpath.values import node_text, to_boolean

Filter = Callable[[Frame, Sequence[Node]], list[Node]]
Walk = Callable[[Frame, list[Node]], list[Node]]


def by_value(run: Run, weight: int) -> Filter:
    """Keep the nodes where the predicate, of so many steps, is true or is the node's position."""

    def keep(frame: Frame, nodes: Sequence[Node]) -> list[Node]:
        frame.allowance.spend(len(nodes) * weight)
        inner = frame.inner()
        inner.size = len(nodes)
        found = []
        for position, node in enumerate(nodes, 1):
            inner.node = node
            inner.position = position
            value = run(inner)
            if value == position if isinstance(value, float) else to_boolean(value):
                found.append(node)
        return found

    return keep


def by_position(wanted: float) -> Filter:
    """Keep the one node at a position that is written down."""
    if wanted < 1 or not wanted.is_integer():
        return lambda _, __: []
    place = int(wanted) - 1
    return lambda _, nodes: list(nodes[place : place + 1])


def by_field(field: str, value: Run, scan: Filter) -> Filter:
    """Keep the nodes with a child called `field` that equals a value; by `scan` if that is no text."""

    def keep(frame: Frame, nodes: Sequence[Node]) -> list[Node]:
        wanted = value(frame) if nodes else ""
        if isinstance(wanted, float | bool):
            return scan(frame, nodes)
        frame.allowance.spend(sum(node.breadth for node in nodes))
        texts = _texts(wanted, frame)
        return [node for node in nodes if not texts.isdisjoint(_values(node, field, frame.allowance))]

    return keep


def _values(node: Node, field: str, allowance: Allowance) -> Iterator[str]:
    for child in node.named(field) if isinstance(node, Branch) else ():
        if unprefixed(child):
            yield node_text(child, allowance)


def by_index(instance: str, item: str, field: str, value: Run, scan: Walk, rest: Sequence[Filter]) -> Walk:
    """To the children `item` whose child `field` equals a value, by an index if their instance is frozen.

    `rest` filters further; `scan` does the same as all this together.
    """

    def walk(frame: Frame, nodes: list[Node]) -> list[Node]:
        document = frame.context.instances.get(instance)
        index = document.index if isinstance(document, Document) else None
        if index is None or len(nodes) != 1:
            return scan(frame, nodes)
        wanted = value(frame)
        if isinstance(wanted, float | bool):
            return scan(frame, nodes)
        key = (id(nodes[0]), item, field)
        if key not in index:
            index[key] = _table(nodes[0], item, field, frame.allowance)
        found = _look_up(index[key], _texts(wanted, frame), frame.allowance)
        frame.allowance.spend(len(found))
        for keep in rest:
            found = keep(frame, found)
        return found

    return walk


def _texts(wanted: str | list[Node], frame: Frame) -> set[str]:
    if isinstance(wanted, list):
        return {node_text(node, frame.allowance) for node in wanted}
    return {str(wanted)}


def _look_up(table: dict[str, list[Node]], texts: set[str], allowance: Allowance) -> list[Node]:
    found = [node for text in texts for node in table.get(text, ())]
    return in_order(found, allowance) if len(texts) > 1 else found


def _table(parent: Node, item: str, field: str, allowance: Allowance) -> dict[str, list[Node]]:
    table: dict[str, list[Node]] = {}
    for node in parent.elements() if isinstance(parent, Branch) else ():
        if node.name == item and unprefixed(node):
            for text in set(_values(node, field, allowance)):
                table.setdefault(text, []).append(node)
    return table
