"""Priorities from released numbers alone: shares, top three, mean rank and Borda points, each with its
interval.

The intervals say what rounding and hiding leave open, not what a survey of other people would have found.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reports.release.rules import SLACK, SMALLEST_NUMBER

TOP = 3
Number = int | None


@dataclass(frozen=True)
class Estimate:
    """`value` is None where the release does not show it."""

    low: float
    value: float | None
    high: float


@dataclass(frozen=True)
class Standing:
    """Where a choice stands. Mean rank and Borda points (a person, 0 for the last place) are of rankings."""

    choice: str
    in_top: Estimate
    """The share of people who chose it; in a ranking, who put it among the first three."""
    mean_rank: Estimate | None = None
    borda: Estimate | None = None


def standings(kind: str, choices: Sequence[str], block: Mapping[str, Any]) -> list[Standing]:
    """Of one block of a release, the first priority first, what is not shown last; nothing without a base."""
    if block["base"] is None:
        return []
    found = [
        _ranked(each, [place[each] for place in block["places"]], block["base"])
        if kind == "rank"
        else Standing(each, _share([block["counts"][each]], block["base"]))
        for each in choices
    ]
    return sorted(found, key=_order)


def certain(found: Sequence[Standing], first: int = TOP) -> bool:
    """Whether the first so many are the first whatever rounding and hiding have done."""
    return len(found) >= first and all(
        _before(each, other) for each in found[:first] for other in found[first:]
    )


def leaders(found: Sequence[Standing]) -> tuple[list[str], bool]:
    """The first three, or the first of few, and whether that is certain; none if one of them is hidden."""
    number = TOP if len(found) > TOP else 1
    first = [each.choice for each in found[:number] if (each.borda or each.in_top).value is not None]
    shown = len(found) > 1 and len(first) == number
    return (first, certain(found, number)) if shown else ([], False)


def percentage(value: int | None, share: Estimate) -> Estimate:
    """In whole numbers, its ends away from it."""
    return Estimate(math.floor(100 * share.low), value, math.ceil(100 * share.high))


def outward(found: Estimate) -> Estimate:
    """With two decimals, its ends with one, away from it."""
    value = None if found.value is None else round(found.value, 2)
    return Estimate(math.floor(10 * found.low) / 10, value, math.ceil(10 * found.high) / 10)


def _before(one: Standing, other: Standing) -> bool:
    if one.mean_rank is None or other.mean_rank is None:
        return one.in_top.low > other.in_top.high
    return one.mean_rank.high < other.mean_rank.low


def _order(standing: Standing) -> tuple[bool, float]:
    if standing.mean_rank is not None:
        return standing.mean_rank.value is None, standing.mean_rank.value or 0
    return standing.in_top.value is None, -(standing.in_top.value or 0)


def _bounds(number: Number, base: int) -> tuple[int, int]:
    """Hidden is what is small, and also what leaves few others."""
    return (0, base + SLACK) if number is None else (max(SMALLEST_NUMBER, number - SLACK), number + SLACK)


def _share(numbers: Sequence[Number], base: int) -> Estimate:
    bounds = [_bounds(number, base) for number in numbers]
    shown = [number for number in numbers if number is not None]
    return Estimate(
        low=sum(low for low, _ in bounds) / (base + SLACK),
        value=min(1, sum(shown) / base) if len(shown) == len(numbers) else None,
        high=min(1, sum(high for _, high in bounds) / (base - SLACK)),
    )


def _ranked(choice: str, numbers: Sequence[Number], base: int) -> Standing:
    rank = _mean_rank(numbers, base)
    last = len(numbers)
    value = None if rank.value is None else last - rank.value
    borda = Estimate(last - rank.high, value, last - rank.low)
    return Standing(choice, _share(numbers[:TOP], base), rank, borda)


def mean_of_bands(edges: Sequence[tuple[float, float]], numbers: Sequence[Number], base: int) -> Estimate:
    """The mean of what lies in bands: everybody at the lower edges, at the middles, at the upper edges.

    Who is in a band that is not shown is taken to be in the middle of those bands.
    """
    bounds = [_bounds(number, base) for number in numbers]
    middles = [(low + high) / 2 for low, high in edges]
    hidden = [middle for middle, number in zip(middles, numbers, strict=True) if number is None]
    shown = [(middle, number) for middle, number in zip(middles, numbers, strict=True) if number is not None]
    rest = max(0, base - sum(number for _, number in shown)) if hidden else 0
    people = sum(number for _, number in shown) + rest
    total = sum(middle * number for middle, number in shown) + rest * sum(hidden) / max(1, len(hidden))
    return Estimate(
        low=_extreme([(low, each) for (low, _), each in zip(edges, bounds, strict=True)], base),
        value=total / people if shown and people else None,
        high=_extreme([(high, each) for (_, high), each in zip(edges, bounds, strict=True)][::-1], base),
    )


def middle_band(numbers: Sequence[Number], base: int) -> tuple[int, int]:
    """The first and the last band in which the middle answer can lie."""
    bounds = [_bounds(number, base) for number in numbers]
    last, half = len(numbers) - 1, (base - SLACK) / 2
    below = [_most(bounds[: place + 1], bounds[place + 1 :], base) for place in range(len(numbers))]
    above = [_most(bounds[place:], bounds[:place], base) for place in range(len(numbers))]
    first = next((place for place, most in enumerate(below) if most >= half), last)
    return first, next((place for place in range(last, first, -1) if above[place] >= half), first)


def _most(here: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]], base: int) -> int:
    """How many people at most are in these bands: as many as there can be, or all who are not in others."""
    return min(sum(high for _, high in here), base + SLACK - sum(low for low, _ in others))


def _mean_rank(numbers: Sequence[Number], base: int) -> Estimate:
    """Whoever put it on a place that is not shown is taken to have put it in the middle of those places."""
    bounds = [_bounds(number, base) for number in numbers]
    hidden = [place for place, number in enumerate(numbers, 1) if number is None]
    shown = [(place, number) for place, number in enumerate(numbers, 1) if number is not None]
    rest = max(0, base - sum(number for _, number in shown)) if hidden else 0
    people = sum(number for _, number in shown) + rest
    total = sum(place * number for place, number in shown) + rest * sum(hidden) / max(1, len(hidden))
    return Estimate(
        low=_extreme(list(enumerate(bounds, 1)), base),
        value=total / people if shown and people else None,
        high=_extreme(list(enumerate(bounds, 1))[::-1], base),
    )


def _extreme(bounds: Sequence[tuple[float, tuple[int, int]]], base: int) -> float:
    """The mean rank if as many as can be stand on the places that come first in `bounds`.

    How many there are is rounded too: those who may or may not be there stand where they move the mean on.
    """
    people = sum(low for _, (low, _) in bounds)
    total = sum(place * low for place, (low, _) in bounds)
    ahead = 1 if bounds[0][0] < bounds[-1][0] else -1
    for place, (low, high) in bounds:
        wanted = base + (SLACK if people and ahead * (total / people - place) > 0 else -SLACK)
        more = max(0, min(high - low, wanted - people))
        total, people = total + place * more, people + more
    return total / people if people else 0.0
