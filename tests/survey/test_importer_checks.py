"""Questions with a right answer: what the chat says after them, and what an author may get wrong."""

import pytest

from survey import engine
from survey.form import Form
from survey.importer.checks import SAID
from survey.importer.others import SAID as OTHER_SAID
from survey.state import State
from tests.survey.forms import load, places
from tests.survey.household import MOMENT

SURVEY = (
    "type | name | label::English (en) | label::Français (fr) | answer | explanation::English (en) |"
    " explanation::Français (fr)\n"
    "note | card | A card | Une carte | | |\n"
    "select_one l | who | Who reviews? | Qui examine ? | b | States do. | Les États. \n"
    "text | wish | A wish? | Un souhait ? | | |"
)
CHOICES = (
    "list_name | name | label::English (en) | label::Français (fr)\n"
    "l | a | A court | Un tribunal\nl | b | States | Des États"
)


@pytest.fixture(name="form")
def _form() -> Form:
    return Form.load(load(SURVEY, CHOICES).xform)


def _answered(form: Form, value: str) -> State:
    state = engine.begin(form, MOMENT, "uuid:one", "en")
    for said in ("", value):
        outcome = (
            engine.answer(form, state, said, MOMENT, "en") if said else engine.skip(form, state, MOMENT, "en")
        )
        assert isinstance(outcome, State)
        state = outcome
    return state


@pytest.mark.parametrize(
    ("value", "language", "said"),
    [
        ("b", "en", "Yes, that is so.\nStates do."),
        ("b", "fr", "Oui, c’est bien cela.\nLes États."),
        ("a", "en", "It is a little different.\nThe answer: States\nStates do."),
        ("a", "fr", "C’est un peu différent.\nLa réponse : Des États\nLes États."),
        ("", "en", "A wish?"),
    ],
)
def test_what_is_said_after_an_answer(form: Form, value: str, language: str, said: str) -> None:
    assert engine.ask(form, _answered(form, value), language, MOMENT).label == said


def test_only_answers_are_counted_and_sent(form: Form) -> None:
    assert [each.name for each in form.asked if each.counted] == ["who", "wish"]
    lines = engine.review(form, _answered(form, "a"), "en", MOMENT)
    assert [line.label for line in lines] == ["Who reviews?", "A wish?"]


def test_a_form_without_languages_speaks_english() -> None:
    text = "type | name | label | answer | explanation\nselect_one l | q | Q | a | Why."
    form = Form.load(load(text, "list_name | name | label\nl | a | A\nl | b | B").xform)
    assert form.label("/data/q_not_so", "") == "It is a little different.\nThe answer: A\nWhy."


def test_the_same_languages_are_known_as_for_other() -> None:
    assert SAID.keys() == OTHER_SAID.keys()


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("select_one l | q | Q | c | Why.", [("answer_unknown", "survey", 2, "answer")]),
        ("select_one l | q | Q | a | ", [("answer_unexplained", "survey", 2, "explanation")]),
        ("select_one l | q | Q | | Why.", [("explanation_alone", "survey", 2, "answer")]),
        ("select_multiple l | q | Q | a | Why.", [("answer_kind", "survey", 2, "answer")]),
        ("text | q | Q | a | Why.", [("answer_kind", "survey", 2, "answer")]),
    ],
)
def test_mistakes_are_told_by_row(row: str, told: list[tuple[str, str, int, str]]) -> None:
    survey = f"type | name | label | answer | explanation\n{row}\ntext | more | More | |"
    assert places(survey, "list_name | name | label\nl | a | A\nl | b | B") == told


def test_a_language_in_which_it_cannot_be_said() -> None:
    survey = SURVEY.replace("Français (fr)", "Volapük (vo)")
    choices = CHOICES.replace("Français (fr)", "Volapük (vo)")
    assert places(survey, choices) == [("answer_untranslated", "survey", 3, "answer")]


def test_rows_after_the_notes_keep_their_numbers() -> None:
    survey = (
        "type | name | label | answer | explanation\nselect_one l | q | Q | a | Why.\n"
        "select_one l | q_so | Q | b | Why.\ntext | bad | Bad ${gone} | |"
    )
    found = places(survey, "list_name | name | label\nl | a | A\nl | b | B")
    assert ("reference_unknown", "survey", 4, "label") in found
    assert ("name_duplicate", "survey", 3, "name") in found
