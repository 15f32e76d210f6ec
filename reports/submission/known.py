"""What a check holds a draft against, and what it finds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from reports.recommendations.bundle import Voice

Kind = Literal[
    "country",
    "countries",
    "elsewhere",
    "submitter",
    "unsigned",
    "declined",
    "contact",
    "summary",
    "keywords",
    "limit",
    "stale",
    "release",
    "cite",
    "hidden",
    "number",
    "small",
    "share",
    "difference",
    "outside",
    "recommendation",
    "misnumbered",
    "counted",
    "source",
    "told",
    "quote",
    "altered",
    "attributed",
    "address",
    "name",
    "role",
    "age",
    "day",
]
WARNINGS: frozenset[Kind] = frozenset(
    {"elsewhere", "outside", "counted", "source", "told", "name", "role", "age", "day"}
)
"""Guesses, which somebody has to look at; all others have to be mended."""


@dataclass(frozen=True, slots=True)
class Problem:
    """`paragraph`: its number in the paper, `SUMMARY` for the summary, None for what is about the whole.

    `what`: the words it is about.
    """

    kind: Kind
    what: str = ""
    paragraph: int | None = None

    @property
    def is_warning(self) -> bool:
        return self.kind in WARNINGS


@dataclass(frozen=True, slots=True)
class Known:
    """`release`: the document of the last release, None where there is none.

    `quotes`: words that may be quoted, as they were redacted. `labels`: questions, choices, titles:
    texts of ours that may stand anywhere. `places`: regions, and groups of which something is counted.
    `names`: what else is called so and is no person: organisations, events.
    `recommendations`: their texts, by number. `states`: who made them. `voices`: what was published of what
    people say of them, the earliest first. `days`: days that are public.
    """

    release: Mapping[str, Any] | None = None
    quotes: tuple[str, ...] = field(default=(), repr=False)
    labels: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    recommendations: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    voices: Mapping[str, Sequence[Voice]] = field(default_factory=dict)
    events: frozenset[str] = frozenset()
    days: frozenset[date] = frozenset()
