"""What is released of each survey: its grid, from its form and the consultation; and a response in it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache, partial

from handlers.reading.codebook import GOALS, ISSUES
from handlers.reading.finding import open_questions
from reports.release.budgets import BANDS, lines_of
from reports.release.counting import FEW
from reports.release.grid import Answered, Dimension, Grid, Kind, Question
from storage import codes
from storage.consultations import Consultation
from storage.readings import Reading
from storage.store import Store
from storage.terms import Access, Terms
from survey.form import Form

KINDS: Mapping[str, Kind] = {"select_one": "one", "select_multiple": "many", "rank": "rank"}
"""What is counted. A sum or a mean of numbers can be decided by one person, and is not released; of a line of
a budget, how many gave it which share of the whole."""
WITHOUT_CODE: tuple[Access, ...] = ("open",)
"""Organisations are verified, and cards are for everybody."""


def grid_of(form: Form, terms: Terms) -> Grid:
    """Regions and `groups` tell people apart; every other question with choices is counted, and languages.

    What stands in a repeat is not: ten answers there may be one person's.
    """
    found: dict[str, tuple[Kind, tuple[str, ...]]] = {
        each.name: (KINDS[each.kind], tuple(choice.name for choice in form.choices(each.ref)))
        for each in form.questions
        if each.kind in KINDS and each.ref in form.plain_questions and form.choices(each.ref)
    }
    found |= dict.fromkeys(lines_of(form), ("one", BANDS))
    apart = [name for name in dict.fromkeys((terms.region_question, *terms.groups)) if name in found]
    return Grid(
        tuple(Question(name, *asked) for name, asked in found.items() if name not in apart),
        tuple(Dimension(name, found[name][1]) for name in apart),
        terms.languages,
    )


def with_codes(grid: Grid, read: Iterable[str], codes: Mapping[str, tuple[str, ...]]) -> Grid:
    """The same with questions more for each whose open answers were read: which codes they were given."""
    coded = [
        Question(name + ending, "many", those) for name in sorted(read) for ending, those in codes.items()
    ]
    return replace(grid, asked=(*grid.asked, *coded))


def codes_in(form: Form, readings: Mapping[str, Reading]) -> dict[str, str]:
    """What is counted of open answers instead of their words: the codes that they were given."""
    given = {
        name: " ".join(readings[name].codes) if name in readings else "" for name in open_questions(form)
    }
    return {name + ending: codes for name, codes in given.items() for ending in ("", ISSUES, GOALS)}


class Reader:
    """Reads responses as a grid counts them: what it does not know counts as not answered."""

    def __init__(self, grid: Grid) -> None:
        people, *asked = grid.questions
        self._people = lru_cache(FEW)(partial(_known, people))
        self._asked = [(each.name, lru_cache(FEW)(partial(_known, each))) for each in asked]
        self._dimensions = [each.name for each in grid.dimensions]

    def read(self, response: bytes, answers: Mapping[str, str], language: str) -> Answered:
        """`language`: in which they agreed, and so in most cases answered."""
        counted = {name: known(answers.get(name, "")) for name, known in self._asked}
        counted[""] = self._people(language)
        return Answered(response, tuple([answers.get(name, "") for name in self._dimensions]), counted)


def _known(question: Question, answer: str) -> tuple[str, ...]:
    """A ranking counts if it puts all choices in order: else the places would not add up."""
    known = tuple(each for each in answer.split() if each in question.choices)
    return () if question.kind == "rank" and len(known) < len(question.choices) else known


async def accesses(store: Store, consultation: Consultation, audience: str) -> tuple[Access, ...]:
    """By which doors people came in, who are never counted together: where there are codes for an open
    consultation, by both."""
    if audience != "residents":
        return WITHOUT_CODE
    if consultation.terms.access == "code":
        return ("code",)
    made = (await codes.counts(store.database, consultation.slug)).made
    return ("open", "code") if made else ("open",)
