"""The bars of a question, each with what rounding and hiding leave open of its number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.pages.results import Question
from reports.release.ranking import TOP, Estimate, Standing, leaders, outward, percentage
from reports.release.rules import PERCENT_BASE

LONG = 20
"""More choices are a long list."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One choice: its number, and how long its bar is, 0 to 100. None is a number that is not shown.

    `share` is a percentage. Rankings also have the share among the first places, and points a person.
    """

    label: str
    number: float | None
    length: float
    share: Estimate | None = None
    place: Estimate | None = None
    points: Estimate | None = None
    open: tuple[float, float] | None = None
    """Where what is left open begins on the bar, and how long it is."""


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars of a question; `ranking` if their numbers are mean places.

    `first`: what comes first, where that is asked for and shown; `certain`: whatever rounding has done.
    """

    ranking: bool
    bars: tuple[Bar, ...]
    first: tuple[str, ...] = ()
    certain: bool = False

    @property
    def left_out(self) -> int:
        """Of a long list, what is not shown stands on no line: how many choices these are."""
        return sum(each.number is None for each in self.bars) if len(self.bars) > LONG else 0

    @property
    def lines(self) -> tuple[Bar, ...]:
        return tuple(each for each in self.bars if each.number is not None) if self.left_out else self.bars


def chart(question: Question) -> Chart | None:
    """The bars of this question; None if it has no choices or too few people answered."""
    answered, found = question["answered"], question.get("standings", ())
    if answered is None:
        return None
    if places := question.get("mean_rank"):
        bars = _places(question, places, found, answered)
        return Chart(True, bars, *_first(question, found))
    if counts := question.get("counts"):
        bars = _counts(question, counts, found, answered)
        return Chart(False, bars, *(_first(question, found) if question["type"] == "select_multiple" else ()))
    return None


def _first(question: Question, found: Sequence[Standing]) -> tuple[tuple[str, ...], bool]:
    """By their labels."""
    labels, (names, is_certain) = question.get("choice_labels", {}), leaders(found)
    return tuple(labels.get(name, name) for name in names), is_certain


def _places(
    question: Question,
    places: Mapping[str, float | None],
    found: Sequence[Standing],
    answered: int,
) -> tuple[Bar, ...]:
    """Best place first; the first place has the whole bar, the last one none."""
    labels, standings = question.get("choice_labels", {}), {each.choice: each for each in found}
    order = standings or sorted(places, key=lambda name: (places[name] is None, places[name]))
    return tuple(
        _place(labels.get(name, name), places[name], len(places), standings.get(name), answered)
        for name in order
    )


def _place(label: str, place: float | None, last: int, standing: Standing | None, answered: int) -> Bar:
    def along(at: float) -> float:
        return 100 * (last - at) / max(last - 1, 1)

    if place is None:
        return Bar(label, None, 0)
    rank = standing.mean_rank if standing else None
    if standing is None or rank is None:
        return Bar(label, place, along(place))
    return Bar(
        label,
        place,
        along(place),
        _among_the_first(standing.in_top, answered) if last > TOP else None,
        _shown(rank),
        _shown(standing.borda),
        (along(rank.high), along(rank.low) - along(rank.high)),
    )


def _counts(
    question: Question,
    counts: Mapping[str, int | None],
    found: Sequence[Standing],
    answered: int,
) -> tuple[Bar, ...]:
    """The most chosen first where several could be, else in the order of the form.

    The whole bar is everybody who answered.
    """
    labels, standings = question.get("choice_labels", {}), {each.choice: each for each in found}
    order = standings if standings and question["type"] == "select_multiple" else counts
    percent = question.get("percent", {})
    return tuple(
        _count(labels.get(name, name), counts[name], percent.get(name), standings.get(name), answered)
        for name in order
    )


def _count(
    label: str, number: int | None, percent: int | None, standing: Standing | None, answered: int
) -> Bar:
    if number is None or not answered:
        return Bar(label, number, 0)
    length = min(100.0, 100 * number / answered)
    if standing is None:
        return Bar(label, number, length, Estimate(round(length), round(length), round(length)))
    low, high = 100 * standing.in_top.low, 100 * standing.in_top.high
    share = None if percent is None else percentage(percent, standing.in_top)
    return Bar(label, number, length, share, open=(low, high - low))


def _among_the_first(estimate: Estimate, answered: int) -> Estimate | None:
    """In whole numbers, from so many people on."""
    if estimate.value is None or answered < PERCENT_BASE:
        return None
    return percentage(round(100 * estimate.value), estimate)


def _shown(estimate: Estimate | None) -> Estimate | None:
    return None if estimate is None or estimate.value is None else outward(estimate)
