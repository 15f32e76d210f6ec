"""Reads the body of an XForm: the questions in the order in which they are asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from survey.model import Model
from survey.nodes import Element, Node
from survey.question import Bind, Choice, Choices, FormError, Kind, Question
from survey.wording import Translations, Wording, itext_argument, read_wording
from survey.xpath import compile_expression

_SELECTS: Mapping[str, Kind] = {"select1": "select_one", "select": "select_multiple", "rank": "rank"}
_INPUTS: Mapping[str, Kind] = {"string": "text", "int": "integer", "decimal": "decimal", "date": "date"}
_LIST = re.compile(r"instance\(\s*(['\"])(?P<id>.+?)\1\s*\)(?P<whole>/root/item$)?")


def read_body(body: Element, model: Model) -> Iterator[Question]:
    """Raises FormError for a control that the engine does not ask."""
    for control in body.elements():
        if control.name == "group":
            yield from read_body(control, model)
        elif control.name not in ("label", "hint", "setvalue"):
            yield _question(control, model)


def _question(control: Element, model: Model) -> Question:
    ref = control.get("ref")
    bind = model.binds.get(ref, Bind())
    return Question(
        ref,
        ref.rpartition("/")[2],
        _kind(control, bind, ref),
        bind,
        read_wording(control.child("label"), model.translations),
        read_wording(control.child("hint"), model.translations),
        _choices(control, model, ref) if control.name in _SELECTS else None,
    )


def _kind(control: Element, bind: Bind, ref: str) -> Kind:
    kind = _INPUTS.get(bind.type) if control.name == "input" else _SELECTS.get(control.name)
    if kind is None:
        raise FormError(f"{ref}: <{control.name}> of type {bind.type} cannot be asked yet.")
    always_read_only = bind.read_only is not None and bind.read_only.text.strip() == "true()"
    return "note" if always_read_only else kind


def _choices(control: Element, model: Model, ref: str) -> Choices:
    itemset = control.child("itemset")
    if itemset is None:
        items = [item for item in control.elements() if item.name == "item"]
        return Choices(tuple(_inline(index, item, model) for index, item in enumerate(items)))
    nodeset = itemset.get("nodeset").strip()
    found = _LIST.search(nodeset)
    if found is None or found["id"] not in model.instances:
        raise FormError(f"{ref}: the list of choices {nodeset} is not in the form.")
    items = model.instances[found["id"]].root.elements()
    by_item: dict[Node, Choice] = {
        item: _listed(index, item, itemset, model.translations) for index, item in enumerate(items)
    }
    offered = None if found["whole"] else compile_expression(nodeset)
    return Choices(tuple(by_item.values()), offered, by_item)


def _inline(index: int, item: Element, model: Model) -> Choice:
    value = item.child("value")
    name = value.value().strip() if value is not None else ""
    return Choice(index, name, read_wording(item.child("label"), model.translations))


def _listed(index: int, item: Element, itemset: Element, translations: Translations) -> Choice:
    return Choice(index, _field(item, itemset, "value"), _item_label(item, itemset, translations))


def _item_label(item: Element, itemset: Element, translations: Translations) -> Wording:
    label = itemset.child("label")
    text_id = itext_argument(label.get("ref")) if label is not None else ""
    if text_id:
        held = item.child(text_id)
        return translations.wording(held.value() if held is not None else "")
    return Wording({"": (_field(item, itemset, "label"),)})


def _field(item: Element, itemset: Element, role: str) -> str:
    """The child of the item that the itemset names as its value or label."""
    pointer = itemset.child(role)
    held = item.child(pointer.get("ref")) if pointer is not None else None
    return held.value().strip() if held is not None else ""
