"""What releases are still good for."""

import json
from random import Random
from typing import Any

from reports.release.grid import Answered, Dimension, Grid, Question
from reports.release.ledger import Ledger
from reports.release.making import make_release
from reports.release.ranking import Standing, certain, standings
from tests.reports.release.simulated import crowd, gathered
from tests.reports.release.size import USES

THEMES = (
    "housing",
    "water",
    "schools",
    "health",
    "work",
    "climate",
    "safety",
    "transport",
    "care",
    "culture",
)
REGIONS = Dimension("region", tuple("abcdefgh"))


def released(grid: Grid, those: list[Answered]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(make_release(gathered(grid, those), Ledger(), {}).last)
    return found


def test_from_400_responses_on_the_top_three_are_ranked_right_in_95_of_100() -> None:
    right = 0
    for seed in range(USES):
        chance = Random(seed)
        order = chance.sample(THEMES, len(THEMES))
        number = chance.randint(400, 900)
        grid = Grid((Question("first", "many", THEMES),), (REGIONS,))
        release = released(grid, _with_gaps(chance, order, number))
        found = standings("many", THEMES, release["questions"][1]["blocks"][0])
        right += [each.choice for each in found[:3]] == order[:3]
    print(f"top three right in {right} of {USES}")
    assert right >= 0.95 * USES


def _with_gaps(chance: Random, order: list[str], number: int) -> list[Answered]:
    """Exactly 40, 35, 30 and 25 of 100 chose the first four, and fewer the others."""
    shares = [0.40, 0.35, 0.30, 0.25, 0.2, 0.15, 0.1, 0.08, 0.05, 0.02]
    chosen: list[list[str]] = [[] for _ in range(number)]
    for theme, share in zip(order, shares, strict=True):
        for place in chance.sample(range(number), round(share * number)):
            chosen[place].append(theme)
    return [
        Answered(chance.randbytes(16), (chance.choice(REGIONS.categories),), {"first": tuple(each)})
        for each in chosen
    ]


def test_from_1000_responses_on_national_shares_are_right_within_two_points() -> None:
    grid = Grid((Question("one", "one", THEMES[:5]), Question("many", "many", THEMES)), (REGIONS,))
    worst = 0.0
    for seed in range(USES // 4):
        those = crowd(1000, seed, grid).people
        for number, question in enumerate(grid.asked, 1):
            block = released(grid, those)["questions"][number]["blocks"][0]
            answered = [each.answers[question.name] for each in those if question.name in each.answers]
            for choice, percent in block["percent"].items():
                share = 100 * sum(choice in each for each in answered) / len(answered)
                if percent is not None:
                    worst = max(worst, abs(percent - share))
    print(f"national shares at most {worst:.2f} points off")
    assert 0 < worst <= 2


def ranked(places: list[dict[str, int | None]], base: int = 100) -> dict[str, Standing]:
    found = standings("rank", ("a", "b"), {"base": base, "places": places})
    return {each.choice: each for each in found}


def test_mean_rank_and_points_of_a_ranking() -> None:
    found = ranked([{"a": 70, "b": 30}, {"a": 30, "b": 70}])
    assert list(found) == ["a", "b"]
    rank, points = found["a"].mean_rank, found["a"].borda
    assert rank is not None
    assert points is not None
    assert rank.value == 1.3
    assert points.value == 0.7
    assert rank.low < 1.3 < rank.high


def test_the_true_mean_rank_is_within_its_interval() -> None:
    grid = Grid((Question("order", "rank", THEMES[:5]),), (REGIONS,))
    for seed in range(6):
        those = crowd(300, seed, grid).people
        block = released(grid, those)["questions"][1]["blocks"][0]
        answered = [each.answers["order"] for each in those if each.answers]
        for each in standings("rank", THEMES[:5], block):
            true = sum(answer.index(each.choice) + 1 for answer in answered) / len(answered)
            top = sum(each.choice in answer[:3] for answer in answered) / len(answered)
            assert each.mean_rank is not None
            assert each.mean_rank.low - 1e-9 <= true <= each.mean_rank.high + 1e-9
            assert each.in_top.low <= top <= each.in_top.high


def test_what_is_not_shown_comes_last_and_nothing_is_certain_of_it() -> None:
    block = {"base": 100, "counts": {"a": None, "b": 60, "c": 40}}
    found = standings("many", ("a", "b", "c"), block)
    assert [each.choice for each in found] == ["b", "c", "a"]
    assert not certain(found, 1)
    assert certain(standings("many", ("b", "c"), block), 1)
    assert standings("many", ("a",), {"base": None, "counts": {"a": None}}) == []
