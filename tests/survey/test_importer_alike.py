"""Choices of one list that are taken for each other, and lists that nobody reads through."""

import pytest

from survey.importer.choices import LONGEST_LIST
from tests.survey.forms import as_csv, place, problems

QUESTION = [["type", "name", "label", "choice_filter"], ["select_one l", "q", "Q"]]


def found(choices: list[list[str]], question: str = "") -> list[tuple[str, str, int, str]]:
    """What is wrong with a form that asks with these choices."""
    survey = [*QUESTION, ["select_one l", "r", "R", question]] if question else QUESTION
    content = as_csv({"survey": survey, "choices": [["list_name", "name", "label", "region"], *choices]})
    return [place(problem) for problem in problems(content, ".csv") if not problem.is_warning]


@pytest.mark.parametrize("name", ["A", "\u0430", "a\u0301", "\uff41", "\u0410", "\u00e1"])
def test_names_that_look_alike(name: str) -> None:
    choices = [["l", "a", "One"], ["l", "b", "Two"], ["l", name, "Three"]]
    assert found(choices) == [("choice_alike", "choices", 4, "name")]
    assert found([*choices[:2], ["other", name, "Three"], ["other", "c", "Four"]]) == []


@pytest.mark.parametrize("name", ["a\u200b", "a\u2060"])
def test_names_with_signs_that_are_not_seen(name: str) -> None:
    choices = [["l", "a", "One"], ["l", name, "Two"]]
    assert found(choices) == [("choice_duplicate", "choices", 3, "name")]


@pytest.mark.parametrize(
    "label", ["yes", "Y\u0435s", "Ye\u0301s", "Yes\u200b", "\uff39\uff45\uff53", "YES", " Yes"]
)
def test_texts_that_look_alike(label: str) -> None:
    assert found([["l", "a", "Yes"], ["l", "b", label]]) == [("label_alike", "choices", 3, "label")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("< 5", "> 5"),
        ("-1", "1"),
        ("m", "m²"),
        ("\U0001f600", "\U0001f622"),
        ("0–5", "05"),
        ("C", "C++"),
        ("\u0915\u093f", "\u0915\u093e"),
        ("i", "l"),
        ("الأمل", "العمل"),
    ],
)
def test_texts_that_differ(one: str, other: str) -> None:
    assert found([["l", "a", one], ["l", "b", other]]) == []


def test_the_same_text_where_a_filter_tells_them_apart() -> None:
    assert found([["l", "a", "Centre", "north"], ["l", "b", "Centre", "south"]]) == []


def test_both_rows_are_named() -> None:
    content = as_csv(
        {
            "survey": QUESTION,
            "choices": [
                ["list_name", "name", "label"],
                ["l", "a", "One"],
                ["l", "b", "Two"],
                ["l", "A", "C"],
            ],
        }
    )
    (problem,) = (each for each in problems(content, ".csv") if not each.is_warning)
    assert (problem.row, problem.fields["other"]) == (4, "2")


def test_a_list_that_nobody_reads_through() -> None:
    long = [["l", f"c{n}", f"Choice {n}", "north"] for n in range(LONGEST_LIST + 1)]
    assert found(long[:-1]) == []
    assert found(long) == [("list_long", "survey", 2, "type")]
    assert found(long, "region = 'north'") == [("list_long", "survey", 2, "type")]
