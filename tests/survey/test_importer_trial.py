"""A form that would make too much of a long answer, or of many instances, is refused with the row named."""

import pytest

from tests.survey.forms import as_csv, place, problems

HEAD = ["type", "name", "label", "calculation", "constraint", "relevant", "repeat_count", "default"]


def found(*rows: list[str]) -> list[tuple[str, str, int, str]]:
    """What is wrong with a form of these rows."""
    content = as_csv({"survey": [HEAD, *rows]})
    return [place(problem) for problem in problems(content, ".csv") if not problem.is_warning]


def doubled(first: str, times: int) -> list[list[str]]:
    begin = [["calculate", "c0", "", first]]
    return begin + [["calculate", f"c{n + 1}", "", f"concat(${{c{n}}}, ${{c{n}}})"] for n in range(times)]


def test_a_chain_that_doubles_nothing_but_answers() -> None:
    assert found(["text", "a", "A"], *doubled("${a}", 28)) == [("heavy_value", "survey", 8, "calculation")]


def test_a_chain_that_doubles_by_itself() -> None:
    assert found(["text", "a", "A"], *doubled("'x'", 28)) == [("heavy_value", "survey", 20, "calculation")]


def test_a_chain_that_is_not_relevant_yet() -> None:
    chain = doubled("${a}", 28)
    hidden = [[*row, "", "${a} = 'go'"] for row in chain]
    assert found(["text", "a", "A"], *hidden) == [("heavy_value", "survey", 8, "calculation")]


def test_a_short_chain_and_one_of_short_answers_are_a_form() -> None:
    assert found(["text", "a", "A"], *doubled("${a}", 4)) == []
    assert found(["text", "a", "A", "", "string-length(.) <= 40"], *doubled("${a}", 10)) == []
    assert found(["integer", "a", "A"], *doubled("${a}", 10)) == []


def test_values_that_are_long_together() -> None:
    copies = "concat(" + ", ".join(["${a}"] * 16) + ")"
    rows = [["calculate", f"c{n}", "", copies] for n in range(20)]
    assert found(["text", "a", "A"], *rows) == [("heavy_response", "survey", 18, "calculation")]


def test_the_last_of_many_long_answers() -> None:
    rows = [["text", f"q{n}", "Q"] for n in range(200)]
    chain = doubled("${q199}", 10)
    assert found(*rows, *chain) == [("heavy_value", "survey", 207, "calculation")]


NESTED = "count(/data/*[count(../*[count(../*[count(../*[name(..) = 'data']) > 1]) > 1]) > 1]) > 1"


@pytest.mark.parametrize(("column", "name"), [(3, "calculation"), (4, "constraint"), (5, "relevant")])
def test_conditions_within_conditions(column: int, name: str) -> None:
    row = ["calculate" if name == "calculation" else "text", "b", "B", "", "", ""]
    row[column] = NESTED
    questions = [["text", f"q{n}", "Q"] for n in range(60)]
    assert found(*questions, row) == [("heavy_steps", "survey", 62, name)]


MANY = "count(../../person[age = ../person/age])"


def test_as_many_instances_as_are_counted() -> None:
    def person(constraint: str) -> list[tuple[str, str, int, str]]:
        return found(
            ["integer", "many", "Many?", "", constraint],
            ["begin_repeat", "person", "P", "", "", "", "${many}"],
            ["integer", "age", "Age?"],
            ["calculate", "same", "", MANY],
            ["calculate", "sames", "", "sum(../../person/same)"],
            ["end_repeat"],
        )

    assert [kind for kind, *_ in person("")] == ["heavy_steps"]
    assert person(". <= 30") == []


def test_as_many_instances_as_people_add() -> None:
    sums = [["calculate", f"s{n}", "", f"{MANY} + {MANY}"] for n in range(40)]
    rows = (["begin_repeat", "person", "P"], ["integer", "age", "Age?"], *sums, ["end_repeat"])
    assert [kind for kind, *_ in found(*rows)] == ["heavy_steps"]
    assert found(*rows[:2], ["calculate", "all", "", "sum(../../person/age)"], rows[-1]) == []


def test_a_default_that_is_calculated() -> None:
    ten = "concat(" + ", ".join(["uuid(10000)"] * 10) + ")"
    assert found(["text", "a", "A", "", "", "", "", ten]) == [("heavy_value", "survey", 2, "default")]


def test_the_problem_says_what_to_do() -> None:
    content = as_csv({"survey": [HEAD, ["text", "a", "A"], *doubled("${a}", 28)]})
    (problem,) = problems(content, ".csv")
    assert problem.text == (
        "Row 8 of the sheet 'survey' (line 9 of the file), column 'calculation': With a long answer this"
        " makes a text of more than 65,536 characters. Put less together, or allow only short answers, for"
        " example with the constraint `string-length(.) <= 100`."
    )


def test_a_pattern_that_takes_long_does_not_hold_up_the_import() -> None:
    slow = [["text", f"q{n}", "Q", "", f"regex(., '^(x|xx)+y{n}$')"] for n in range(300)]
    quick = [["text", f"q{n}", "Q", "", f"regex(., '^x+y{n}$')"] for n in range(300)]
    assert [kind for kind, *_ in found(*slow)] == ["heavy_steps"]
    assert found(*quick) == []
