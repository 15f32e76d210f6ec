"""A recommendation as the United Nations publish it, and what is wrong with a file that says it badly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Position = Literal["supported", "noted", "in part", ""]
"""Empty: nothing of it was written."""
FaultKind = Literal[
    "unreadable",
    "large",
    "many",
    "empty",
    "columns",
    "country",
    "session",
    "number",
    "text",
    "long",
    "twice",
    "states",
    "unknown",
    "position",
    "elsewhere",
]
WARNINGS: frozenset[FaultKind] = frozenset({"states", "unknown", "position", "elsewhere"})
"""What loses nothing of a recommendation of this review."""
LARGEST = 10_000_000
"""Bytes of a file that are read; a list of three hundred recommendations has about 60,000."""
MOST = 5_000
"""Recommendations of a file: about as many as one State was given in all reviews together, and more."""
LONGEST = 5_000
"""Letters of a recommendation."""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One recommendation. `text`: as it was adopted, with the States in brackets, without its number.

    `sdgs`: goals and targets by their numbers, "16" and "16.3". `document`: the report that it stands in,
    "A/HRC/28/15". `annotation`: its id in the Universal Human Rights Index.
    """

    country: str
    session: int
    number: str
    text: str
    states: tuple[str, ...] = ()
    position: Position = ""
    source: str = ""
    themes: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    sdgs: tuple[str, ...] = ()
    cycle: int = 0
    document: str = ""
    annotation: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong. `row`: as a table or a sheet counts them, from 1; 0 means the whole file."""

    kind: FaultKind
    row: int = 0
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_warning(self) -> bool:
        return self.kind in WARNINGS


@dataclass(frozen=True, slots=True)
class About:
    """What is said of all recommendations of a file by who brings it; empty or 0 where the file says it."""

    country: str = ""
    session: int = 0
    cycle: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds; where one of the faults is more than a warning, nothing of it may be kept."""

    recommendations: Sequence[Recommendation]
    faults: Sequence[Fault] = ()

    @property
    def is_whole(self) -> bool:
        return all(each.is_warning for each in self.faults)


class FileRefused(Exception):
    """Nothing of the file can be read."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault
