"""Reads the body of an XForm: the questions in the order in which they are asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import partial

from survey.model import Model, javarosa
from survey.nodes import Element, Node
from survey.question import (
    Bind,
    BudgetLine,
    Choice,
    Choices,
    Evaluate,
    FormError,
    Group,
    Kind,
    Question,
    Range,
)
from survey.refs import resolve
from survey.wording import Wording, itext_argument, read_media, read_wording, tidy
from survey.xpath import Context, Expression, ExpressionError

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
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_LIST = re.compile(r"instance\(\s*(['\"])(?P<id>.+?)\1\s*\)(?P<whole>/root/item$)?")


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """A repeat as it is asked: `question` is whether to add one more, `flow` what each instance asks.

    `count` says how many there are; `fixed`: neither it nor anybody adds or takes away.
    """

    question: Question
    flow: Flow
    count: Expression | None
    fixed: bool

    @property
    def ref(self) -> str:
        return self.question.ref

    @property
    def grows(self) -> bool:
        """Whether people add to it."""
        return self.count is None and not self.fixed


Flow = tuple[Question | Series, ...]


def repeated(body: Element, at: str) -> Iterator[tuple[str, bool]]:
    """The general refs of all repeats, and whether nothing says how often but the form as it begins."""
    for control in body.elements():
        ref = resolve(_bound(control), at)
        if control.name == "repeat":
            yield ref, _fixed(control)
        yield from repeated(control, ref)


def _bound(control: Element) -> str:
    """What a control is about: `ref` and `nodeset` are the same (ODK XForms, "Body Attributes")."""
    return (control.get("ref") or control.get("nodeset")).strip()


class Body:
    """Reads the controls of a form. Raises FormError for one that the engine does not run."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.lists: dict[tuple[str, str, str], dict[Node, Choice]] = {}

    def flow(self, body: Element, at: str, groups: tuple[Group, ...] = ()) -> Flow:
        """What is asked in an element of the body, in its order."""
        return tuple(self._read(body, at, groups))

    def _read(self, body: Element, at: str, groups: tuple[Group, ...]) -> Iterator[Question | Series]:
        for control in body.elements():
            match control.name:
                case "group":
                    group = self._group(control, at)
                    yield from self._read(control, group.ref or at, (*groups, group))
                case "repeat":
                    yield self._series(control, at, groups)
                case name if name not in _WITHIN:
                    yield self._question(control, at, groups)

    def _group(self, control: Element, at: str) -> Group:
        ref = resolve(_bound(control), at) if _bound(control) else ""
        label = self._wording(control.child("label"), ref or at)
        return Group(ref, label, self.model.binds.get(ref, Bind()), control.get("appearance"))

    def _series(self, control: Element, at: str, groups: tuple[Group, ...]) -> Series:
        ref = resolve(_bound(control), at)
        if ref not in self.model.shapes:
            raise FormError(f"{ref} is not in the instance.")
        count = javarosa(control, "count").strip()
        own = Group(ref, bind=self.model.binds.get(ref, Bind()), appearance=control.get("appearance"))
        label = next((group.label for group in reversed(groups) if group.label.said), Wording())
        return Series(
            Question(ref, ref.rpartition("/")[2], "repeat", own.bind, label, groups=groups),
            self.flow(control, ref, (*groups, own)),
            self.model.compiled(count, ref) if count else None,
            _fixed(control),
        )

    def _wording(self, element: Element | None, at: str) -> Wording:
        return read_wording(element, self.model.translations, self._compiled(at))

    def _compiled(self, at: str) -> Callable[[str], Expression]:
        return partial(self._compile, at)

    def _compile(self, at: str, text: str) -> Expression:
        return self.model.compiled(text, at)

    def _question(self, control: Element, at: str, groups: tuple[Group, ...]) -> Question:
        ref = resolve(_bound(control), at)
        shape = self.model.shapes.get(ref)
        if shape is None or shape.children:
            raise FormError(f"{ref} is not in the instance.")
        bind = self.model.binds.get(ref, Bind())
        label = control.child("label")
        return Question(
            ref,
            ref.rpartition("/")[2],
            _kind(control, bind, ref),
            bind,
            self._wording(label, ref),
            self._wording(control.child("hint"), ref),
            self._choices(control, ref) if control.name in _SELECTS else None,
            read_media(label, self.model.translations),
            control.get("appearance"),
            _range(control, bind, ref) if control.name == "range" else None,
            groups,
            control.get("accuracy"),
            _budget(control, ref),
        )

    def _choices(self, control: Element, ref: str) -> Choices:
        itemset = control.child("itemset")
        if itemset is None:
            return Choices(
                tuple(self._inline(index, item, ref) for index, item in enumerate(control.named("item")))
            )
        nodeset = _bound(itemset)
        offered = self.model.compiled(nodeset, ref)
        found = _LIST.search(nodeset)
        if found is None:
            return Choices((), offered, {}, self._reader(itemset, ref))
        if found["id"] not in self.model.instances:
            raise FormError(f"{ref}: the list of choices {nodeset} is not in the form.")
        by_item = self._list(found["id"], itemset, ref)
        whole = found["whole"] and found.start() == 0
        return Choices(tuple(by_item.values()), None if whole else offered, by_item)

    def _inline(self, index: int, item: Element, ref: str) -> Choice:
        value, label = item.child("value"), item.child("label")
        name = value.value().strip() if value is not None else ""
        return Choice(index, name, self._wording(label, ref), read_media(label, self.model.translations))

    def _list(self, instance: str, itemset: Element, ref: str) -> dict[Node, Choice]:
        """The choices of a list by its items; those of a list that many questions share are made once."""
        value, label = itemset.child("value"), itemset.child("label")
        key = (
            instance,
            value.get("ref") if value is not None else "",
            label.get("ref") if label is not None else "",
        )
        if key not in self.lists:
            read = self._reader(itemset, ref)
            items = self.model.instances[instance].root.elements()
            self.lists[key] = {item: read(index, item, _alone) for index, item in enumerate(items)}
        return self.lists[key]

    def _reader(self, itemset: Element, ref: str) -> Callable[[int, Node, Evaluate], Choice]:
        """Makes a choice of an item: its value, and its label or the id of its text ("jr:itext(itextId)")."""
        value, label = itemset.child("value"), itemset.child("label")
        said = label.get("ref") if label is not None else ""
        text_id = itext_argument(said)
        name = self._compile("", (value.get("ref") if value is not None else "") or ".")
        shown = self._compile("", text_id or said or ".")
        translations = self.model.translations

        def read(index: int, item: Node, evaluate: Evaluate) -> Choice:
            told, text = evaluate(name, item).strip(), evaluate(shown, item)
            if not text_id:
                return Choice(index, told, Wording({"": tidy(text)}))
            wording = translations.wording(text, self._compiled(ref))
            return Choice(index, told, wording, translations.media(text))

        return read


