"""What a form is made of: binds, choices, questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from survey.nodes import Node
from survey.wording import Media, Wording
from survey.xpath import Expression

Kind = Literal[
    "text",
    "integer",
    "decimal",
    "range",
    "select_one",
    "select_multiple",
    "rank",
    "date",
    "time",
    "datetime",
    "geopoint",
    "geotrace",
    "geoshape",
    "acknowledge",
    "image",
    "audio",
    "video",
    "file",
    "note",
    "calculate",
    "hidden",
    "repeat",
]
NUMBERS = frozenset(("integer", "decimal", "range"))
UPLOADS = frozenset(("image", "audio", "video", "file"))
HELD = frozenset(("calculate", "hidden", "geotrace", "geoshape"))
"""Kinds that nobody is asked: their values come from elsewhere and are kept."""
UNCOUNTED = HELD | {"note", "repeat"}
"""Kinds that expect no answer."""


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


Evaluate = Callable[[Expression, Node], str]
"""The text of an expression at a node."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a list; `index` is its place in the whole list, from 0."""

    index: int
    name: str
    label: Wording
    media: Media = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Range:
    """The numbers that a range offers: from `start` to `end`, both included, `step` apart.

    `whole`: they are integers. A range may run downwards, its step is positive all the same.
    """

    start: Decimal
    end: Decimal
    step: Decimal
    whole: bool

    @property
    def low(self) -> Decimal:
        return min(self.start, self.end)

    @property
    def high(self) -> Decimal:
        return max(self.start, self.end)


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """A group of questions; `ref` is "" if it is one on the page only, without a node.

    `target`: what its numbers have to add up to, where its constraint says so ("${a} + ${b} = 100").
    """

    ref: str
    label: Wording = field(default_factory=Wording)
    bind: Bind = field(default_factory=Bind)
    appearance: str = ""

    @property
    def target(self) -> float | None:
        return self.bind.constraint.equals if self.bind.constraint else None


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """The choices of a question; `filter` selects those that are offered (absent: all).

    `read` makes choices of items that are no list of the form but answers, of a repeat for instance; such
    choices are not in `full`.
    """

    full: tuple[Choice, ...]
    filter: Expression | None = None
    by_item: Mapping[Node, Choice] = field(default_factory=dict)
    read: Callable[[int, Node, Evaluate], Choice] | None = None


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """What a number of a sum stands for: an issue of the Universal Periodic Review ("upr-housing"), the
    numbers of goals, and how much was adopted for it."""

    right: str
    goals: tuple[str, ...]
    adopted: Decimal


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A question, a note or a value that is held; `ref` is its general path in the instance
    ("/data/home/people").

    The question of a repeat, whether to add one more, has the repeat's ref and the kind "repeat".
    """

    ref: str
    name: str
    kind: Kind
    bind: Bind
    label: Wording = field(default_factory=Wording)
    hint: Wording = field(default_factory=Wording)
    choices: Choices | None = None
    media: Media = field(default_factory=dict)
    appearance: str = ""
    range: Range | None = None
    groups: tuple[Group, ...] = ()
    """The groups and repeats it stands in, the outermost first."""
    accuracy: str = ""
    """How finely a place is asked for, in metres, where the form says so (`accuracy` of its control)."""
    budget: BudgetLine | None = None
    """Where it is a line of a budget (`right`, `sdg` and `adopted` of its control)."""

    @property
    def asked(self) -> bool:
        """Whether a person sees it."""
        return self.kind not in HELD

    @property
    def counted(self) -> bool:
        """Whether it counts in the progress: an answer is expected."""
        return self.kind not in UNCOUNTED

    @property
    def filtered(self) -> bool:
        """Whether its choices depend on other answers, so that an answer may have to go."""
        return self.choices is not None and self.choices.filter is not None and self.bind.calculate is None


@dataclass(frozen=True, slots=True)
class Stop:
    """A question at the node it is about; `ref` is that of the node, `Question.ref` the general one."""

    ref: str
    question: Question
