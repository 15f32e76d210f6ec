"""Lines of a budget: what an author may get wrong, and what the form knows of each."""

from decimal import Decimal

import pytest

from handlers.reading.codebook import names
from handlers.words import Words
from reports.release.budgets import lines_of
from survey.form import Form
from survey.importer.budget import RIGHTS
from tests.survey.forms import load, places
from tests.town import terms

HEAD = "type | name | label | constraint | constraint_message | right | sdg | adopted\n"
GROUP = "begin_group | budget | Budget | ${a} + ${b} + ${c} = 100 | 100, please. | | |\n"
LINES = (
    "integer | a | Houses | . >= 0 | Not less. | upr-housing | 11, 1 | 600000\n"
    "integer | b | Schools | . >= 0 | Not less. | upr-education | 4 | 300000\n"
    "integer | c | Water | . >= 0 | Not less. | upr-water | 6 | 100000\n"
)
END = "end_group | | | | | | |\n"


def test_what_a_line_stands_for_is_known_in_the_form() -> None:
    found = lines_of(Form.load(load(HEAD + GROUP + LINES + END).xform))
    assert {name: (each.tags.right, each.tags.goals) for name, each in found.items()} == {
        "a": ("upr-housing", ("11", "1")),
        "b": ("upr-education", ("4",)),
        "c": ("upr-water", ("6",)),
    }
    assert [each.tags.adopted for each in found.values()] == [600000, 300000, 100000]
    assert {each.whole for each in found.values()} == {Decimal(100)}


def test_rights_are_the_issues_of_the_codebook() -> None:
    assert list(RIGHTS) == [code for code in names(Words("en"), terms()) if code.startswith("upr-")]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("upr-water", "water", ("right_unknown", "survey", 5, "right")),
        ("11, 1", "11, 18", ("goal_unknown", "survey", 3, "sdg")),
        ("600000", "much", ("adopted_unreadable", "survey", 3, "adopted")),
        ("600000", "-1", ("adopted_unreadable", "survey", 3, "adopted")),
        ("600000", "", ("adopted_unreadable", "survey", 3, "adopted")),
        ("upr-water | 6 | 100000", "| |", ("budget_untagged", "survey", 5, "adopted")),
        ("integer | c", "text | c", ("budget_kind", "survey", 5, "right")),
    ],
)
def test_mistakes_are_told_by_row(before: str, after: str, told: tuple[str, str, int, str]) -> None:
    rows = (GROUP + LINES + END).replace(before, after, 1)
    assert told in places(HEAD + rows)


@pytest.mark.parametrize(
    "group",
    [
        "begin_group | budget | Budget | | | | |\n",
        "begin_repeat | budget | Budget | ${a} + ${b} + ${c} = 100 | 100, please. | | |\n",
    ],
)
def test_lines_that_do_not_add_up_are_told(group: str) -> None:
    found = places(HEAD + group + LINES + END.replace("group", "repeat" if "repeat" in group else "group"))
    assert [each[:3] for each in found if each[0] == "budget_kind"] == [
        ("budget_kind", "survey", row) for row in (3, 4, 5)
    ]


def test_two_lines_are_too_few() -> None:
    rows = GROUP.replace(" + ${c}", "") + "".join(LINES.splitlines(keepends=True)[:2]) + END
    assert ("budget_few", "survey", 2, "type") in places(HEAD + rows)
