"""Counts: what is shown, and what must never be."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reports.counts import Tally, survey_results
from reports.tables import as_csv, as_table
from survey.form import Form
from survey.importer import import_form
from tests.survey.forms import load

FORM = """
| survey |
| | type | name | label |
| | select_one yn | tried | Have you asked the town for help? |
| | select_multiple right | hardest | What is hardest? |
| | rank right | order | What comes first? |
| | integer | people | How many live with you? |
| | text | wish | =What should change? |
| choices |
| | list_name | name | label |
| | yn | yes | Yes |
| | yn | no | No |
| | right | water | Water |
| | right | housing | Housing |
"""
form = Form.load(import_form(FORM.encode(), ".md").xform)


def counted(answers: list[dict[str, str]], exact: bool) -> dict[str, dict[str, Any]]:
    """The questions of a result by name, and the survey itself under ""."""
    tally = Tally(form, 1)
    for each in answers:
        tally.add(each)
    survey = survey_results("residents", tally, "en", exact)
    return {"": survey, **{question["name"]: question for question in survey["questions"]}}


def test_exact_counts() -> None:
    answers = [
        {"tried": "yes", "hardest": "water housing", "order": "water housing", "people": "4", "wish": "Rain"},
        {"tried": "no", "hardest": "water", "order": "housing water", "people": "1"},
        {"hardest": "water"},
    ]
    found = counted(answers, exact=True)
    assert found[""]["responses"] == 3
    assert found["tried"] | {"label": ""} == {
        "name": "tried",
        "type": "select_one",
        "label": "",
        "answered": 2,
        "counts": {"yes": 1, "no": 1},
    }
    assert found["hardest"]["counts"] == {"water": 3, "housing": 1}
    assert found["order"]["mean_rank"] == {"water": 1.5, "housing": 1.5}
    assert found["people"]["mean"] == 2.5
    assert found["wish"]["answered"] == 1
    assert "counts" not in found["wish"]


def test_a_base_below_twenty_shows_nothing() -> None:
    found = counted([{"tried": "yes", "people": "2", "order": "water housing"}] * 19, exact=False)
    assert found[""]["responses"] is None
    assert found["tried"]["answered"] is None
    assert set(found["tried"]["counts"].values()) == {None}
    assert found["people"]["mean"] is None
    assert set(found["order"]["mean_rank"].values()) == {None}


def test_a_question_with_few_answers_shows_nothing_though_the_survey_does() -> None:
    found = counted([{"tried": "yes"}] * 30 + [{"people": "3", "tried": "no"}] * 12, exact=False)
    assert found[""]["responses"] == 42
    assert found["tried"]["counts"] == {"yes": 30, "no": 12}
    assert found["people"] | {"label": ""} == {
        "name": "people",
        "type": "integer",
        "label": "",
        "answered": None,
        "mean": None,
    }


def test_a_number_below_ten_is_not_shown() -> None:
    found = counted([{"tried": "yes"}] * 30 + [{"tried": "no"}] * 9, exact=False)
    assert found["tried"]["counts"] == {"yes": 30, "no": None}


@given(st.lists(st.fixed_dictionaries({"tried": st.sampled_from(["yes", "no", ""])}), max_size=60))
def test_no_number_from_one_to_nine_ever_shows(answers: list[dict[str, str]]) -> None:
    found = counted(answers, exact=False)
    shown = [found[""]["responses"], found["tried"]["answered"], *found["tried"]["counts"].values()]
    assert all(number is None or number >= 10 for number in shown)


def test_csv_has_a_row_a_number_and_no_formula() -> None:
    tally = Tally(form, 1)
    tally.add({"tried": "yes", "wish": "x"})
    results = {
        "consultation": "town",
        "simulated": True,
        "surveys": [survey_results("residents", tally, "en", exact=True)],
    }
    rows = as_csv(results).splitlines()
    assert rows[0] == "survey,version,access,question,type,label,what,choice,value"
    assert "residents,1,open,tried,select_one,Have you asked the town for help?,count,yes,1" in rows
    assert any("'=What should change?" in row for row in rows)
    assert "1 responses" in as_table(results)


HOME = Form.load(
    import_form(
        b"""
| survey |
| | type | name | label |
| | integer | people | How many live with you? |
| | begin_repeat | person | Person |
| | integer | age | =Age? |
| | end_repeat |
""",
        ".md",
    ).xform
)


def test_a_repeat_is_not_counted_and_it_is_said() -> None:
    tally = Tally(HOME, 1)
    one_home = {"people": "15", **{f"person[{number}]/age": "40" for number in range(1, 16)}}
    for _ in range(20):
        tally.add(one_home)
    survey = survey_results("homes", tally, "en", exact=False)
    assert [question["name"] for question in survey["questions"]] == ["people"]
    assert survey["not_counted"] == [{"name": "age", "type": "integer", "label": "=Age?"}]
    results = {"consultation": "town", "simulated": False, "surveys": [survey]}
    assert "homes,1,open,age,integer,'=Age?,not_counted,,\n" in as_csv(results)
    assert "one person can answer them many times: age" in as_table(results)


def test_of_few_the_table_says_one_sentence_and_no_question() -> None:
    few = survey_results("homes", Tally(HOME, 1), "en", exact=False)
    table = as_table({"consultation": "town", "simulated": False, "surveys": [few]})
    assert table == "town\n\nhomes, version 1: fewer than 20 responses; their counts are not shown\n"


def test_the_mean_of_a_range_is_counted() -> None:
    form = load("type | name | label | parameters\nrange | safe | How safe is it? | start=0 end=10 step=1")
    tally = Tally(Form.load(form.xform), 1)
    for number in range(20):
        tally.add({"safe": str(number % 4)})
    (question,) = survey_results("homes", tally, "en", exact=False)["questions"]
    assert question["mean"] == 1.5


def test_a_sentence_about_one_person_does_not_stand_above_the_counts_of_all() -> None:
    survey = """
| survey |
| | type | name | label::English (en) | label::Arabic (ar) |
| | integer | age | Age? | السن؟ |
| | integer | first | You are ${age}. How many live with you? | سنكم ${age}. كم يسكن معكم؟ |
| | integer | second | How many are older than ${age}? | كم يزيد سنهم على ${age}؟ |
"""
    tally = Tally(Form.load(import_form(survey.encode(), ".md").xform), 1)
    told = {language: survey_results("residents", tally, language, True) for language in ("en", "ar")}
    labels = {code: [each["label"] for each in found["questions"]] for code, found in told.items()}
    assert labels["en"] == ["Age?", "How many live with you?", "How many are older than …?"]
    assert labels["ar"] == ["السن؟", "كم يسكن معكم؟", "كم يزيد سنهم على …؟"]
