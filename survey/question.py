"""What a form is made of: binds, choices, questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from survey.nodes import Node
from survey.wording import Wording
from survey.xpath import Expression

Kind = Literal[
    "text", "integer", "decimal", "select_one", "select_multiple", "rank", "date", "note", "calculate"
]


class FormError(ValueError):
    """The XForm holds something that the engine does not run; the message says what and where."""


@dataclass(frozen=True, slots=True)
class Bind:
    """What is true of a node of the instance (ODK XForms, "Bind attributes")."""

    type: str = "string"
    relevant: Expression | None = None
    calculate: Expression | None = None
    constraint: Expression | None = None
    required: Expression | None = None
    read_only: Expression | None = None
    constraint_message: Wording = field(default_factory=Wording)
    required_message: Wording = field(default_factory=Wording)
    preload: tuple[str, str] = ("", "")
    """`jr:preload` and `jr:preloadParams`, for example ("timestamp", "start")."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a list; `index` is its place in the whole list, from 0."""

    index: int
    name: str
    label: Wording


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """The choices of a question; `filter` selects those that are offered (absent: all)."""

    full: tuple[Choice, ...]
    filter: Expression | None = None
    by_item: Mapping[Node, Choice] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A question, a note or a calculate; `ref` is its path in the instance ("/data/home/people")."""

    ref: str
    name: str
    kind: Kind
    bind: Bind
    label: Wording = field(default_factory=Wording)
    hint: Wording = field(default_factory=Wording)
    choices: Choices | None = None

    @property
    def asked(self) -> bool:
        """Whether a person sees it."""
        return self.kind != "calculate"

    @property
    def counted(self) -> bool:
        """Whether it counts in the progress: an answer is expected."""
        return self.kind not in ("calculate", "note")

    @property
    def filtered(self) -> bool:
        """Whether its choices depend on other answers, so that an answer may have to go."""
        return self.choices is not None and self.choices.filter is not None and self.bind.calculate is None
