"""What the results page shows, and the bars it draws for a question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NotRequired, TypedDict


class Consultation(TypedDict):
    """Whose results these are."""

    slug: str
    title: str
    organiser: str


class Question(TypedDict):
    """One question with the labels of its choices. None is not shown; a release brings its percentages."""

    name: str
    type: str
    label: str
    answered: int | None
    counts: NotRequired[Mapping[str, int | None] | None]
    percent: NotRequired[Mapping[str, int | None]]
    mean_rank: NotRequired[Mapping[str, float | None] | None]
    mean: NotRequired[float | None]
    choice_labels: NotRequired[Mapping[str, str]]


class Dimension(TypedDict):
    """How many people there are in each region, or in each group."""

    name: str
    label: str
    counts: Mapping[str, int | None]
    choice_labels: Mapping[str, str]


class Survey(TypedDict):
    """One version of a survey; `notes`: how the numbers of a release were made."""

    name: str
    version: int | str
    audience: str
    access: str
    responses: int | None
    questions: Sequence[Question]
    dimensions: NotRequired[Sequence[Dimension]]
    notes: NotRequired[Sequence[str]]


class Results(TypedDict):
    """One section of the page: simulated answers, or real ones; `did`: what was done with those published.

    `alone`: which of the proposals behind it one person approved alone.
    """

    consultation: Consultation
    simulated: bool
    surveys: Sequence[Survey]
    release: NotRequired[int]
    day: NotRequired[str]
    published: NotRequired[bool]
    did: NotRequired[str]
    alone: NotRequired[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Bar:
    """One choice: its number, and how long its bar is, 0 to 100. None is a number that is not shown."""

    label: str
    number: float | None
    length: float
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars of a question; `ranking` if their numbers are mean places."""

    ranking: bool
    bars: tuple[Bar, ...]


def chart(question: Question) -> Chart | None:
    """The bars of this question; None if it has no choices or too few people answered."""
    if question["answered"] is None:
        return None
    if places := question.get("mean_rank"):
        return Chart(True, _places(places, question.get("choice_labels", {})))
    if counts := question.get("counts"):
        labels, percent = question.get("choice_labels", {}), question.get("percent")
        return Chart(False, _counts(counts, question["answered"], labels, percent))
    return None


def _places(places: Mapping[str, float | None], labels: Mapping[str, str]) -> tuple[Bar, ...]:
    """Best place first; the first place has the whole bar, the last one none."""
    steps = max(len(places) - 1, 1)
    bars = [
        Bar(labels.get(name, name), place, 0 if place is None else 100 * (len(places) - place) / steps)
        for name, place in places.items()
    ]
    return tuple(sorted(bars, key=lambda bar: (bar.number is None, bar.number)))


def _counts(
    counts: Mapping[str, int | None],
    answered: int,
    labels: Mapping[str, str],
    percent: Mapping[str, int | None] | None,
) -> tuple[Bar, ...]:
    """In the order of the form; the whole bar is everybody who answered."""
    shares = {
        name: 0.0 if number is None or not answered else min(100.0, 100 * number / answered)
        for name, number in counts.items()
    }
    said = percent or {name: round(shares[name]) for name, number in counts.items() if number is not None}
    return tuple(
        Bar(labels.get(name, name), number, shares[name], said.get(name)) for name, number in counts.items()
    )
