"""Counts: what is shown, and what must never be."""

from typing import Any

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


def counted(answers: list[dict[str, str]]) -> dict[str, dict[str, Any]]:
    """The questions of a result by name, and the survey itself under ""."""
    tally = Tally(form, 1)
    for each in answers:
        tally.add(each)
    survey = survey_results("residents", tally, "en")
    return {"": survey, **{question["name"]: question for question in survey["questions"]}}


def test_exact_counts() -> None:
    answers = [
        {"tried": "yes", "hardest": "water housing", "order": "water housing", "people": "4", "wish": "Rain"},
        {"tried": "no", "hardest": "water", "order": "housing water", "people": "1"},
        {"hardest": "water"},
    ]
    found = counted(answers)
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


def test_csv_has_a_row_a_number_and_no_formula() -> None:
    tally = Tally(form, 1)
    tally.add({"tried": "yes", "wish": "x"})
    results = {
        "consultation": "town",
        "simulated": True,
        "surveys": [survey_results("residents", tally, "en")],
    }
    rows = as_csv(results).splitlines()
    assert rows[0] == "survey,version,access,dimension,category,question,type,label,what,choice,value"
    assert "residents,1,open,,,tried,select_one,Have you asked the town for help?,count,yes,1" in rows
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
    survey = survey_results("homes", tally, "en")
    assert [question["name"] for question in survey["questions"]] == ["people"]
    assert survey["not_counted"] == [{"name": "age", "type": "integer", "label": "=Age?"}]
    results = {"consultation": "town", "simulated": True, "surveys": [survey]}
    assert "homes,1,open,,,age,integer,'=Age?,not_counted,,\n" in as_csv(results)
    assert "one person can answer them many times: age" in as_table(results)


def test_the_mean_of_a_range_is_counted() -> None:
    form = load("type | name | label | parameters\nrange | safe | How safe is it? | start=0 end=10 step=1")
    tally = Tally(Form.load(form.xform), 1)
    for number in range(20):
        tally.add({"safe": str(number % 4)})
    (question,) = survey_results("homes", tally, "en")["questions"]
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
    told = {language: survey_results("residents", tally, language) for language in ("en", "ar")}
    labels = {code: [each["label"] for each in found["questions"]] for code, found in told.items()}
    assert labels["en"] == ["Age?", "How many live with you?", "How many are older than …?"]
    assert labels["ar"] == ["السن؟", "كم يسكن معكم؟", "كم يزيد سنهم على …؟"]
