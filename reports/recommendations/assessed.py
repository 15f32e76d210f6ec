"""How far a recommendation has come, as people say in a release: shown numbers and what they leave open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from reports.release.ranking import Estimate, mean_of_bands

STEPS = ("nothing", "begun", "half", "mostly", "done")
"""The answers, from the first to the last."""
EVERYBODY = ""
_PLACES = [(place, place) for place in range(1, len(STEPS) + 1)]
Gap = Literal["less", "more", "alike", "open"]
OFFICIAL: Mapping[str, tuple[float, float]] = {
    "not implemented": (1.0, 2.0),
    "in progress": (1.8, 4.2),
    "implemented": (4.0, 5.0),
}
"""Between which steps people stand who see what is officially said."""


@dataclass(frozen=True, slots=True)
class Told:
    """What everybody says (`region` is empty), or one region: how many, and how many chose each step.

    None is not shown. `step`: where they stand between the first and the last, 1 to 5. `percent`: as shown.
    """

    region: str
    people: int | None
    counts: Mapping[str, int | None]
    step: Estimate | None
    percent: Mapping[str, int | None] = field(default_factory=dict)


def question_of(code: str) -> str:
    """The name of the question about a recommendation, by the beginning of its id."""
    return f"rec_{code}"


def told(document: Mapping[str, Any], code: str, regions: str) -> list[Told]:
    """Of a release: everybody, then each region. `regions`: the question that asks where people live."""
    return [
        _told(row["category"] if row["dimension"] == regions else EVERYBODY, block)
        for survey in document.get("surveys", ())
        for asked in survey["questions"]
        if asked["name"] == question_of(code)
        for number, (row, block) in enumerate(zip(survey["rows"], asked["blocks"], strict=True))
        if number == 0 or row["dimension"] == regions
    ]


def gap(status: str, step: Estimate | None) -> Gap:
    """What people see beside what is officially said; open where the numbers leave both possible."""
    if step is None or status not in OFFICIAL:
        return "open"
    low, high = OFFICIAL[status]
    if step.high < low:
        return "less"
    if step.low > high:
        return "more"
    return "alike" if low <= step.low and step.high <= high else "open"


def trend(before: Estimate | None, after: Estimate | None) -> Gap:
    """What people say beside what they said the time before."""
    if before is None or after is None:
        return "open"
    if after.high < before.low:
        return "less"
    return "more" if after.low > before.high else "open"


def comparable(before: Iterable[Told], after: Iterable[Told]) -> bool:
    """Whether people of the same places were asked both times."""
    return {each.region for each in before} == {each.region for each in after}


def _told(region: str, block: Mapping[str, Any]) -> Told:
    people, counts = block["base"], {step: block.get("counts", {}).get(step) for step in STEPS}
    step = mean_of_bands(_PLACES, [*counts.values()], people) if people else None
    shown = step if step and step.value is not None else None
    return Told(region, people, counts, shown, block.get("percent", {}))
