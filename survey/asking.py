"""What is shown: the question at hand, and at the end all answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from survey.answering import pending
from survey.draft import Draft
from survey.form import Form
from survey.question import NUMBERS, Kind, Question, Range
from survey.state import Moment, State
from survey.wording import Media, Medium

Shown = Mapping[Medium, str]


@dataclass(frozen=True, slots=True)
class Option:
    """A choice that is offered now. `index` is its place in the whole list, `place` the one in a ranking."""

    index: int
    name: str
    label: str
    chosen: bool
    place: int | None = None
    media: Shown = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Division:
    """Numbers that have to add up: `given` is the sum of the group's other answers, `target` the whole."""

    target: Decimal
    given: Decimal

    @property
    def left(self) -> Decimal:
        return self.target - self.given


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is shown.

    `kind` is "note" for a question that can only be read. `written`: the answer that stands, for questions
    without choices. `number` of `of` questions that are relevant now, notes not counted. `required`: leaving
    it open is objected to; `objected`: that was said, or it was declined before, so declining is offered.
    `first`: there is no way back. `media`: names of files to be seen or heard with the label. `groups`: the
    labels of the groups it stands in, the outermost first.
    """

    ref: str
    name: str
    kind: Kind
    label: str
    hint: str
    options: tuple[Option, ...]
    written: str
    number: int
    of: int
    required: bool
    objected: bool
    first: bool
    media: Shown = field(default_factory=dict)
    appearance: str = ""
    groups: tuple[str, ...] = ()
    range: Range | None = None
    division: Division | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the review. `words`: the answer, choices by their labels in the order given."""

    number: int
    ref: str
    kind: Kind
    label: str
    words: tuple[str, ...]
    status: Literal["answered", "skipped", "declined"]

    @property
    def answer(self) -> str:
        return ", ".join(self.words)


def ask(form: Form, state: State, language: str, moment: Moment) -> Asked:
    """The question at hand. Raises ValueError at the review, where there is none."""
    if not state.position:
        raise ValueError("The review asks nothing.")
    draft = Draft(form, state, moment, language)
    question = form.question(state.position)
    shown = list(draft.asked())
    counted = [item.ref for item in shown if item.counted]
    read_only = draft.read_only(question)
    return Asked(
        question.ref,
        question.name,
        "note" if read_only else question.kind,
        draft.say(question.label, question.ref),
        draft.say(question.hint, question.ref),
        () if read_only else _options(draft, question),
        ", ".join(_words(draft, question)) if read_only or not question.choices else "",
        _number(shown, question),
        len(counted),
        not read_only and draft.required(question),
        question.ref in state.objected | state.declined,
        shown[0] is question,
        _shown(draft, question.media, question.ref),
        question.appearance,
        tuple(filter(None, (draft.say(group.label, question.ref) for group in question.groups))),
        question.range,
        None if read_only else _division(draft, question),
    )


def review(form: Form, state: State, language: str, moment: Moment) -> tuple[Line, ...]:
    """All that was asked and is relevant now, notes left out."""
    draft = Draft(form, state, moment, language)
    counted = [question for question in draft.asked() if question.counted]
    return tuple(_line(draft, number, question) for number, question in enumerate(counted, 1))


def _shown(draft: Draft, media: Media, ref: str) -> Shown:
    return {medium: name for medium, names in media.items() if (name := draft.say(names, ref))}


def _division(draft: Draft, question: Question) -> Division | None:
    """Of the innermost group whose numbers have to add up."""
    divided = [group for group in question.groups if group.target is not None]
    if question.kind not in NUMBERS or not divided:
        return None
    others = [item for item in draft.members(divided[-1]) if item is not question and item.kind in NUMBERS]
    given = sum((Decimal(draft.value(item.ref) or 0) for item in others), Decimal())
    return Division(Decimal(f"{divided[-1].target:.15g}"), given)


def _number(shown: list[Question], question: Question) -> int:
    return sum(item.counted for item in shown[: shown.index(question) + 1])


def _options(draft: Draft, question: Question) -> tuple[Option, ...]:
    if question.choices is None:
        return ()
    places = {name: place for place, name in enumerate(pending(draft), 1)}
    ranked = question.kind == "rank"
    return tuple(
        Option(
            choice.index,
            choice.name,
            draft.say(choice.label, question.ref),
            choice.name in places,
            places.get(choice.name) if ranked else None,
            _shown(draft, choice.media, question.ref),
        )
        for choice in draft.offered(question)
    )


def _line(draft: Draft, number: int, question: Question) -> Line:
    words = _words(draft, question)
    open_because: Literal["declined", "skipped"]
    open_because = "declined" if question.ref in draft.declined else "skipped"
    return Line(
        number,
        question.ref,
        question.kind,
        draft.say(question.label, question.ref),
        words,
        "answered" if words else open_because,
    )


def _words(draft: Draft, question: Question) -> tuple[str, ...]:
    value = draft.value(question.ref)
    if question.choices is None or not value:
        return (value,) if value else ()
    labels = {choice.name: choice.label for choice in question.choices.full}
    names = (value,) if question.kind == "select_one" else tuple(value.split())
    return tuple(draft.say(labels[name], question.ref) if name in labels else name for name in names)
