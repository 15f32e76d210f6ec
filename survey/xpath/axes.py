"""The thirteen axes and the tests of their nodes (XPath 1.0, sections 2.2 and 2.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from survey.nodes import XHTML, Attribute, Branch, Comment, Element, Instruction, Namespace, Node, Text
from survey.xpath.allowance import Allowance
from survey.xpath.syntax import KindTest, NameTest, Step

Axis = Callable[[Node, Allowance], Iterable[Node]]
"""The nodes on it, to be counted by whoever goes along it; what is looked at beside them is counted here."""
Test = Callable[[Node], bool]


def _child(node: Node, _: Allowance) -> Iterable[Node]:
    return node.children if isinstance(node, Branch) else ()


def _descendant(node: Node, _: Allowance) -> Iterable[Node]:
    return node.descendants() if isinstance(node, Branch) else ()


def _descendant_or_self(node: Node, allowance: Allowance) -> Iterator[Node]:
    yield node
    yield from _descendant(node, allowance)


def _parent(node: Node, _: Allowance) -> Iterable[Node]:
    return () if node.parent is None else (node.parent,)


def _ancestor(node: Node, _: Allowance) -> Iterator[Node]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def _ancestor_or_self(node: Node, allowance: Allowance) -> Iterator[Node]:
    yield node
    yield from _ancestor(node, allowance)


def _siblings(node: Node, allowance: Allowance) -> tuple[list[Node], int]:
    """The children that a node is one of, and its place."""
    if node.parent is None or isinstance(node, Attribute | Namespace):
        return [], 0
    siblings = node.parent.children
    allowance.spend(len(siblings))
    return siblings, next(place for place, sibling in enumerate(siblings) if sibling is node)


def _following_sibling(node: Node, allowance: Allowance) -> Iterable[Node]:
    siblings, place = _siblings(node, allowance)
    return siblings[place + 1 :]


def _preceding_sibling(node: Node, allowance: Allowance) -> Iterable[Node]:
    siblings, place = _siblings(node, allowance)
    return siblings[:place][::-1]


def _following(node: Node, allowance: Allowance) -> Iterator[Node]:
    if isinstance(node, Attribute | Namespace) and node.parent is not None:
        yield from node.parent.descendants()
    for level in _ancestor_or_self(node, allowance):
        for sibling in _following_sibling(level, allowance):
            yield from _descendant_or_self(sibling, allowance)


def _preceding(node: Node, allowance: Allowance) -> Iterator[Node]:
    for level in _ancestor_or_self(node, allowance):
        for sibling in _preceding_sibling(level, allowance):
            yield from reversed(allowance.gather(_descendant_or_self(sibling, allowance)))


def _attribute(node: Node, _: Allowance) -> Iterable[Node]:
    return node.attributes.values() if isinstance(node, Element) else ()


def _namespace(node: Node, _: Allowance) -> Iterable[Node]:
    """Without that of the prefix xml, which browsers leave out too."""
    bound = node.scope() if isinstance(node, Element) else {}
    return [
        Namespace(node, name, uri)
        for name, uri in bound.items()
        if name != "xml" and isinstance(node, Element)
    ]


AXES: dict[str, Axis] = {
    "ancestor": _ancestor,
    "ancestor-or-self": _ancestor_or_self,
    "attribute": _attribute,
    "child": _child,
    "descendant": _descendant,
    "descendant-or-self": _descendant_or_self,
    "following": _following,
    "following-sibling": _following_sibling,
    "namespace": _namespace,
    "parent": _parent,
    "preceding": _preceding,
    "preceding-sibling": _preceding_sibling,
    "self": lambda node, _: (node,),
}
REVERSE = {"ancestor", "ancestor-or-self", "parent", "preceding", "preceding-sibling"}
_KINDS: dict[str, type[Node]] = {
    "node": Node,
    "text": Text,
    "comment": Comment,
    "processing-instruction": Instruction,
}
_PRINCIPAL: dict[str, type[Node]] = {"attribute": Attribute, "namespace": Namespace}


def node_test(step: Step, namespaces: Mapping[str, str]) -> Test:
    """Whether a node of the step's axis is meant."""
    test = step.test
    if isinstance(test, KindTest):
        kind, target = _KINDS[test.kind], test.target
        return lambda node: isinstance(node, kind) and target in {"", node.name}
    return _name_test(test, _PRINCIPAL.get(step.axis, Element), namespaces)


def _name_test(test: NameTest, principal: type[Node], namespaces: Mapping[str, str]) -> Test:
    prefix, name = test.prefix, test.name
    anyone = name == "*"
    if anyone and not prefix:
        return lambda node: isinstance(node, principal)
    if uri := namespaces.get(prefix):
        return lambda node: (
            isinstance(node, principal) and node.namespace == uri and (anyone or node.name == name)
        )
    if prefix:
        return lambda node: (
            isinstance(node, principal) and node.prefix == prefix and (anyone or node.name == name)
        )
    return lambda node: node.name == name and isinstance(node, principal) and unprefixed(node)


def unprefixed(node: Node) -> bool:
    """Whether a name without prefix can mean the node: one of a form, whose default namespace may be any."""
    return not node.prefix and node.namespace != XHTML