def _alone(expression: Expression, item: Node) -> str:
    """The text of an expression at an item of a list that never changes."""
    try:
        return expression.string(Context(item, _NEVER, float))
    except ExpressionError:
        return ""


def _fixed(repeat: Element) -> bool:
    fixed = javarosa(repeat, "noAddRemove").strip() in ("true()", "true", "1")
    return fixed and not javarosa(repeat, "count").strip()


def _kind(control: Element, bind: Bind, ref: str) -> Kind:
    if control.name == "input" and _always_read_only(bind):
        return "note"
    match control.name:
        case "input":
            return _INPUTS.get(bind.type, "text")
        case "upload":
            return _UPLOADS.get((control.get("accept") or control.get("mediatype")).partition("/")[0], "file")
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


def _budget(control: Element, ref: str) -> BudgetLine | None:
    if not (adopted := control.get("adopted")):
        return None
    try:
        amount = Decimal(adopted)
    except InvalidOperation as error:
        raise FormError(f"{ref}: what was adopted is no number.") from error
    return BudgetLine(control.get("right"), tuple(control.get("sdg").split()), amount)


def _range(control: Element, bind: Bind, ref: str) -> Range:
    try:
        start, end, step = (Decimal(control.get(name)) for name in ("start", "end", "step"))
    except InvalidOperation:
        raise FormError(f"{ref}: start, end and step of a range must be numbers.") from None
    if not (start.is_finite() and end.is_finite() and step.is_finite()) or start == end or step <= 0:
        raise FormError(f"{ref}: a range needs a start, another end, and a step above 0.")
    return Range(start, end, step, bind.type != "decimal")
