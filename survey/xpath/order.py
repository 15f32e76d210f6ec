"""Document order (XPath 1.0, section 5)."""

from __future__ import annotations

from collections.abc import Iterable

from survey.nodes import Attribute, Branch, Element, Namespace, Node
from survey.xpath.allowance import Allowance

Key = tuple[int, ...]
STEPS = 2
"""What it takes to find the place of a node."""


def in_order(nodes: Iterable[Node], allowance: Allowance) -> list[Node]:
    """Each node once, in document order; those of another document after those of the first."""
    unique = list(dict.fromkeys(nodes))
    if len(unique) < 2:
        return unique
    allowance.spend(STEPS * len(unique))
    places = _Places()
    return sorted(unique, key=places.key)


class _Places:
    """Places among siblings, counted once for each parent that is met."""

    def __init__(self) -> None:
        self.tops: dict[int, int] = {}
        self.counted: dict[int, dict[int, int]] = {}

    def key(self, node: Node) -> Key:
        parent = node.parent
        if parent is None:
            return (self.tops.setdefault(id(node), len(self.tops)),)
        above = self.key(parent)
        if isinstance(node, Namespace):
            return (*above, -2, *map(ord, node.name))
        if isinstance(node, Attribute) and isinstance(parent, Element):
            return (*above, -1, list(parent.attributes.values()).index(node))
        return (*above, self.among(parent)[id(node)])

    def among(self, parent: Branch) -> dict[int, int]:
        if id(parent) not in self.counted:
            self.counted[id(parent)] = {id(child): place for place, child in enumerate(parent.children)}
        return self.counted[id(parent)]
