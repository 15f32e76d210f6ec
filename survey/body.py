"""Reads the body of an XForm: the questions in the order in which they are asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from survey.model import Model
from survey.nodes import Element, Node
from survey.question import Bind, Choice, Choices, FormError, Group, Kind, Question, Range
from survey.wording import Translations, Wording, itext_argument, read_media, read_wording
from survey.xpath import compile_expression

_SELECTS: Mapping[str, Kind] = {"select1": "select_one", "select": "select_multiple", "rank": "rank"}
_INPUTS: Mapping[str, Kind] = {
    "int": "integer",
    "integer": "integer",
    "decimal": "decimal",
    "date": "date",
    "time": "time",
    "dateTime": "datetime",
    "geopoint": "geopoint",
    "geotrace": "geotrace",
    "geoshape": "geoshape",
}
"""Any other type is a text (ODK XForms, "Data types")."""
_UPLOADS: Mapping[str, Kind] = {"image": "image", "audio": "audio", "video": "video"}
_WITHIN = frozenset(("label", "hint", "setvalue", "setgeopoint"))
_LIST = re.compile(r"instance\(\s*(['\"])(?P<id>.+?)\1\s*\)(?P<whole>/root/item$)?")


def read_body(body: Element, model: Model, groups: tuple[Group, ...] = ()) -> Iterator[Question]:
    """Raises FormError for a control that the engine does not run."""
    for control in body.elements():
        if control.name == "group":
            yield from read_body(control, model, (*groups, _group(control, model)))
        elif control.name not in _WITHIN:
            yield _question(control, model, groups)


def _group(control: Element, model: Model) -> Group:
    ref = control.get("ref")
    label = read_wording(control.child("label"), model.translations)
    return Group(ref, label, model.binds.get(ref, Bind()), control.get("appearance"))


def _question(control: Element, model: Model, groups: tuple[Group, ...]) -> Question:
    ref = control.get("ref")
    bind = model.binds.get(ref, Bind())
    kind = _kind(control, bind, ref)
    label = control.child("label")
    return Question(
        ref,
        ref.rpartition("/")[2],
        kind,
        bind,
        read_wording(label, model.translations),
        read_wording(control.child("hint"), model.translations),
        _choices(control, model, ref) if control.name in _SELECTS else None,
        read_media(label, model.translations),
        control.get("appearance"),
        _range(control, bind, ref) if control.name == "range" else None,
        groups,
    )


def _kind(control: Element, bind: Bind, ref: str) -> Kind:
    if control.name == "input" and _always_read_only(bind):
        return "note"
    match control.name:
        case "input":
            return _INPUTS.get(bind.type, "text")
        case "upload":
            return _UPLOADS.get(control.get("mediatype").partition("/")[0], "file")
        case "trigger":
            return "acknowledge"
        case "range":
            return "range"
    kind = _SELECTS.get(control.name)
    if kind is None:
        raise FormError(f"{ref}: <{control.name}> cannot be asked.")
    return "note" if _always_read_only(bind) else kind


def _always_read_only(bind: Bind) -> bool:
    return bind.read_only is not None and bind.read_only.text.strip() == "true()"


def _range(control: Element, bind: Bind, ref: str) -> Range:
    try:
        start, end, step = (Decimal(control.get(name)) for name in ("start", "end", "step"))
    except InvalidOperation:
        raise FormError(f"{ref}: start, end and step of a range must be numbers.") from None
    if not (start.is_finite() and end.is_finite() and step.is_finite()) or start == end or step <= 0:
        raise FormError(f"{ref}: a range needs a start, another end, and a step above 0.")
    return Range(start, end, step, bind.type != "decimal")


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
    value, label = item.child("value"), item.child("label")
    name = value.value().strip() if value is not None else ""
    translations = model.translations
    return Choice(index, name, read_wording(label, translations), read_media(label, translations))


def _listed(index: int, item: Element, itemset: Element, translations: Translations) -> Choice:
    name = _field(item, itemset, "value")
    text_id = _item_text(item, itemset)
    if text_id is None:
        return Choice(index, name, Wording({"": (_field(item, itemset, "label"),)}))
    return Choice(index, name, translations.wording(text_id), translations.media(text_id))


def _item_text(item: Element, itemset: Element) -> str | None:
    """The id of the item's text, if its label is one ("jr:itext(itextId)")."""
    label = itemset.child("label")
    child = itext_argument(label.get("ref")) if label is not None else ""
    held = item.child(child) if child else None
    return (held.value() if held is not None else "") if child else None


def _field(item: Element, itemset: Element, role: str) -> str:
    """The child of the item that the itemset names as its value or label."""
    pointer = itemset.child(role)
    held = item.child(pointer.get("ref")) if pointer is not None else None
    return held.value().strip() if held is not None else ""
