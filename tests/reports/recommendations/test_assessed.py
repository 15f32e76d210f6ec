"""What people say of a recommendation is read out of shown numbers alone, with what they leave open."""

from typing import Any

import pytest

from reports.recommendations.assessed import STEPS, gap, question_of, told, trend
from reports.release.ranking import Estimate

CODE = "0123456789ab"


def block(people: int | None, *counts: int | None) -> dict[str, Any]:
    made: dict[str, Any] = {"base": people}
    return made | ({"counts": dict(zip(STEPS, counts, strict=True))} if counts else {})


def document(*blocks: dict[str, Any], name: str = question_of(CODE)) -> dict[str, Any]:
    rows = [
        {"dimension": "", "category": ""},
        {"dimension": "region", "category": "jadida"},
        {"dimension": "age", "category": "16-29"},
    ]
    questions = [{"name": name, "blocks": list(blocks)}]
    return {"surveys": [{"rows": rows[: len(blocks)], "questions": questions}]}


def test_everybody_stands_first_and_only_regions_follow() -> None:
    found = told(
        document(block(100, 50, 50, 0, 0, 0), block(None), block(40, 40, 0, 0, 0, 0)), CODE, "region"
    )
    assert [(each.region, each.people) for each in found] == [("", 100), ("jadida", None)]
    assert found[0].step
    assert found[1].step is None
    assert found[1].counts == dict.fromkeys(STEPS)


def test_another_question_says_nothing() -> None:
    assert told(document(block(100, 50, 50, 0, 0, 0), name="rec_another"), CODE, "region") == []
    assert told({}, CODE, "region") == []


def test_where_all_numbers_are_hidden_nobody_stands_anywhere() -> None:
    (everybody,) = told(document(block(100, None, None, None, None, None)), CODE, "region")
    assert everybody.step is None


@pytest.mark.parametrize(
    ("status", "counts", "found"),
    [
        ("implemented", (60, 40, None, None, None), "less"),
        ("implemented", (None, None, None, 30, 170), "alike"),
        ("in progress", (None, 50, 100, 50, None), "alike"),
        ("not implemented", (None, None, None, 100, 100), "more"),
        ("implemented", (None, None, 60, 70, 70), "open"),
        ("unheard of", (60, 40, None, None, None), "open"),
    ],
)
def test_what_people_see_beside_what_is_official(
    status: str, counts: tuple[int | None, ...], found: str
) -> None:
    people = sum(count or 0 for count in counts)
    (everybody,) = told(document(block(people, *counts)), CODE, "region")
    assert gap(status, everybody.step) == found


def test_a_difference_that_rounding_could_have_made_is_none() -> None:
    low, near, high = Estimate(1.5, 2, 2.4), Estimate(2.2, 2.6, 3), Estimate(3.1, 3.5, 4)
    assert [trend(low, high), trend(high, low), trend(low, near), trend(None, low)] == [
        "more",
        "less",
        "open",
        "open",
    ]
