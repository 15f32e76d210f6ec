"""A release from counting to its bytes: what is in it, and what must never be."""

import json
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from reports.release.counting import count, count_of
from reports.release.grid import Answered, Dimension, Grid, Question
from reports.release.ledger import Ledger
from reports.release.making import make_release
from tests.reports.release.simulated import AGES, GRID, KEY, REGIONS, crowd, gathered, people

ABOUT = {"consultation": "town", "day": "2026-12-01"}


NOTHING = Ledger()
ELSEWHERE = [
    Answered(f"{region} {age} {number}".encode(), (region, age), {"safe": (("yes", "no")[number % 2],)})
    for region in REGIONS.categories[1:]
    for age in AGES.categories
    for number in range(60)
]
"""So that one can look at region 1 alone: if nobody lived elsewhere, everybody would tell of it."""


def made(those: list[Answered], before: Ledger = NOTHING, grid: Grid = GRID) -> tuple[dict[str, Any], Ledger]:
    ledger = make_release(gathered(grid, those), before, ABOUT)
    return json.loads(ledger.last), ledger


def block(release: dict[str, Any], question: str, row: int = 0) -> dict[str, Any]:
    (blocks,) = (each["blocks"] for each in release["questions"] if each["name"] == question)
    found: dict[str, Any] = blocks[row]
    return found


def region_1(question: str, *choices: tuple[str, int]) -> dict[str, Any]:
    """What a release says of one question in region 1, where people gave those answers."""
    return block(made(people(choices, question) + ELSEWHERE)[0], question, row=1)


def test_a_release_says_rounded_numbers() -> None:
    release, _ = made(people([("yes", 60), ("no", 40)]) + ELSEWHERE)
    assert release["consultation"] == "town"
    assert release["release"] == 1
    assert (block(release, "")["base"], block(release, "")["counted_in"]) == (1000, 1)
    assert block(release, "", row=1)["base"] == 100
    assert block(release, "safe", row=1) == {
        "base": 100,
        "counts": {"yes": 60, "no": 40},
        "percent": {"yes": 60, "no": 40},
        "counted_in": 1,
    }
    assert block(release, "worst")["base"] is None


def test_asking_twice_gives_the_same_bytes() -> None:
    there = crowd(300, 1).people
    ledger = make_release(gathered(GRID, there), NOTHING, ABOUT)
    assert make_release(gathered(GRID, there[::-1]), NOTHING, ABOUT).last == ledger.last
    after = make_release(gathered(GRID, there), ledger, ABOUT | {"day": "2026-12-08"})
    assert after is ledger


def test_of_nineteen_nothing_is_shown_and_of_twenty_how_many_they_are() -> None:
    assert region_1("safe", ("yes", 19))["base"] is None
    nothing = {"yes": None, "no": None}
    assert region_1("safe", ("yes", 20)) == {
        "base": 20,
        "counts": nothing,
        "percent": nothing,
        "counted_in": 1,
    }


def test_that_nearly_all_gave_one_answer_is_not_shown() -> None:
    """Else whoever is known to have answered is known to have answered this."""
    assert region_1("safe", ("yes", 191), ("no", 9))["counts"] == {"yes": None, "no": None}
    assert region_1("safe", ("yes", 200))["counts"] == {"yes": None, "no": None}


def test_percentages_begin_at_fifty_people() -> None:
    few, many = region_1("safe", ("yes", 20), ("no", 25)), region_1("safe", ("yes", 25), ("no", 25))
    assert few["counts"] == {"yes": 20, "no": 25}
    assert few["percent"] == {"yes": None, "no": None}
    assert many["percent"] == {"yes": 50, "no": 50}


def test_a_block_stands_as_it_stood_until_ten_have_changed() -> None:
    there = people([("yes", 60), ("no", 40)]) + ELSEWHERE
    first, ledger = made(there)
    there += people([("yes", 69)])[60:] + people([("no", 60)], region="region 2")
    second, ledger = made(there, ledger)
    assert second["release"] == 2
    assert block(second, "safe", row=1) == block(first, "safe", row=1)
    assert block(second, "safe", row=2)["counted_in"] == 2
    third, ledger = made(there + people([("yes", 70)])[69:], ledger)
    assert block(third, "safe", row=1)["counted_in"] == 3
    assert block(third, "safe", row=2) == block(second, "safe", row=2)


def test_those_who_come_and_go_again_do_not_make_up_for_ten_who_stay() -> None:
    """Five come, the five go, and one more comes: that one alone would be between the two counts."""
    there = people([("yes", 60), ("no", 40)]) + ELSEWHERE
    first, ledger = made(there)
    ten_elsewhere = people([("no", 10)], region="region 2")
    _, ledger = made(there + people([("yes", 65)])[60:] + ten_elsewhere, ledger)
    third, ledger = made(there + people([("no", 41)])[40:] + people([("no", 20)], region="region 2"), ledger)
    assert block(third, "safe", row=1) == block(first, "safe", row=1)


