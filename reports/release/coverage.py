"""Who has been heard, and who not yet: people of each region or group against how many live there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from reports.release.ranking import Estimate
from reports.release.rules import PERCENT_BASE, SLACK

Verdict = Literal["hidden", "fewer", "even", "more", ""]
"""Not shown; fewer or more than their share whatever rounding has done; neither; nothing to compare with."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One region or group. Shares are of everybody who answered, and of everybody who lives there."""

    category: str
    people: int | None
    of_people: Estimate | None = None
    of_population: float | None = None
    verdict: Verdict = ""


def heard(
    everybody: int | None, people: Mapping[str, int | None], population: Mapping[str, int]
) -> list[Heard]:
    """Who is missing most comes first: those not shown, then those farthest below their share.

    Without a figure for each of them they stand as they are.
    """
    total = sum(population.get(each, 0) for each in people)
    if not total or not all(population.get(each) for each in people):
        return [Heard(category, number) for category, number in people.items()]
    found = [
        _heard(category, number, everybody, population[category] / total)
        for category, number in people.items()
    ]
    return sorted(found, key=_order)


def _heard(category: str, number: int | None, everybody: int | None, of_population: float) -> Heard:
    if number is None or everybody is None:
        return Heard(category, None, None, of_population, "hidden")
    if everybody < PERCENT_BASE:
        return Heard(category, number, None, of_population)
    share = Estimate(
        max(0, number - SLACK) / (everybody + SLACK),
        min(1, number / everybody),
        min(1, (number + SLACK) / (everybody - SLACK)),
    )
    verdict: Verdict = (
        "fewer" if share.high < of_population else "more" if share.low > of_population else "even"
    )
    return Heard(category, number, share, of_population, verdict)


def _order(one: Heard) -> tuple[bool, float]:
    share = one.of_people.value if one.of_people else None
    return one.people is not None, (share or 0) - (one.of_population or 0)
