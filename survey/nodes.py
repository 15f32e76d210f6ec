"""The nodes of a light, mutable XML tree, made for XPath (its data model: XPath 1.0, section 5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

XHTML = "http://www.w3.org/1999/xhtml"
XML = "http://www.w3.org/XML/1998/namespace"


class XmlError(ValueError):
    """The text is not XML that we read; the message says why."""


class Node:
    """Anything an expression can select."""

    __slots__ = ("parent",)
    name = ""
    namespace = ""
    prefix = ""
    breadth = 1
    """How many nodes are looked at to find its children of one name."""

    def __init__(self) -> None:
        self.parent: Branch | None = None

    def value(self) -> str:
        """The string-value of the node (XPath 1.0, section 5)."""
        raise NotImplementedError

    def texts(self) -> Iterator[str]:
        """What its string-value is put together of, "" for what has none."""
        yield self.value()

    @property
    def is_deep(self) -> bool:
        """Whether its string-value is put together of others."""
        return False

    def top(self) -> Node:
        """The topmost node above this one, itself if it stands alone."""
        node: Node = self
        while node.parent is not None:
            node = node.parent
        return node


class Leaf(Node):
    """A node that holds nothing but a text."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.parent = None
        self.text = text

    def value(self) -> str:
        return self.text


class Text(Leaf):
    __slots__ = ()


class Comment(Leaf):
    __slots__ = ()


class Instruction(Leaf):
    """A processing instruction; its name is the target."""

    __slots__ = ("name",)

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text)
        self.name = name


class Attribute(Leaf):
    __slots__ = ("name", "namespace", "prefix")

    def __init__(self, name: str, text: str, namespace: str = "", prefix: str = "") -> None:
        super().__init__(text)
        self.name = name
        self.namespace = namespace
        self.prefix = prefix


class Namespace(Leaf):
    """A namespace node: made on demand, equal to another of the same element and prefix."""

    __slots__ = ("name",)

    def __init__(self, element: Element, name: str, uri: str) -> None:
        super().__init__(uri)
        self.name = name
        self.parent = element

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Namespace) and (self.parent, self.name) == (other.parent, other.name)

    def __hash__(self) -> int:
        return hash((self.parent, self.name))


class Branch(Node):
    """A node with children: a document or an element."""

    __slots__ = ("children",)

    def __init__(self, children: Iterable[Node] = ()) -> None:
        self.parent = None
        self.children: list[Node] = []
        for child in children:
            self.append(child)

    def append(self, *nodes: Node) -> None:
        """Put nodes that stand alone at the end."""
        for node in nodes:
            node.parent = self
            self.children.append(node)

    def insert(self, place: int, node: Node) -> None:
        """Put a node that stands alone before the child at `place`."""
        node.parent = self
        self.children.insert(place, node)

    def elements(self) -> list[Element]:
        """The children that are elements."""
        return [child for child in self.children if isinstance(child, Element)]

    def named(self, name: str) -> list[Element]:
        """The children that are elements of that local name."""
        return [child for child in self.children if child.name == name and isinstance(child, Element)]

    def child(self, name: str) -> Element | None:
        """The first child element of that local name."""
        return next(iter(self.named(name)), None)

    def descendants(self) -> Iterator[Node]:
        """All below, in document order."""
        for child in self.children:
            yield child
            if isinstance(child, Branch):
                yield from child.descendants()

    @property
    def is_deep(self) -> bool:
        return len(self.children) > 1 or any(not isinstance(child, Text) for child in self.children)

    @property
    def breadth(self) -> int:  # type: ignore[override]
        return 1 + len(self.children)

    def texts(self) -> Iterator[str]:
        return (node.text if isinstance(node, Text) else "" for node in self.descendants())

    def value(self) -> str:
        if len(self.children) == 1 and isinstance(self.children[0], Text):
            return self.children[0].text
        return "".join(self.texts())


class Element(Branch):
    """`attributes` by local name, or by `{namespace}name`; `declared` are the prefixes bound here."""

    __slots__ = ("attributes", "declared", "name", "namespace", "prefix")

    def __init__(
        self, name: str, children: Iterable[Node] = (), namespace: str = "", prefix: str = ""
    ) -> None:
        super().__init__(children)
        self.name = name
        self.namespace = namespace
        self.prefix = prefix
        self.attributes: dict[str, Attribute] = {}
        self.declared: dict[str, str] = {}

    def set_value(self, text: str) -> None:
        """Replace everything inside by a text."""
        self.children.clear()
        if text:
            self.append(Text(text))

    def get(self, name: str, default: str = "") -> str:
        """The text of an attribute."""
        attribute = self.attributes.get(name)
        return default if attribute is None else attribute.text

    def set(self, name: str, text: str, namespace: str = "", prefix: str = "") -> None:
        """Give an attribute; a namespace needs its prefix."""
        attribute = Attribute(name, text, namespace, prefix)
        attribute.parent = self
        self.attributes[f"{{{namespace}}}{name}" if namespace else name] = attribute

    def scope(self) -> dict[str, str]:
        """The namespaces in scope, by prefix ("" is the default one)."""
        above = self.parent.scope() if isinstance(self.parent, Element) else {"xml": XML}
        return {prefix: uri for prefix, uri in (above | self.declared).items() if uri}

    def clone(self) -> Element:
        """A deep copy that stands alone."""
        copy = Element(self.name, (_copy(child) for child in self.children), self.namespace, self.prefix)
        copy.declared = dict(self.declared)
        for attribute in self.attributes.values():
            copy.set(attribute.name, attribute.text, attribute.namespace, attribute.prefix)
        return copy


class Document(Branch):
    """The node above the root element. `index` is kept by XPath on documents that are frozen."""

    __slots__ = ("index",)

    def __init__(self, *children: Node) -> None:
        super().__init__(children)
        self.index: dict[object, dict[str, list[Node]]] | None = None

    @property
    def root(self) -> Element:
        """The root element. Raises XmlError if there is none."""
        for child in self.children:
            if isinstance(child, Element):
                return child
        raise XmlError("The document is empty")

    def freeze(self) -> Document:
        """Promise that the document does not change any more, so that XPath may index it."""
        self.index = {}
        return self

    def clone(self) -> Document:
        """A deep copy, not frozen."""
        return Document(*(_copy(child) for child in self.children))


def _copy(node: Node) -> Node:
    match node:
        case Element():
            return node.clone()
        case Instruction():
            return Instruction(node.name, node.text)
        case Comment():
            return Comment(node.text)
    return Text(node.value())
