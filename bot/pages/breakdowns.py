"""What regions and groups answered to a question, and where they differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.pages.charts import LONG
from bot.pages.results import Question, Row, Survey
from reports.release.differences import differences

WIDEST = 1.0
"""A mean place of which more is open than this is not shown for a region or a group."""


@dataclass(frozen=True, slots=True)
class Cell:
    """How many, and their share where there are enough people; in a ranking, the mean place."""

    number: float | None
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One region or group."""

    label: str
    answered: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """Of this choice more was said by the one than by the other."""

    choice: str
    more: str
    less: str


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One table: a line for each region or group, a column for each choice; `few` are not shown at all."""

    label: str
    choices: tuple[str, ...]
    lines: tuple[Line, ...]
    few: tuple[str, ...]
    differing: tuple[Told, ...]


def breakdowns(survey: Survey, number: int) -> list[Breakdown]:
    """Of the question with this number, one for each dimension in which it shows anything."""
    by_dimension = groupby(survey.get("rows", ()), key=lambda row: row["dimension"])
    found = (_breakdown(list(rows), number) for _, rows in by_dimension)
    return [each for each in found if each.lines]


def _breakdown(rows: Sequence[Row], number: int) -> Breakdown:
    asked = {row["category"]: row["questions"][number] for row in rows}
    names = {row["category"]: row["label"] for row in rows}
    choices = _columns(rows[0]["questions"][number].get("choice_labels", {}), list(asked.values()))
    apart = differences({category: each.get("standings", ()) for category, each in asked.items()})
    return Breakdown(
        rows[0]["dimension_label"],
        tuple(choices.values()),
        tuple(
            Line(names[category], each["answered"], tuple(_cell(each, name) for name in choices))
            for category, each in asked.items()
            if each["answered"] is not None
        ),
        tuple(names[category] for category, each in asked.items() if each["answered"] is None),
        tuple(Told(choices[each.choice], names[each.more], names[each.less]) for each in apart),
    )


def _columns(labels: Mapping[str, str], asked: Sequence[Question]) -> Mapping[str, str]:
    """Of a long list only what some line shows."""
    if len(labels) <= LONG:
        return labels
    return {
        choice: label
        for choice, label in labels.items()
        if any(_cell(each, choice).number is not None for each in asked if each["answered"] is not None)
    }


def _cell(question: Question, choice: str) -> Cell:
    if "counts" in question:
        return Cell((question["counts"] or {}).get(choice), question.get("percent", {}).get(choice))
    rank = next(each.mean_rank for each in question.get("standings", ()) if each.choice == choice)
    if rank is None or rank.value is None or rank.high - rank.low > WIDEST:
        return Cell(None)
    return Cell(round(rank.value, 1))
