"""XML in and out of the tree of `survey.nodes`.

lxml reads the text (no external files, no entities, no network) and is not seen again.
"""

from __future__ import annotations

from lxml import etree

from survey.nodes import XML, Attribute, Comment, Document, Element, Instruction, Node, Text, XmlError

__all__ = ["Document", "Element", "Node", "XmlError", "parse_xml", "to_xml"]

_SPECIAL = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IN_TEXT = str.maketrans(_SPECIAL)
_IN_ATTRIBUTE = str.maketrans(_SPECIAL | {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def parse_xml(xml: str | bytes) -> Document:
    """Read a document. Raises XmlError if it is not well formed or uses entities of its own."""
    encoding = "utf-8" if isinstance(xml, str) else None
    parser = etree.XMLParser(
        encoding=encoding, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False
    )
    data = xml.encode("utf-8", "surrogatepass") if isinstance(xml, str) else xml
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise XmlError(str(error)) from None
    before = reversed(list(root.itersiblings(preceding=True)))
    return Document(*(_read(node, {}) for node in (*before, root, *root.itersiblings())))


def _read(source: etree._Element, above: dict[str | None, str]) -> Node:
    if isinstance(source, etree._Comment):
        return Comment(source.text or "")
    if isinstance(source, etree._ProcessingInstruction):
        return Instruction(str(source.target), source.text or "")
    if isinstance(source, etree._Entity):
        raise XmlError(f"Entities are not allowed: {source.text}")
    name = etree.QName(source)
    element = Element(name.localname, (), name.namespace or "", source.prefix or "")
    if source.nsmap != above:
        _declare(element, source, above)
    for key, text in source.items():
        _read_attribute(element, source, str(key), str(text))
    if source.text:
        element.append(Text(source.text))
    for child in source:
        element.append(_read(child, source.nsmap))
        if child.tail:
            element.append(Text(child.tail))
    return element


def _declare(element: Element, source: etree._Element, above: dict[str | None, str]) -> None:
    for prefix, uri in source.nsmap.items():
        if above.get(prefix) != uri:
            element.declared[prefix or ""] = uri


def _read_attribute(element: Element, source: etree._Element, key: str, text: str) -> None:
    name = etree.QName(key)
    if not name.namespace:
        element.set(name.localname, text)
        return
    prefixes = (prefix for prefix, uri in source.nsmap.items() if prefix and uri == name.namespace)
    element.set(name.localname, text, name.namespace, "xml" if name.namespace == XML else next(prefixes, ""))


def to_xml(node: Node) -> str:
    """Write a document or a node with all it holds; whatever is written is read again as the same tree."""
    return "".join(_write(node, {"xml": XML, "": ""}))


def _write(node: Node, scope: dict[str, str]) -> list[str]:
    match node:
        case Document():
            return [part for child in node.children for part in _write(child, scope)]
        case Element():
            return _write_element(node, scope)
        case Comment():
            return [f"<!--{node.text}-->"]
        case Instruction():
            return [f"<?{node.name} {node.text}?>"]
    return [node.value().translate(_IN_TEXT)]


def _write_element(element: Element, scope: dict[str, str]) -> list[str]:
    bound = {item.prefix: item.namespace for item in element.attributes.values() if item.namespace}
    wanted = element.declared | bound | {element.prefix: element.namespace}
    new = {prefix: uri for prefix, uri in wanted.items() if scope.get(prefix) != uri}
    tag = _qualified(element)
    head = "".join(
        [f"<{tag}"]
        + [
            f' xmlns{":" * bool(prefix)}{prefix}="{uri.translate(_IN_ATTRIBUTE)}"'
            for prefix, uri in new.items()
        ]
        + [
            f' {_qualified(item)}="{item.text.translate(_IN_ATTRIBUTE)}"'
            for item in element.attributes.values()
        ]
    )
    if not element.children:
        return [head, "/>"]
    inner = [part for child in element.children for part in _write(child, scope | new)]
    return [head, ">", *inner, f"</{tag}>"]


def _qualified(node: Element | Attribute) -> str:
    return f"{node.prefix}:{node.name}" if node.prefix else node.name


def _pair(name: str, text: str) -> str:
    return f' {name}="{text.translate(_IN_ATTRIBUTE)}"'
