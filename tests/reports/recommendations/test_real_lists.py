"""Two thematic lists as OHCHR published them: whole, and as somebody read them by eye."""

import os
from pathlib import Path

import pytest

from reports.recommendations import reading
from reports.recommendations.entry import About, Found, Recommendation

HERE = Path(__file__).parent
LISTS = Path(__file__).parents[4] / "shared" / "data" / "ohchr"
REVIEWS = ["upr20", "upr34"]
NUMBERS = {
    "upr20": {f"115.{each}" for each in range(1, 164)},
    "upr34": {f"121.{each}" for each in range(1, 59)} | {f"122.{each}" for each in range(1, 158)},
}


def found_in(review: str) -> Found:
    file = LISTS / f"{review}-slovenia-thematic-list.docx"
    if not file.exists():
        missing = f"The lists are not there: {file}"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return reading.read(file.read_bytes(), About())


@pytest.mark.parametrize("review", REVIEWS)
def test_nothing_is_lost_and_nothing_comes_twice(review: str) -> None:
    found = found_in(review)
    assert found.faults == []
    assert sorted(each.number for each in found.recommendations) == sorted(NUMBERS[review])
    assert {(each.country, each.session, each.cycle) for each in found.recommendations} == {
        ("Slovenia", int(review[3:]), {"upr20": 2, "upr34": 3}[review])
    }
    assert all(each.source.startswith(each.document) for each in found.recommendations)


def written(each: Recommendation) -> list[str]:
    """As a line of what was written down by hand."""
    lists = ("|".join(values) for values in (each.states, each.themes, each.persons, each.sdgs))
    states, themes, persons, sdgs = lists
    return [each.number, states, each.position, themes, persons, sdgs]


@pytest.mark.parametrize("review", REVIEWS)
def test_it_is_read_as_people_read_it(review: str) -> None:
    """Thirty of each, written down by hand from the Word file."""
    by_number = {each.number: each for each in found_in(review).recommendations}
    _, *lines = (HERE / f"{review}.tsv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 30
    for number, *told, begins in (line.split("\t") for line in lines):
        assert written(by_number[number]) == [number, *told]
        assert by_number[number].text.startswith(begins)
