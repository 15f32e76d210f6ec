"""Reads the `<model>` of an XForm: the instance to fill in, the lists beside it, the binds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial

from survey.nodes import Document, Element, Text
from survey.question import Bind, FormError
from survey.refs import resolve
from survey.shape import Shape, read_shape
from survey.wording import Translations, read_message, read_translations
from survey.xpath import Expression, compile_expression
from survey.xpath.expression import NAMESPACES
from survey.xpath.functions import ODK

JAVAROSA = "http://openrosa.org/javarosa"
OPENROSA = "http://openrosa.org/xforms"


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """`template` is the instance as it begins, `shapes` what it can hold, by ref in document order;
    `instances` never change. `compiled` reads an expression as it stands at a node."""

    template: Element
    shapes: dict[str, Shape]
    instances: dict[str, Document]
    binds: dict[str, Bind]
    translations: Translations
    repeats: Mapping[str, bool]

    def compiled(self, text: str, at: str) -> Expression:
        return compile_at(at, self.repeats, text)


def compile_at(at: str, repeats: Collection[str], text: str) -> Expression:
    """An expression as it stands at a node of a form with these repeats. Raises ExpressionError."""
    return compile_expression(text, NAMESPACES, ODK, at, repeats)


def read_model(model: Element, repeats: Mapping[str, bool]) -> Model:
    """`repeats`: as `read_shape` takes them.

    Raises FormError, and ExpressionError for an expression that cannot be read.
    """
    translations = read_translations(model.child("itext"))
    instances = model.named("instance")
    template = _template(instances)
    shape = read_shape(template, repeats)
    binds = {_nodeset(item, shape.ref): item for item in model.named("bind")}
    read = {ref: _bind(item, ref, repeats, translations) for ref, item in binds.items()}
    shapes = {item.ref: item for item in shape.walk()}
    _guard(shape, (), read)
    return Model(
        template,
        shapes,
        {item.get("id"): _secondary(item) for item in instances[1:] if item.get("id") and item.elements()},
        read,
        translations,
        repeats,
    )


def _nodeset(bind: Element, root: str) -> str:
    return resolve(bind.get("nodeset").strip(), root)


def _guard(shape: Shape, above: tuple[str, ...], binds: dict[str, Bind]) -> None:
    own = binds.get(shape.ref)
    shape.guards = (*above, shape.ref) if own and own.relevant else above
    for child in shape.children.values():
        _guard(child, shape.guards, binds)


def _template(instances: list[Element]) -> Element:
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
    return root


def _drop_indentation(element: Element) -> None:
    if element.elements():
        element.children = [child for child in element.children if not isinstance(child, Text)]
    for child in element.elements():
        _drop_indentation(child)


def _secondary(instance: Element) -> Document:
    return Document(*(child.clone() for child in instance.elements()[:1])).freeze()


def _bind(bind: Element, ref: str, repeats: Collection[str], translations: Translations) -> Bind:
    compiled = partial(compile_at, ref, repeats)

    def expression(name: str) -> Expression | None:
        text = bind.get(name).strip()
        return compiled(text) if text else None

    return Bind(
        bind.get("type", "string").rpartition(":")[2],
        expression("relevant"),
        expression("calculate"),
        expression("constraint"),
        expression("required"),
        expression("readonly"),
        read_message(javarosa(bind, "constraintMsg"), translations, compiled),
        read_message(javarosa(bind, "requiredMsg"), translations, compiled),
        (javarosa(bind, "preload"), javarosa(bind, "preloadParams")),
    )


def javarosa(element: Element, name: str) -> str:
    """An attribute of JavaRosa's namespace, "" if there is none."""
    return element.get(f"{{{JAVAROSA}}}{name}")
