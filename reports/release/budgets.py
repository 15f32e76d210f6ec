"""What people would give each line of a budget, beside what was adopted.

A mean of numbers can be decided by one person. So of each line it is counted how many gave which share of the
whole, in bands that are the same for every budget; a release treats these like the choices of any other
question, and what it shows of them gives the mean and the middle answer, each with what is left open.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from reports.release.ranking import Estimate, mean_of_bands, middle_band
from reports.release.rules import PERCENT_BASE
from survey.form import Form
from survey.question import BudgetLine, Group, Question

EDGES = ((0, 0), (0, 10), (10, 20), (20, 30), (30, 50), (50, 100))
"""In percent of the whole; the upper edge belongs to a band, the lower one to the band before."""
BANDS = ("0", "1-10", "11-20", "21-30", "31-50", "51-100")
JOINED = "\u2060"
"""A word joiner: lines do not break there."""
Read = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A question that is a line of a budget, with the sum that is divided."""

    question: Question
    group: Group
    tags: BudgetLine
    whole: Decimal


@dataclass(frozen=True, slots=True)
class Given:
    """What people would give something, and what was adopted for it, in percent of the whole.

    `middle`: half of the people would give at least, half at most a share of these bands.
    """

    label: str
    mean: Estimate | None
    adopted: float
    middle: str = ""


@dataclass(frozen=True, slots=True)
class Budget:
    """One sum that was divided; `rights` and `goals` are what its lines make together, by their tags."""

    label: str
    lines: tuple[Given, ...]
    rights: tuple[Given, ...]
    goals: tuple[Given, ...]


@lru_cache(64)
def lines_of(form: Form) -> Mapping[str, Line]:
    """Every line by its name, in the order of the form. It is asked for with each response."""
    found = {}
    for each in form.questions:
        group = next((group for group in reversed(each.groups) if group.target), None)
        if each.budget and group and group.target and each.ref in form.plain_questions:
            found[each.name] = Line(each, group, each.budget, Decimal(str(group.target)))
    return found


def band(line: Line, value: str) -> str:
    """The band of a number that was given; empty for none, and for what is more than the whole."""
    if not value:
        return ""
    share = 100 * Decimal(value) / line.whole
    return next((name for name, (_, top) in zip(BANDS, EDGES, strict=True) if 0 <= share <= top), "")


def bands_in(form: Form, answers: Mapping[str, str]) -> dict[str, str]:
    """What is counted of the lines of budgets instead of their numbers."""
    return {name: band(line, answers.get(name, "")) for name, line in lines_of(form).items()}


def band_label(name: str) -> str:
    """ "11–20 %", on one line."""
    dash = f"{JOINED}–{JOINED}"
    return f"{name.replace('-', dash)}\u00a0%"


def budgets(form: Form, questions: Sequence[Read], language: str, codes: Mapping[str, str]) -> list[Budget]:
    """Of the questions of one row of a release. `codes`: what rights and goals are called."""
    asked = {each["name"]: each for each in questions}
    lines = {name: line for name, line in lines_of(form).items() if name in asked}
    groups = dict.fromkeys(line.group for line in lines.values())
    return [
        _budget(group, [line for line in lines.values() if line.group is group], asked, language, codes)
        for group in groups
    ]


def _budget(
    group: Group, lines: Sequence[Line], asked: Mapping[str, Read], language: str, codes: Mapping[str, str]
) -> Budget:
    whole = sum(line.tags.adopted for line in lines) or Decimal(1)
    given = [(line, _given(line, asked[line.question.name], whole)) for line in lines]

    def by(tags: Callable[[BudgetLine], Sequence[str]]) -> tuple[Given, ...]:
        names = dict.fromkeys(tag for line in lines for tag in tags(line.tags))
        return tuple(
            _together(codes.get(name, name), [each for line, each in given if name in tags(line.tags)])
            for name in names
        )

    return Budget(
        group.label.say(language, lambda _: "…"),
        tuple(each for _, each in given),
        by(lambda tags: (tags.right,) if tags.right else ()),
        by(lambda tags: tuple(f"sdg-{goal}" for goal in tags.goals)),
    )


def _given(line: Line, read: Read, whole: Decimal) -> Given:
    adopted = round(float(100 * line.tags.adopted / whole), 1)
    base, counts = read["answered"], read.get("counts") or {}
    if base is None or base < PERCENT_BASE or not set(BANDS) <= counts.keys():
        return Given(read["label"], None, adopted)
    numbers = [counts[name] for name in BANDS]
    first, last = middle_band(numbers, base)
    middle = BANDS[first] if first == last else f"{BANDS[first].split('-')[0]}-{BANDS[last].split('-')[-1]}"
    return Given(read["label"], _whole(mean_of_bands(EDGES, numbers, base)), adopted, band_label(middle))


def _together(label: str, parts: Sequence[Given]) -> Given:
    """The sum; what is not known of a part is not known of the whole."""
    means = [each.mean for each in parts]
    adopted = round(sum(each.adopted for each in parts), 1)
    if None in means:
        return Given(label, None, adopted)
    known = [each for each in means if each]
    values = [each.value for each in known if each.value is not None]
    return Given(
        label,
        Estimate(
            sum(each.low for each in known),
            min(100, sum(values)) if len(values) == len(known) else None,
            min(100, sum(each.high for each in known)),
        ),
        adopted,
    )


def _whole(found: Estimate) -> Estimate:
    """In whole numbers, its ends away from it."""
    value = None if found.value is None else round(found.value)
    return Estimate(math.floor(found.low), value, math.ceil(found.high))
