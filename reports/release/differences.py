"""Where regions or groups differ by more than rounding and hiding can explain."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from reports.release.ranking import Standing


class Difference(NamedTuple):
    """Of this choice more was said in one category than in the other: chosen by more, or put higher."""

    choice: str
    more: str
    less: str


def differences(by_category: Mapping[str, Sequence[Standing]]) -> list[Difference]:
    """For each choice the two categories that are farthest apart, if their intervals do not touch."""
    spans: dict[str, dict[str, tuple[float, float]]] = {}
    for category, found in by_category.items():
        for each in found:
            spans.setdefault(each.choice, {})[category] = _span(each)
    return [told for choice, of in spans.items() if (told := _farthest(choice, of))]


def _farthest(choice: str, spans: Mapping[str, tuple[float, float]]) -> Difference | None:
    more = max(spans, key=lambda category: spans[category][0])
    less = min(spans, key=lambda category: spans[category][1])
    return Difference(choice, more, less) if spans[more][0] > spans[less][1] else None


def _span(standing: Standing) -> tuple[float, float]:
    """The higher, the more it matters."""
    if standing.mean_rank is not None:
        return -standing.mean_rank.high, -standing.mean_rank.low
    return standing.in_top.low, standing.in_top.high
