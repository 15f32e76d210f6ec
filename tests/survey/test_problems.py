"""The catalogue of problems and the sentences it makes."""

from string import Formatter

import pytest

from survey.problems import DID_YOU_MEAN, ERRORS, PLACES, WARNINGS, Problem, sentence, suggestion


def test_a_sentence_says_where_what_and_what_to_do() -> None:
    fields = {"reference": "${vilage}", "suggestion": "${village}"}
    problem = Problem("reference_unknown", "survey", 14, "relevant", fields=fields)
    assert problem.text == (
        "Row 14 of the sheet 'survey', column 'relevant': `${vilage}` does not name a question."
        " Did you mean `${village}`?"
    )


def test_a_sentence_stays_short_and_on_one_line_and_harmless() -> None:
    text = Problem("type_unknown", "survey", 2, "type", fields={"type": "a\n\x1b[31m" + "b" * 200}).text
    assert "\n" not in text
    assert "\x1b" not in text
    assert len(text) < 200


def test_sentences_go_through_one_translation() -> None:
    problem = Problem("name_missing", "survey", 3, "name", fields={"suggestion": "x"})
    asked: list[str] = []

    def translate(template: str) -> str:
        asked.append(template)
        return template

    sentence(problem, translate)
    assert asked == [ERRORS["name_missing"], DID_YOU_MEAN, PLACES["sheet row column"]]


@pytest.mark.parametrize("template", [*ERRORS.values(), *WARNINGS.values(), DID_YOU_MEAN, *PLACES.values()])
def test_templates_name_their_fields_and_do_not_shout(template: str) -> None:
    names = [name for _, name, _, _ in Formatter().parse(template) if name is not None]
    assert all(name.isidentifier() for name in names)
    assert "!" not in template


def test_no_problem_is_both_a_mistake_and_a_warning() -> None:
    assert not ERRORS.keys() & WARNINGS.keys()


def test_a_suggestion_is_close_or_not_made() -> None:
    assert suggestion("Vilage", ["village", "town"], "${{}}") == {"suggestion": "${village}"}
    assert suggestion("road", ["village", "town"]) == {}
