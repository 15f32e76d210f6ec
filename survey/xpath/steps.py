"""Location paths (XPath 1.0, section 2): from steps to functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from survey.nodes import Branch, Node
from survey.xpath.axes import AXES, REVERSE, node_test, unprefixed
from survey.xpath.context import Frame
from survey.xpath.filters import Filter, Walk
from survey.xpath.order import in_order
from survey.xpath.syntax import NameTest, Step

SINGLE, FLAT, ANY = range(3)
"""How many nodes a path has got to: at most one; several, none inside another, in order; or whatever."""


def reach(before: int, step: Step) -> int:
    """What a step makes of one of those."""
    if step.axis == "self" or (step.axis == "parent" and before == SINGLE):
        return before
    return FLAT if step.axis in {"child", "attribute"} and before != ANY else ANY


def walk(step: Step, filters: Sequence[Filter], before: int, namespaces: Mapping[str, str]) -> Walk:
    """The nodes a step leads to, in document order."""
    if before != ANY and not filters and (name := plain_child(step)):
        return _children(name)
    axis, test = AXES[step.axis], node_test(step, namespaces)
    ordered = step.axis not in REVERSE and before != ANY and reach(before, step) != ANY

    def take(frame: Frame, nodes: list[Node]) -> list[Node]:
        found: list[Node] = []
        for node in nodes:
            reached = [other for other in frame.allowance.gather(axis(node, frame.allowance)) if test(other)]
            for keep in filters:
                reached = keep(frame, reached)
            found += reached
        return found if ordered else in_order(found, frame.allowance)

    return take


def plain_child(step: Step) -> str:
    """The name, if the step goes to children of one name without prefix."""
    match step:
        case Step("child", NameTest("", name)) if name != "*":
            return name
    return ""


def _children(name: str) -> Walk:
    """The common step: children by name."""

    def take(frame: Frame, nodes: list[Node]) -> list[Node]:
        found: list[Node] = []
        steps = 0
        for node in nodes:
            if isinstance(node, Branch):
                steps += node.breadth
                found += [child for child in node.named(name) if unprefixed(child)]
        frame.allowance.spend(steps)
        return found

    return take
