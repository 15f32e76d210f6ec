"""What is said of differences holds whatever rounding and hiding have done."""

import pytest

from reports.release.differences import Difference, differences
from reports.release.ranking import Standing, certain, standings
from tests.results import document


def shares(base: int, **counts: int | None) -> list[Standing]:
    return standings("many", tuple(counts), {"base": base, "counts": counts})


def test_a_difference_is_told_where_the_intervals_do_not_touch() -> None:
    by_region = {"a": shares(100, water=60, work=50), "b": shares(100, water=30, work=45)}
    assert differences(by_region) == [Difference("water", "a", "b")]


def test_of_three_the_two_that_are_farthest_apart() -> None:
    by_region = {"a": shares(200, water=80), "b": shares(200, water=160), "c": shares(200, water=30)}
    assert differences(by_region) == [Difference("water", "b", "c")]


def test_nothing_is_told_of_what_is_not_shown() -> None:
    assert differences({"a": shares(100, water=None), "b": shares(100, water=80)}) == []
    assert differences({"a": shares(100, water=80)}) == []
    assert differences({}) == []


def test_in_rankings_more_is_higher_up() -> None:
    def ranked(first: int) -> list[Standing]:
        places = [{"a": first, "b": 200 - first}, {"a": 200 - first, "b": first}]
        return standings("rank", ("a", "b"), {"base": 200, "places": places})

    told = differences({"here": ranked(150), "there": ranked(50)})
    assert told == [Difference("a", "here", "there"), Difference("b", "there", "here")]
    assert certain(ranked(150), 1)
    assert not certain(ranked(100), 1)


@pytest.mark.parametrize("seed", range(5))
def test_a_difference_that_is_told_is_true(seed: int) -> None:
    """The counts behind a release of invented people, beside what it says."""
    made = document(600, seed)
    (block,) = (each["blocks"] for each in made["questions"] if each["name"] == "hardest")
    names = {
        row["category"]: number for number, row in enumerate(made["rows"]) if row["dimension"] == "region"
    }
    told = differences(
        {name: standings("many", ("housing", "other"), block[at]) for name, at in names.items()}
    )
    for each in told:
        more, less = (block[names[name]] for name in (each.more, each.less))
        worst = (more["counts"][each.choice] - 4) / (more["base"] + 4)
        assert worst > (less["counts"][each.choice] + 4) / (less["base"] - 4)
