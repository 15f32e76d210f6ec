"""Where somebody has got to in a form. It goes out as JSON after each step and comes back before the next."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from survey.form import Form
from survey.nodes import XmlError
from survey.tree import read_values


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
    """A form being answered.

    `document`: the whole instance, answers that are not relevant now included.
    `position`: the ref of the question shown; "" at the end, where answers are reviewed.
    `visited`: questions that were dealt with (answered, skipped, declined, read) and need not be asked again.
    `declined`: required questions the person prefers not to answer; `objected`: those skipped once.
    `irrelevant`: nodes whose own relevance is false now.
    `pending`: the answer being put together, choice by choice; None if none is.
    """

    document: str
    position: str = ""
    visited: frozenset[str] = frozenset()
    declined: frozenset[str] = frozenset()
    objected: frozenset[str] = frozenset()
    irrelevant: frozenset[str] = frozenset()
    pending: tuple[str, ...] | None = None

    def to_json(self) -> str:
        """The state as text, the same for equal states."""
        fields = {
            "document": self.document,
            "position": self.position,
            "visited": sorted(self.visited),
            "declined": sorted(self.declined),
            "objected": sorted(self.objected),
            "irrelevant": sorted(self.irrelevant),
            "pending": self.pending,
        }
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str, form: Form) -> State:
        """Read a state back and check that it fits the form. Raises StateError."""
        try:
            fields = json.loads(text)
            state = cls(
                document=_text(fields["document"]),
                position=_text(fields["position"]),
                visited=frozenset(_texts(fields["visited"])),
                declined=frozenset(_texts(fields["declined"])),
                objected=frozenset(_texts(fields["objected"])),
                irrelevant=frozenset(_texts(fields["irrelevant"])),
                pending=None if fields["pending"] is None else tuple(_texts(fields["pending"])),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise StateError(f"Not a state: {error}") from error
        _check(state, form)
        return state


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an answer is not taken. `message` is the author's own, "" if there is none.

    `state`, if there is one, replaces the state that was asked with: the refusal itself is remembered.
    """

    kind: Literal[
        "number",
        "whole_number",
        "range",
        "date",
        "time",
        "datetime",
        "geopoint",
        "acknowledge",
        "file",
        "choice",
        "duplicate",
        "incomplete",
        "too_long",
        "constraint",
        "required",
        "unasked",
    ]
    message: str = ""
    state: State | None = None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is missing")
    return value


def _texts(value: object) -> list[str]:
    if not isinstance(value, list):
        raise TypeError("a list is missing")
    return [_text(item) for item in value]


def _check(state: State, form: Form) -> None:
    check_document(state.document, form)
    questions = {question.ref for question in form.asked}
    if state.position and state.position not in questions:
        raise StateError(f"{state.position} is not a question of this form.")
    if (
        not (state.visited | state.declined | state.objected) <= questions
        or not state.irrelevant <= form.rules.leaves.keys()
    ):
        raise StateError("The state speaks of questions that this form does not have.")
    if state.pending and not set(state.pending) <= {choice.name for choice in form.choices(state.position)}:
        raise StateError("The state holds choices that this form does not have.")


def check_document(document: str, form: Form) -> None:
    """Raises StateError unless it is a whole instance of this version of the form."""
    try:
        attributes, values = read_values(document)
    except XmlError as error:
        raise StateError(f"Not an instance: {error}") from error
    mine = form.template.root
    if values.keys() != form.refs or any(
        attributes.get(key, "") != mine.get(key) for key in ("id", "version")
    ):
        raise StateError("The instance is not one of this version of the form.")
