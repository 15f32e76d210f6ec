"""Where somebody has got to in a form. It goes out as JSON after each step and comes back before the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import msgspec

from survey.form import Form, version
from survey.nodes import XmlError
from survey.refs import general, place
from survey.tree import read_values
from survey.values import Fault


class StateError(ValueError):
    """A stored state, or a sent response, that does not fit the form."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What the engine may not know by itself: the time and chance.

    `now` carries the zone in which dates are local. The metadata `start`, `end` and `today` are filled with
    the Monday of the week only, so that a response carries no finer time, unless `exact` is set.
    """

    now: datetime
    random: Callable[[], float]
    exact: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """A form being answered. All refs are those of one node (`survey.refs`).

    `form`: the version of the form. `values`: the answers by ref, those that are not relevant now included,
    empty ones left out. `counts`: how many instances each repeat has, by the ref of the repeat
    ("/data/person"). `position`: the ref of the question shown; "" at the end, where answers are reviewed.
    One instance more than there are ("/data/person[3]" of two) is the question whether to add one. `visited`:
    questions that were dealt with (answered, skipped, declined, read) and need not be asked again.
    `declined`: required questions the person prefers not to answer; `objected`: those skipped once.
    `irrelevant`: nodes whose own relevance is false now. `pending`: the answer being put together, choice by
    choice; None if none is. `withdrawn`: answers as they were given, by ref, where choices have gone out of
    them that are not offered now.
    """

    form: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    position: str = ""
    visited: frozenset[str] = frozenset()
    declined: frozenset[str] = frozenset()
    objected: frozenset[str] = frozenset()
    irrelevant: frozenset[str] = frozenset()
    pending: tuple[str, ...] | None = None
    withdrawn: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> str:
        """The state as text, the same for equal states."""
        stored = _Stored(
            self.form,
            dict(self.values),
            dict(self.counts),
            self.position,
            sorted(self.visited),
            sorted(self.declined),
            sorted(self.objected),
            sorted(self.irrelevant),
            None if self.pending is None else list(self.pending),
            dict(self.withdrawn),
        )
        return msgspec.json.encode(stored, order="deterministic").decode()

    @classmethod
    def from_json(cls, text: str, form: Form) -> State:
        """Read a state back and check that it fits the form. Raises StateError."""
        try:
            stored = _DECODER.decode(text)
        except (msgspec.MsgspecError, UnicodeEncodeError) as error:
            raise StateError(f"Not a state: {error}") from error
        if stored.document is not None:
            stored.form, stored.values = _read_document(stored.document)
        if stored.form != form.version:
            raise StateError("The state is not one of this version of the form.")
        state = cls(
            stored.form,
            stored.values,
            stored.counts,
            stored.position,
            frozenset(stored.visited),
            frozenset(stored.declined),
            frozenset(stored.objected),
            frozenset(stored.irrelevant),
            None if stored.pending is None else tuple(stored.pending),
            stored.withdrawn,
        )
        _check(state, form)
        return state


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an answer is not taken. `message` is the author's own, "" if there is none. "heavy": the form makes
    more of it than may be made of one answer.

    `state`, if there is one, replaces the state that was asked with: the refusal itself is remembered.
    """

    kind: Fault | Literal["constraint", "required", "unasked", "repeat", "heavy"]
    message: str = ""
    state: State | None = None


class _Stored(msgspec.Struct, omit_defaults=True):
    """`document`: the whole instance as XML, as states used to hold it; read so that answers begun before
    are not lost."""

    form: str = ""
    values: dict[str, str] = {}
    counts: dict[str, int] = {}
    position: str = ""
    visited: list[str] = []
    declined: list[str] = []
    objected: list[str] = []
    irrelevant: list[str] = []
    pending: list[str] | None = None
    withdrawn: dict[str, str] = {}
    document: str | None = None


_DECODER = msgspec.json.Decoder(_Stored)


def _read_document(document: str) -> tuple[str, dict[str, str]]:
    try:
        attributes, values = read_values(document)
    except XmlError as error:
        raise StateError(f"Not an instance: {error}") from error
    return version(attributes), {ref: value for ref, value in values.items() if value}


def _check(state: State, form: Form) -> None:
    """What is not in a repeat is looked up at once, the rest one by one."""
    nodes = Nodes(form, state.counts)
    if not all(nodes.is_series(ref) and count >= 0 for ref, count in state.counts.items()):
        raise StateError("The state holds repeats that this form does not have.")
    if state.position and not nodes.asks(state.position):
        raise StateError(f"{state.position} is not a question of this form.")
    touched = state.visited | state.declined | state.objected | state.withdrawn.keys()
    if not all(map(nodes.asks, touched - form.plain_questions)):
        raise StateError("The state speaks of questions that this form does not have.")
    if not all(map(nodes.holds, state.values.keys() - form.plain_leaves)):
        raise StateError("The state holds answers that this form does not have.")
    if not all(general(ref) in form.rules.leaves and nodes.exists(ref) for ref in state.irrelevant):
        raise StateError("The state rules out what this form does not.")
    names = {choice.name for choice in form.choices(state.position)} if state.position else set()
    if names and state.pending and not names.issuperset(state.pending):
        raise StateError("The state holds choices that this form does not have.")


class Nodes:
    """Which nodes there are, with so many instances of the repeats."""

    def __init__(self, form: Form, counts: Mapping[str, int]) -> None:
        self.form = form
        self.counts = counts

    def exists(self, ref: str, more: int = 0) -> bool:
        """Whether there is such a node; `more` instances than there are may be counted for the ref itself."""
        shape = self.form.shapes.get(general(ref))
        if shape is None or ref.count("[") != len(shape.series):
            return False
        end = ref.find("]")
        while end >= 0:
            series, number = place(ref[: end + 1])
            last = more if end == len(ref) - 1 else 0
            if general(series) not in shape.series or not 1 <= number <= self.counts.get(series, 0) + last:
                return False
            end = ref.find("]", end + 1)
        return True

    def is_series(self, ref: str) -> bool:
        return general(ref) in self.form.series and self.exists(f"{ref}[1]", more=1)

    def asks(self, ref: str) -> bool:
        """Whether it is a question, that whether to add one more included."""
        question = self.form.by_ref.get(general(ref))
        if question is None or not question.asked:
            return False
        return self.exists(ref, more=1 if question.kind == "repeat" else 0)

    def holds(self, ref: str) -> bool:
        """Whether a value can stand there."""
        element, _, attribute = ref.partition("/@")
        shape = self.form.shapes.get(general(element))
        return shape is not None and (bool(attribute) or not shape.children) and self.exists(element)
