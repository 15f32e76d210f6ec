"""The instance of a response as a tree, made node by node as expressions look at it.

What counts are the values by ref; the nodes are views of them. So an answer costs what it touches, however
large the form is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from survey.nodes import Attribute, Document, Element, Node, Text
from survey.refs import above, general, place, renumbered
from survey.shape import Shape
from survey.xpath.allowance import LimitExceeded, check_length

LARGEST = 1_000_000
"""Letters of all values of a response together."""
UNCOUNTED = 256
"""Letters that may come to it in one step before all are counted: most steps bring fewer, and are quicker."""


class Instance:
    """`values` by ref, attributes as "…/@name", empty ones absent; `counts`: how many instances a repeat has.

    What is not relevant keeps its value and is empty to every expression (ODK XForms, "relevant").
    """

    def __init__(
        self,
        shapes: Mapping[str, Shape],
        root: Shape,
        values: dict[str, str],
        counts: dict[str, int],
        irrelevant: set[str],
    ) -> None:
        self.shapes = shapes
        self.values = values
        self.counts = counts
        self.irrelevant = irrelevant
        self._grown = 0
        self.document = Document()
        self.root = Live(root, self.document, self, root.ref)
        self.document.children.append(self.root)
        self._nodes: dict[str, Live] = {root.ref: self.root}

    def node(self, ref: str) -> Live:
        """The node at a ref; one past the end of a repeat stands under it without being counted."""
        found = self._nodes.get(ref)
        if found is None:
            found = self._nodes[ref] = self._find(ref)
        return found

    def at(self, ref: str) -> Node:
        """The node or the attribute at a ref."""
        element, _, attribute = ref.partition("/@")
        return self.node(element).attributes[attribute] if attribute else self.node(ref)

    def _find(self, ref: str) -> Live:
        series, number = place(ref)
        parent = self.node(above(series))
        name = series[len(parent.ref) + 1 :]
        held = parent.named(name)
        index = max(number, 1) - 1
        return held[index] if index < len(held) else Live(parent.shape.children[name], parent, self, ref)

    def set(self, ref: str, value: str) -> bool:
        """Put a value in place; whether it is another than before. Raises LimitExceeded if it is too long, or
        all are together."""
        before = self.values.get(ref, "")
        if before == value:
            return False
        letters = len(value)
        self._grown += letters - len(before)
        if self._grown > UNCOUNTED:  # here and not in `grow`: nothing is done more often
            check_length(letters)
            self.check(letters - len(before))
        if value:
            self.values[ref] = value
        else:
            del self.values[ref]
        return True

    def grow(self, letters: int) -> None:
        """Note that values are to have so many letters more. Raises LimitExceeded if that makes too many."""
        self._grown += letters
        if self._grown > UNCOUNTED:
            self.check(letters)

    def check(self, more: int = 0) -> None:
        """Raises LimitExceeded if all values, with so many letters more, are too long together."""
        if sum(map(len, self.values.values())) + more > LARGEST:
            raise LimitExceeded("response")

    def remove(self, series: str, number: int) -> None:
        """Take an instance out of a repeat; those after it move up."""
        self.values = renumbered(self.values, series, number)
        self.counts = renumbered(self.counts, series, number)
        self.irrelevant = set(renumbered(dict.fromkeys(self.irrelevant), series, number))
        self.counts[series] -= 1
        if not self.counts[series]:
            del self.counts[series]
        self.restructure()

    def restructure(self) -> None:
        """Forget the nodes, after repeats have gained or lost instances."""
        self._nodes = {self.root.ref: self.root}
        self.root.forget()

    def relevant(self, ref: str) -> bool:
        """Whether neither the node nor one above it is ruled out."""
        if not self.irrelevant or not self.shapes[general(ref)].guards:
            return True
        while ref:
            if ref in self.irrelevant:
                return False
            series, number = place(ref)
            if number and series in self.irrelevant:
                return False
            ref = above(series)
        return True

    def expand(self, shape: Shape, start: str = "", depth: int = 0) -> list[str]:
        """The refs of all nodes of a shape beneath `start`, an instance of the repeat at that depth ("":
        all)."""
        if depth >= len(shape.series):
            return [start + shape.ref[len(general(start)) :]]
        found, done = [start], len(general(start))
        for series in shape.series[depth:]:
            stretch, done = series[done:], len(series)
            found = [
                f"{ref}{stretch}[{number}]"
                for ref in found
                for number in range(1, self.counts.get(ref + stretch, 0) + 1)
            ]
        return [ref + shape.ref[done:] for ref in found]

    def copy(self, *, whole: bool) -> Document:
        """The instance as a document of its own, `whole` or without what is not relevant."""
        return Document(_copy(self.root, whole))


class Live(Element):
    """A view of one element."""

    __slots__ = ("_held", "instance", "ref", "shape")

    def __init__(self, shape: Shape, parent: Document | Live, instance: Instance, ref: str) -> None:
        template = shape.template
        self.name = template.name
        self.namespace = template.namespace
        self.prefix = template.prefix
        self.declared = template.declared
        self.parent = parent
        self.shape = shape
        self.instance = instance
        self.ref = ref
        self._held: dict[str, list[Live]] = {}

    @property
    def children(self) -> list[Node]:  # type: ignore[override]
        """Made when asked for."""
        if self.shape.children:
            return [node for name in self.shape.children for node in self.named(name)]
        text = Text(self.value())
        text.parent = self
        return [text] if text.text else []

    @property
    def attributes(self) -> dict[str, Attribute]:  # type: ignore[override]
        """With the values that are bound to them."""
        copy = Element(self.name)
        values = self.instance.values
        for item in self.shape.attributes:
            text = values.get(f"{self.ref}/@{item.name}", item.text)
            copy.set(item.name, text, item.namespace, item.prefix)
        for item in copy.attributes.values():
            item.parent = self
        return copy.attributes

    def named(self, name: str) -> list[Live]:  # type: ignore[override]
        held = self._held.get(name)
        if held is None:
            shape = self.shape.children.get(name)
            if shape is None:
                return []
            held = self._held[name] = self._make(shape, f"{self.ref}/{name}")
        return held

    def _make(self, shape: Shape, ref: str) -> list[Live]:
        if not shape.repeated:
            return [Live(shape, self, self.instance, ref)]
        count = self.instance.counts.get(ref, 0)
        return [Live(shape, self, self.instance, f"{ref}[{number}]") for number in range(1, count + 1)]

    def forget(self) -> None:
        """Make the nodes below again when they are asked for."""
        self._held.clear()

    @property
    def is_deep(self) -> bool:
        return bool(self.shape.children)

    breadth = 1

    def texts(self) -> Iterator[str]:
        if not self.shape.children:
            yield self.value()
        for name in self.shape.children:
            for node in self.named(name):
                yield from node.texts()

    def value(self) -> str:
        instance = self.instance
        if self.shape.children:
            return "".join(self.texts())
        value = instance.values.get(self.ref, "")
        return value if value and instance.relevant(self.ref) else ""


def ref_of(node: Node) -> str:
    """The ref of an element or an attribute of an instance; "" for any other node."""
    if isinstance(node, Attribute) and isinstance(node.parent, Live):
        return f"{node.parent.ref}/@{node.name}"
    return node.ref if isinstance(node, Live) else ""


def _copy(node: Live, whole: bool) -> Element:
    copy = Element(node.name, (), node.namespace, node.prefix)
    copy.declared = dict(node.declared)
    irrelevant = node.instance.irrelevant
    for item in node.attributes.values():
        copy.set(item.name, item.text, item.namespace, item.prefix)
    if not node.shape.children:
        copy.set_value(node.instance.values.get(node.ref, ""))
    for name in node.shape.children:
        for child in node.named(name):
            if whole or child.ref not in irrelevant:
                copy.append(_copy(child, whole))
    return copy
