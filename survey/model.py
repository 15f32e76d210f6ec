"""Reads the `<model>` of an XForm: the instance to fill in, the lists beside it, the binds, the defaults."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from survey.nodes import Document, Element, Node, Text
from survey.question import Bind, FormError
from survey.wording import Translations, read_message, read_translations
from survey.xpath import Expression, compile_expression

JAVAROSA = "http://openrosa.org/javarosa"
OPENROSA = "http://openrosa.org/xforms"
FIRST_LOAD = frozenset(("odk-instance-first-load", "xforms-ready"))
"""The second is what the first was called before (ODK XForms, "Events")."""
EACH_LOAD = frozenset(("odk-instance-load",))


@dataclass(frozen=True, slots=True)
class SetValue:
    """A value that a node gets at an event: a dynamic default, for instance (ODK XForms, "Actions")."""

    ref: str
    events: frozenset[str]
    value: Expression | str


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """`template` is the instance as it begins; `instances` never change."""

    template: Document
    instances: dict[str, Document]
    binds: dict[str, Bind]
    translations: Translations


def read_model(model: Element) -> Model:
    """Raises FormError, and ExpressionError for an expression that cannot be read."""
    translations = read_translations(model.child("itext"))
    instances = [item for item in model.elements() if item.name == "instance"]
    return Model(
        _template(instances),
        {item.get("id"): _secondary(item) for item in instances[1:] if item.get("id") and item.elements()},
        {item.get("nodeset"): _bind(item, translations) for item in model.elements() if item.name == "bind"},
        translations,
    )


def _template(instances: list[Element]) -> Document:
    if not instances or not instances[0].elements():
        raise FormError("The form has no instance to fill in.")
    root = instances[0].elements()[0].clone()
    _drop_indentation(root)
    meta = root.child("meta")
    if meta is None:
        meta = Element("meta", (), OPENROSA, "orx")
        root.append(meta)
    if meta.child("instanceID") is None:
        meta.append(Element("instanceID", (), meta.namespace, meta.prefix))
    return Document(root)


def _drop_indentation(element: Element) -> None:
    if element.elements():
        element.children = [child for child in element.children if not isinstance(child, Text)]
    for child in element.elements():
        _drop_indentation(child)


def _secondary(instance: Element) -> Document:
    return Document(*(child.clone() for child in instance.elements()[:1])).freeze()


def _bind(bind: Element, translations: Translations) -> Bind:
    return Bind(
        bind.get("type", "string").removeprefix("xsd:"),
        _expression(bind, "relevant"),
        _expression(bind, "calculate"),
        _expression(bind, "constraint"),
        _expression(bind, "required"),
        _expression(bind, "readonly"),
        read_message(_javarosa(bind, "constraintMsg"), translations),
        read_message(_javarosa(bind, "requiredMsg"), translations),
        (_javarosa(bind, "preload"), _javarosa(bind, "preloadParams")),
    )


def _expression(bind: Element, name: str) -> Expression | None:
    text = bind.get(name).strip()
    return compile_expression(text) if text else None


def _javarosa(element: Element, name: str) -> str:
    return element.get(f"{{{JAVAROSA}}}{name}")


def read_actions(nodes: Iterable[Node]) -> Iterator[SetValue]:
    """The actions among `nodes` that happen when an instance is loaded."""
    for node in nodes:
        if isinstance(node, Element) and node.name == "setvalue":
            events = frozenset(node.get("event").split()) & (FIRST_LOAD | EACH_LOAD)
            if events:
                yield SetValue(node.get("ref"), events, _set(node))


def _set(action: Element) -> Expression | str:
    """The `value` if there is one, else the text inside (XForms 1.1, "The setvalue Element")."""
    text = action.get("value").strip()
    if text:
        return compile_expression(text)
    return "" if "value" in action.attributes else action.value()
