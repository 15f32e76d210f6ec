"""What the pages of recommendations show, in one language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of them: those we can act on, those of a theme; `page`: from 1."""

    ours: bool = False
    theme: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One in a list. `review`: "Slovenia, session 34"; `question`: how people are asked, or empty."""

    code: str
    name: str
    review: str
    text: str
    position: str
    status: str
    ours: bool
    question: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list. `themes`: code, name and how many there are of each; `pages`: how many pages."""

    wanted: Wanted
    rows: Sequence[Row]
    themes: Sequence[tuple[str, str, int]]
    total: int
    pages: int


@dataclass(frozen=True, slots=True)
class Said:
    """What was officially said: when (for machines, and for people), what, and where."""

    day: str
    when: str
    status: str
    source: str


@dataclass(frozen=True, slots=True)
class Place:
    """What everybody says, or one region: how many, where they stand, and how many chose each step.

    None is not shown.
    """

    label: str
    people: int | None
    step: str
    counts: Sequence[int | None]


@dataclass(frozen=True, slots=True)
class Heard:
    """What people said in one consultation; `beside`: what that is beside what is official, and before.

    `simulated`: nobody said it.
    """

    slug: str
    title: str
    when: str
    steps: Sequence[str]
    places: Sequence[Place]
    beside: Sequence[str]
    simulated: bool


@dataclass(frozen=True, slots=True)
class One:
    """All of one. `goals`, `issues`, `local`: in our words; `themes` and `persons`: as they are published."""

    row: Row
    states: Sequence[str]
    source: str
    themes: Sequence[str]
    persons: Sequence[str]
    goals: Sequence[str]
    issues: Sequence[str]
    local: Sequence[str]
    owner: str
    said: Sequence[Said]
    heard: Sequence[Heard]


def wanted_in(query: Mapping[str, str]) -> Wanted:
    """Which of them an address asks for."""
    page = query.get("page", "1")
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < 5 else 1
    return Wanted("ours" in query, query.get("theme", ""), max(1, number))
