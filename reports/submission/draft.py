"""The draft of a paper for a review, as it is written and kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Literal, get_args

Form = Literal["organisation", "coalition", "national", "mid-term", "local"]
"""What it will be: a submission of one organisation or of several, an annex to the national report, a report
at mid-term, a Voluntary Local Review."""
FORMS: tuple[Form, ...] = get_args(Form)
SUMMARY = 0
"""Where a paragraph has no number: the opening summary."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`cites`: what it rests on, as `cites.py` reads it."""

    text: str
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    paragraphs: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """`release`: the number of the release that its numbers are from. `contact`: whom the OHCHR can ask."""

    title: str
    country: str
    language: str
    form: Form
    consultation: str
    release: int
    simulated: bool
    keywords: tuple[str, ...]
    submitters: tuple[str, ...]
    contact: str
    summary: Paragraph
    sections: tuple[Section, ...]

    def paragraphs(self) -> Iterator[tuple[int, Paragraph]]:
        """All in their order, with the numbers that they will have; the summary has `SUMMARY`."""
        yield SUMMARY, self.summary
        yield from enumerate(chain.from_iterable(each.paragraphs for each in self.sections), 1)

    def cites(self) -> tuple[str, ...]:
        """All that it rests on, each once."""
        return tuple(dict.fromkeys(cite for _, each in self.paragraphs() for cite in each.cites))
