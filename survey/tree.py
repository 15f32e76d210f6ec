"""XML in and out of the tree of `survey.nodes`.

lxml reads the text (no external files, no entities, no network) and is not seen again.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from functools import lru_cache

from lxml import etree

from survey.nodes import XML, Attribute, Comment, Document, Element, Instruction, Node, Text, XmlError

__all__ = ["Document", "Element", "Node", "XmlError", "parse_xml", "read_values", "to_xml"]

_SPECIAL = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IN_TEXT = str.maketrans(_SPECIAL)
_IN_ATTRIBUTE = str.maketrans(_SPECIAL | {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def _parser(encoding: str | None = "utf-8", *, bare: bool = False) -> etree.XMLParser:
    return etree.XMLParser(
        encoding=encoding,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=bare,
        remove_pis=bare,
    )


_OF_TEXT, _OF_BYTES, _BARE = _parser(), _parser(None), _parser(bare=True)


def parse_xml(xml: str | bytes) -> Document:
    """Read a document. Raises XmlError if it is not well formed or uses entities of its own."""
    root = _read_root(xml, _OF_TEXT if isinstance(xml, str) else _OF_BYTES)
    before = reversed(list(root.itersiblings(preceding=True)))
    return Document(*(_read(node, {}) for node in (*before, root, *root.itersiblings())))


def read_values(xml: str, repeats: Container[str] = ()) -> tuple[dict[str, str], dict[str, str]]:
    """The attributes of the root, and the texts of all elements by ref ("" where elements are inside).

    Those at `repeats`, paths without places, get their places. Made without a tree, for a document that is
    only looked at. Raises XmlError, also if two other elements share a path.
    """
    root = _read_root(xml, _BARE)
    values: dict[str, str] = {}
    if repeats:
        _collect_repeated(root, "", "", values, repeats)
    else:
        _collect([root], "", values)
    return {str(key): str(text) for key, text in root.items()}, values


def _read_root(xml: str | bytes, parser: etree.XMLParser) -> etree._Element:
    data = xml.encode("utf-8", "surrogatepass") if isinstance(xml, str) else xml
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise XmlError(str(error)) from None


def _collect(sources: Iterable[etree._Element], above: str, values: dict[str, str]) -> None:
    for source in sources:
        ref = f"{above}/{_names(source.tag)[1]}"
        if ref in values:
            raise XmlError(f"{ref} stands there twice")
        if len(source):
            values[ref] = ""
            _collect(source, ref, values)
        else:
            values[ref] = source.text or ""


def _collect_repeated(
    source: etree._Element, above: str, path: str, values: dict[str, str], repeats: Container[str]
) -> None:
    name = _names(source.tag)[1]
    path, ref = f"{path}/{name}", f"{above}/{name}"
    if path in repeats:
        series, number = ref, 1
        while (ref := f"{series}[{number}]") in values:
            number += 1
    elif ref in values:
        raise XmlError(f"{ref} stands there twice")
    children = len(source)
    values[ref] = "" if children else source.text or ""
    for child in source if children else ():
        _collect_repeated(child, ref, path, values, repeats)


@lru_cache(4096)
def _names(tag: object) -> tuple[str, str]:
    """Namespace and local name. What is no element has no name but a function as its tag."""
    if not isinstance(tag, str):
        raise XmlError("Entities are not allowed")
    namespace, _, name = tag.rpartition("}")
    return namespace[1:], name


def _read(source: etree._Element, above: dict[str | None, str]) -> Node:
    tag = source.tag
    if not isinstance(tag, str):
        return _read_other(source)
    namespace, name = _names(tag)
    element = Element(name, (), namespace, source.prefix or "")
    scope = source.nsmap
    if scope != above:
        _declare(element, scope, above)
    for key, text in source.items():
        _read_attribute(element, scope, str(key), str(text))
    if source.text:
        element.append(Text(source.text))
    for child in source:
        element.append(_read(child, scope))
        if child.tail:
            element.append(Text(child.tail))
    return element


def _read_other(source: etree._Element) -> Node:
    if isinstance(source, etree._Comment):
        return Comment(source.text or "")
    if isinstance(source, etree._ProcessingInstruction):
        return Instruction(str(source.target), source.text or "")
    raise XmlError(f"Entities are not allowed: {source.text}")


def _declare(element: Element, scope: dict[str | None, str], above: dict[str | None, str]) -> None:
    for prefix, uri in scope.items():
        if above.get(prefix) != uri:
            element.declared[prefix or ""] = uri


def _read_attribute(element: Element, scope: dict[str | None, str], key: str, text: str) -> None:
    namespace, name = _names(key)
    if not namespace:
        element.set(name, text)
        return
    prefixes = (prefix for prefix, uri in scope.items() if prefix and uri == namespace)
    element.set(name, text, namespace, "xml" if namespace == XML else next(prefixes, ""))


def to_xml(node: Node) -> str:
    """Write a document or a node with all it holds; whatever is written is read again as the same tree."""
    parts: list[str] = []
    _write(node, {"xml": XML, "": ""}, parts)
    return "".join(parts)


def _write(node: Node, scope: dict[str, str], parts: list[str]) -> None:
    match node:
        case Element():
            _write_element(node, scope, parts)
        case Document():
            for child in node.children:
                _write(child, scope, parts)
        case Comment():
            parts.append(f"<!--{node.text}-->")
        case Instruction():
            parts.append(f"<?{node.name} {node.text}?>")
        case _:
            parts.append(node.value().translate(_IN_TEXT))


def _write_element(element: Element, scope: dict[str, str], parts: list[str]) -> None:
    tag = _qualified(element)
    parts.append(f"<{tag}")
    new = _new_in_scope(element, scope)
    if new:
        scope = scope | new
        parts += [
            f' xmlns{":" * bool(prefix)}{prefix}="{uri.translate(_IN_ATTRIBUTE)}"'
            for prefix, uri in new.items()
        ]
    for item in element.attributes.values():
        parts.append(f' {_qualified(item)}="{item.text.translate(_IN_ATTRIBUTE)}"')
    if not element.children:
        parts.append("/>")
        return
    parts.append(">")
    for child in element.children:
        _write(child, scope, parts)
    parts.append(f"</{tag}>")


def _new_in_scope(element: Element, scope: dict[str, str]) -> dict[str, str]:
    """The prefixes that have to be declared here."""
    if not element.declared and not element.attributes and scope.get(element.prefix) == element.namespace:
        return {}
    bound = {item.prefix: item.namespace for item in element.attributes.values() if item.namespace}
    wanted = element.declared | bound | {element.prefix: element.namespace}
    return {prefix: uri for prefix, uri in wanted.items() if scope.get(prefix) != uri}


def _qualified(node: Element | Attribute) -> str:
    return f"{node.prefix}:{node.name}" if node.prefix else node.name
