"""An event as calendars know it, and what is wrong with a file that says it badly."""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

FaultKind = Literal[
    "unreadable",
    "too_large",
    "empty",
    "untold",
    "unclear",
    "zone",
    "backwards",
    "point",
    "link",
]
"""`untold`: what is needed is missing; `unclear`: a value cannot be read."""
LARGEST = 1_000_000
"""Bytes of a file that are read; a calendar of hundreds of events is smaller."""


MOST = 500
"""Events of a file that are read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event, in one language.

    `starts` and `ends` are seconds since 1970; `zone`, an IANA name, says on which clock they are shown.
    `point`: "33.25 -8.5", latitude and longitude, or empty. `rule`: the RRULE by which it comes again.
    `language`: in which the title is, if that is said: "fr".
    """

    uid: str
    title: str
    what: str
    starts: int
    ends: int
    zone: str
    place: str = ""
    point: str = ""
    link: str = ""
    sequence: int = 0
    cancelled: bool = False
    rule: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """A mistake. `where`: the title of an event or the number of a row, if it is of one."""

    kind: FaultKind
    field: str = ""
    where: str = ""
    value: str = ""


class Refused(Exception):
    """Nothing is taken of a file that has faults."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults)
        self.faults = faults


def is_link(text: str) -> bool:
    """Whether this is a whole web address, without blanks, of http or https."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return (
        parts.scheme in {"http", "https"} and bool(parts.hostname) and text.isprintable() and " " not in text
    )
