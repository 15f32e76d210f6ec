"""What the results page shows."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

from reports.release.budgets import Budget
from reports.release.ranking import Standing


class Consultation(TypedDict):
    """Whose results these are."""

    slug: str
    title: str
    organiser: str


class Question(TypedDict):
    """One question with the labels of its choices. None is not shown.

    A release brings its percentages, and `standings`: how far rounding and hiding leave them open.
    """

    name: str
    type: str
    label: str
    answered: int | None
    counts: NotRequired[Mapping[str, int | None] | None]
    percent: NotRequired[Mapping[str, int | None]]
    mean_rank: NotRequired[Mapping[str, float | None] | None]
    standings: NotRequired[Sequence[Standing]]
    mean: NotRequired[float | None]
    choice_labels: NotRequired[Mapping[str, str]]


class Dimension(TypedDict):
    """How many people there are in each region, or in each group."""

    name: str
    label: str
    counts: Mapping[str, int | None]
    choice_labels: Mapping[str, str]


class Row(TypedDict):
    """What one region or one group answered: the same questions in the same order."""

    dimension: str
    dimension_label: str
    category: str
    label: str
    questions: Sequence[Question]


class Survey(TypedDict):
    """One version of a survey; `title`: how it begins, `notes`: how the numbers of a release were made."""

    name: str
    version: int | str
    audience: str
    access: str
    responses: int | None
    questions: Sequence[Question]
    dimensions: NotRequired[Sequence[Dimension]]
    rows: NotRequired[Sequence[Row]]
    title: NotRequired[str]
    budgets: NotRequired[Sequence[Budget]]
    notes: NotRequired[Sequence[str]]


class Results(TypedDict):
    """One section of the page: simulated answers, or real ones; `did`: what was done with those published.

    `signs`: that some look made by a machine, in sentences.

    `preview`: how it would look, for staff alone.

    `alone`: which of the proposals behind it one person approved alone.
    """

    consultation: Consultation
    simulated: bool
    surveys: Sequence[Survey]
    release: NotRequired[int]
    day: NotRequired[str]
    published: NotRequired[bool]
    preview: NotRequired[bool]
    signs: NotRequired[Sequence[str]]
    did: NotRequired[str]
    alone: NotRequired[Sequence[str]]
