"""The grid of a consultation: which numbers exist at all, decided at its creation.

A table has a row for everybody, for each region and for each group, and a column for each number: how many
answered a question, and how many gave each answer. A *block* is what one row says of one question.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

Kind = Literal["people", "one", "many", "rank"]
Table = list[list[int]]


@dataclass(frozen=True)
class Question:
    """A question that is counted. Kind "people" is participation: all who are counted, and what is known of
    each without having been asked, for example their language. Of somebody it may be none of the choices.
    """

    name: str
    kind: Kind
    choices: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[int, ...]:
        """The places of a ranking; 0 alone for what has none."""
        return tuple(range(1, len(self.choices) + 1)) if self.kind == "rank" else (0,)


@dataclass(frozen=True)
class Dimension:
    """What people are told apart by: regions, or the answers to a question named in `groups`.

    Its categories do not overlap. Who is in none is counted under "", so that the rows add up to everybody;
    that row is never shown.
    """

    name: str
    categories: tuple[str, ...]


class Row(NamedTuple):
    """Everybody ("", ""), or one category of a dimension."""

    dimension: str
    category: str


class Column(NamedTuple):
    """One number: how many answered `question`, or gave `choice` (in a ranking: put it on `place`)."""

    question: int
    choice: str = ""
    place: int = 0

    @property
    def is_base(self) -> bool:
        return not self.choice


@dataclass(frozen=True)
class Answered:
    """One response as far as the grid counts it: its id, its category in each dimension, its answers.

    Under "" stands what participation is told apart by.
    """

    id: bytes
    categories: tuple[str, ...]
    answers: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Grid:
    asked: tuple[Question, ...]
    dimensions: tuple[Dimension, ...] = ()
    people: tuple[str, ...] = ()
    """The choices of participation. Were they a question of their own, its base would be everybody once more,
    in another program, and what one hides the other would tell."""

    def __post_init__(self) -> None:
        names = [each.name for each in self.asked] + [each.name for each in self.dimensions]
        if len(set(names)) < len(names) or "" in names:
            raise ValueError("Each question and each dimension of a grid needs a name of its own.")

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Participation, then what was asked."""
        return (Question("", "people", self.people), *self.asked)

    @cached_property
    def told(self) -> tuple[str, ...]:
        """The names of questions of which more is told of somebody than that they are there."""
        return tuple(each.name for each in self.questions if each.choices or each.name)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Everybody first."""
        named = (Row(each.name, category) for each in self.dimensions for category in (*each.categories, ""))
        return (Row("", ""), *named)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        found: list[Column] = []
        for number, question in enumerate(self.questions):
            found.append(Column(number))
            found += [Column(number, each, place) for place in question.places for each in question.choices]
        return tuple(found)

    @cached_property
    def blocks(self) -> tuple[range, ...]:
        """The columns of each question; the first of them is its base."""
        starts = [place for place, column in enumerate(self.columns) if column.is_base]
        ends = [*starts[1:], len(self.columns)]
        return tuple(range(start, end) for start, end in zip(starts, ends, strict=True))

    @cached_property
    def parts(self) -> tuple[range, ...]:
        """The rows of each dimension, which add up to everybody."""
        found, start = [], 1
        for each in self.dimensions:
            found.append(range(start, start + len(each.categories) + 1))
            start = found[-1].stop
        return tuple(found)

    @cached_property
    def unsaid(self) -> frozenset[int]:
        """The rows of those who are in no category."""
        return frozenset(part[-1] for part in self.parts)

    def touching(self, row: int) -> list[int]:
        """The rows that stand in one sum with this one."""
        return [0, *(each for part in self.parts for each in part if row in part or not row)]