def test_one_answer_changed_among_others_that_did_not_concern_the_question_tells_nothing() -> None:
    """Nine who skip a question are no cover for one who answers it."""
    first, ledger = made(people([("yes", 60), ("no", 40)]) + ELSEWHERE)
    nine = people([("water", 9)], question="worst")
    second, _ = made(people([("yes", 61), ("no", 40)]) + nine + ELSEWHERE, ledger)
    assert block(second, "")["counted_in"] == 2
    assert block(second, "safe") == block(first, "safe")


def test_nineteen_of_twenty_are_left_and_that_does_not_tell_how_many_they_were() -> None:
    grid = Grid((Question("safe", "one", ("yes", "no")),))
    there = [Answered(bytes([each]), (), {"safe": ("yes",)}) for each in range(40)]
    first, ledger = made(there[:20], grid=grid)
    assert made(there[11:30], ledger, grid)[0] == first


def test_a_number_from_which_a_hidden_one_would_follow_is_hidden_with_it() -> None:
    """Nobody said c. For some ways to round, a base and two numbers would leave too little open of it."""
    grid = Grid((Question("q", "one", ("a", "b", "c")),))
    held = 0
    for seed in range(12):
        those = [Answered(bytes([seed, n]), (), {"q": ("a" if n < 31 else "b",)}) for n in range(62)]
        release, ledger = made(those, grid=grid)
        told = block(release, "q")
        shown = [each for each in told["counts"].values() if each]
        assert told["counts"]["c"] is None
        assert len(shown) < 2 or told["base"] + 4 - sum(each - 4 for each in shown) >= 9
        held += len(shown) < 2
        assert bool(ledger.moments[0].held) == (len(shown) < 2)
    assert 0 < held < 12


@settings(max_examples=25, phases=(Phase.generate,))
@given(st.integers(20, 160), st.integers(0, 1000), st.integers(0, 25))
def test_what_must_never_be_shown(number: int, seed: int, gone: int) -> None:
    here = crowd(number, seed)
    release, ledger = made(here.people)
    never(here.people, release)
    here.go(min(gone, number))
    here.come(12)
    never(here.people, made(here.people, ledger)[0])


def never(those: list[Answered], release: dict[str, Any]) -> None:
    """`those` are the true answers, and blocks that were counted anew are compared with them."""
    table = count(GRID, those, KEY)
    rows = [row for row in range(len(GRID.rows)) if row not in GRID.unsaid]
    for number, question in enumerate(release["questions"]):
        for row, each in zip(rows, question["blocks"], strict=True):
            start = GRID.blocks[number].start
            base = count_of(table[row][start])
            assert each["base"] is None or (each["base"] % 5 == 0 and each["base"] >= 20)
            for place, choice in enumerate(question["choices"], start + 1):
                shown = each["counts"][choice]
                assert shown is None or (shown % 5 == 0 and shown >= 15 and each["base"] is not None)
                if shown is not None and each["counted_in"] == release["release"]:
                    assert 10 <= count_of(table[row][place]) <= base - 10


def test_a_ranking_is_released_by_place() -> None:
    grid = Grid((Question("order", "rank", ("a", "b", "c")),), (REGIONS, AGES))
    release, _ = made(crowd(400, 7, grid).people, grid=grid)
    places = block(release, "order")["places"]
    assert [set(each) for each in places] == [{"a", "b", "c"}] * 3
    assert all(sum(filter(None, each.values())) <= 420 for each in places)


def test_without_anybody_a_release_shows_nothing() -> None:
    release, _ = made([])
    assert all(each["base"] is None for question in release["questions"] for each in question["blocks"])


@pytest.mark.parametrize("number", [19, 20, 34, 200])
def test_where_all_live_in_one_region_a_release_can_be_made(number: int) -> None:
    release, _ = made(people([("yes", number)]))
    assert block(release, "", row=2)["base"] is None


def test_a_choice_that_the_grid_does_not_know_is_refused() -> None:
    with pytest.raises(KeyError):
        made(people([("perhaps", 1)]))


def test_a_grid_of_one_dimension_or_none() -> None:
    for dimensions in ((), (Dimension("region", ("here",)),)):
        grid = Grid((Question("q", "one", ("yes", "no")),), dimensions)
        those = [
            Answered(bytes([n]), ("here",) * len(dimensions), {"q": ("yes" if n % 2 else "no",)})
            for n in range(60)
        ]
        assert block(made(those, grid=grid)[0], "q")["counts"] == {"yes": 30, "no": 30}
