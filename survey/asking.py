"""What is shown: the question at hand, and at the end all answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from survey.answering import pending
from survey.form import Form
from survey.question import NUMBERS, Choice, Kind, Range, Stop
from survey.refs import above, cut, place
from survey.state import Moment, State
from survey.wording import Media, Medium
from survey.working_copy import WorkingCopy
from survey.xpath import LimitExceeded

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
class Instances:
    """The innermost repeat around a question: `series` is its ref ("/data/person"), `label` that of its
    group.

    `at`: which of `count` instances it is, from 1; one more than there are where it is asked whether to add
    one. `grows`: whether people add and take away; else the form says how many there are.
    """

    series: str
    label: str
    at: int
    count: int
    grows: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is shown.

    `kind` is "note" for a question that can only be read. `written`: the answer that stands, for questions
    without choices. `number` of `of` questions that are relevant now, notes not counted. `required`: leaving
    it open is objected to; `objected`: that was said, or it was declined before, so declining is offered.
    `first`: there is no way back. `media`: names of files to be seen or heard with the label. `groups`: the
    labels of the groups it stands in, the outermost first. Of the kind "repeat" is the question whether to
    add one more: `add_repeat` does, `skip` does not.
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
    instances: Instances | None = None
    accuracy: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the review. `words`: the answer, choices by their labels in the order given.

    Where people may add one more of a repeat there is a line of the kind "repeat" after its instances.
    """

    number: int
    ref: str
    kind: Kind
    label: str
    words: tuple[str, ...]
    status: Literal["answered", "skipped", "declined"]
    instances: Instances | None = None

    @property
    def answer(self) -> str:
        return ", ".join(self.words)


def ask(form: Form, state: State, language: str, moment: Moment) -> Asked:
    """The question at hand. Raises ValueError at the review, where there is none."""
    if not state.position:
        raise ValueError("The review asks nothing.")
    copy = WorkingCopy(form, state, moment, language)
    stop = copy.stop(state.position)
    question, ref = stop.question, stop.ref
    shown = list(copy.asked())
    counted = [item.question.counted for item in shown]
    at = next((at for at, item in enumerate(shown) if item.ref == ref), len(shown))
    read_only, required = _conditions(copy, stop)
    return Asked(
        ref,
        question.name,
        "note" if read_only else question.kind,
        copy.say(question.label, ref),
        copy.say(question.hint, ref),
        () if read_only else _options(copy, stop),
        ", ".join(_words(copy, stop)) if read_only or not question.choices else "",
        sum(counted[: at + 1]),
        sum(counted),
        required,
        ref in state.objected or ref in state.declined,
        at == 0,
        _shown(copy, question.media, ref),
        question.appearance,
        tuple(filter(None, (copy.say(group.label, ref) for group in question.groups))),
        question.range,
        None if read_only else _division(copy, stop),
        _instances(copy, stop),
        question.accuracy,
    )


def choice_at(form: Form, state: State, index: int, moment: Moment) -> str:
    """The name of the choice that `Option.index` means at the question at hand. Raises KeyError."""
    if form.choices(state.position):
        return form.by_index(state.position, index)
    copy = WorkingCopy(form, state, moment)
    names = {choice.index: choice.name for choice in _choosing(copy, copy.stop(state.position))[1]}
    return names[index]


def review(form: Form, state: State, language: str, moment: Moment) -> tuple[Line, ...]:
    """All that was asked and is relevant now, notes left out."""
    copy = WorkingCopy(form, state, moment, language)
    lines = [stop for stop in copy.asked() if stop.question.kind != "note"]
    return tuple(_line(copy, number, stop) for number, stop in enumerate(lines, 1))


def _shown(copy: WorkingCopy, media: Media, ref: str) -> Shown:
    return {medium: name for medium, names in media.items() if (name := copy.say(names, ref))}


def _division(copy: WorkingCopy, stop: Stop) -> Division | None:
    """Of the innermost group whose numbers have to add up."""
    divided = [group for group in stop.question.groups if group.target is not None]
    if stop.question.kind not in NUMBERS or not divided:
        return None
    members = copy.members(divided[-1], stop.ref)
    others = [item.ref for item in members if item.ref != stop.ref and item.question.kind in NUMBERS]
    given = sum((Decimal(copy.value(ref) or 0) for ref in others), Decimal())
    return Division(Decimal(f"{divided[-1].target:.15g}"), given)


def _instances(copy: WorkingCopy, stop: Stop) -> Instances | None:
    series = copy.form.shapes[stop.question.ref].series
    if not series:
        return None
    found = copy.form.series[series[-1]]
    ref, at = place(cut(stop.ref, len(series)))
    label = copy.say(found.question.label, above(ref))
    return Instances(ref, label, at, copy.instance.counts.get(ref, 0), found.grows)


def _options(copy: WorkingCopy, stop: Stop) -> tuple[Option, ...]:
    if stop.question.choices is None:
        return ()
    put, offered = _choosing(copy, stop)
    places = {name: place for place, name in enumerate(put, 1)}
    ranked = stop.question.kind == "rank"
    return tuple(
        Option(
            choice.index,
            choice.name,
            copy.say(choice.label, stop.ref),
            choice.name in places,
            places.get(choice.name) if ranked else None,
            _shown(copy, choice.media, stop.ref),
        )
        for choice in offered
    )


def _choosing(copy: WorkingCopy, stop: Stop) -> tuple[Sequence[str], Sequence[Choice]]:
    """What is chosen so far, and what is offered; nothing where that takes more than it may."""
    try:
        return pending(copy), copy.offered(stop)
    except LimitExceeded:
        return (), ()


def _conditions(copy: WorkingCopy, stop: Stop) -> tuple[bool, bool]:
    """Whether it is read only, and whether it is required; neither where that takes more than it may: it is
    shown all the same."""
    try:
        read_only = copy.read_only(stop)
        return read_only, not read_only and copy.required(stop)
    except LimitExceeded:
        return False, False


def _line(copy: WorkingCopy, number: int, stop: Stop) -> Line:
    words = _words(copy, stop)
    open_because: Literal["declined", "skipped"]
    open_because = "declined" if stop.ref in copy.declined else "skipped"
    return Line(
        number,
        stop.ref,
        stop.question.kind,
        copy.say(stop.question.label, stop.ref),
        words,
        "answered" if words else open_because,
        _instances(copy, stop),
    )


def _words(copy: WorkingCopy, stop: Stop) -> tuple[str, ...]:
    value = copy.value(stop.ref)
    if stop.question.choices is None or not value:
        return (value,) if value else ()
    labels = {choice.name: choice.label for choice in stop.question.choices.full or _choosing(copy, stop)[1]}
    names = (value,) if stop.question.kind == "select_one" else tuple(value.split())
    return tuple(copy.say(labels[name], stop.ref) if name in labels else name for name in names)
