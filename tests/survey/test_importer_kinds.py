"""Every kind of question that an XLSForm may hold, from the sheet to the form."""

import pytest

from survey import engine
from survey.form import Form
from survey.importer.others import SAID
from survey.problems import FormProblems
from tests.survey.forms import load, places
from tests.survey.household import MOMENT

TWO = "list_name | name | label::English (en) | label::Français (fr)\nl | a | A | A\nl | b | B | B"


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("time", "time"),
        ("dateTime", "datetime"),
        ("datetime", "datetime"),
        ("range", "range"),
        ("geopoint", "geopoint"),
        ("acknowledge", "acknowledge"),
        ("trigger", "acknowledge"),
        ("image", "image"),
        ("photo", "image"),
        ("audio", "audio"),
        ("video", "video"),
        ("file", "file"),
    ],
)
def test_a_kind(said: str, kind: str) -> None:
    form = Form.load(load(f"type | name | label\n{said} | q | Q").xform)
    assert [question.kind for question in form.questions] == [kind]


def test_hidden_needs_no_label_and_keeps_its_default() -> None:
    form = Form.load(load("type | name | label | default\nhidden | h | | 5\ntext | q | Q |").xform)
    assert [(question.name, question.kind) for question in form.questions] == [("h", "hidden"), ("q", "text")]


@pytest.mark.parametrize(
    ("parameters", "numbers"),
    [
        ("", ("1", "10", "1")),
        ("start=0 end=5", ("0", "5", "1")),
        ("start = 0; end = 1; step = 0.25", ("0", "1", "0.25")),
        ("start=10 end=0 step=2", ("10", "0", "2")),
    ],
)
def test_the_parameters_of_a_range(parameters: str, numbers: tuple[str, str, str]) -> None:
    form = Form.load(load(f"type | name | label | parameters\nrange | q | Q | {parameters}").xform)
    offered = form.questions[0].range
    assert offered is not None
    assert tuple(map(str, (offered.start, offered.end, offered.step))) == numbers


@pytest.mark.parametrize(
    ("parameters", "accuracy"),
    [
        ("", ""),
        ("accuracy=100", "100"),
        ("capture-accuracy=5; Accuracy = 10", "10"),
        ("accuracy=1000", "1000"),
    ],
)
def test_the_accuracy_of_a_place(parameters: str, accuracy: str) -> None:
    sheet = f"type | name | label | hint | parameters\ngeopoint | q | Q | Because. | {parameters}"
    assert Form.load(load(sheet).xform).questions[0].accuracy == accuracy


def other(survey: str, choices: str = TWO) -> Form:
    return Form.load(load(survey, choices).xform)


def test_or_other_adds_a_choice_and_a_question_in_each_language() -> None:
    form = other(
        "type | name | label::English (en) | label::Français (fr)\n"
        "select_one l or_other | q | Q | Q\nselect_one l | r | R | R\ntext | last | L | L"
    )
    assert [question.name for question in form.questions] == ["q", "q_other", "r", "last"]
    assert [choice.name for choice in form.choices("/data/q")] == ["a", "b", "other"]
    assert [choice.name for choice in form.choices("/data/r")] == ["a", "b"]
    for language, (label, question) in {"en": SAID["en"], "fr": SAID["fr"]}.items():
        assert form.choice_label("/data/q", "other", language) == label
        assert form.label("/data/q_other", language) == question


@pytest.mark.parametrize(
    ("kind", "answer", "asked"),
    [
        ("select_one", "other", True),
        ("select_one", "a", False),
        ("select_multiple", "a other", True),
        ("select_multiple", "a b", False),
    ],
)
def test_what_the_other_is_is_asked_of_who_chose_it(kind: str, answer: str, asked: bool) -> None:
    form = other(
        "type | name | label::English (en) | label::Français (fr)\n"
        f"{kind} l or_other | q | Q | Q\ntext | r | R | R"
    )
    state = engine.answer(form, engine.begin(form, MOMENT, "uuid:1"), answer, MOMENT)
    assert isinstance(state, engine.State)
    assert state.position == ("/data/q_other" if asked else "/data/r")


def test_or_other_goes_with_a_choice_filter() -> None:
    form = other(
        "type | name | label::English (en) | label::Français (fr) | choice_filter\n"
        "select_one l or_other | q | Q | Q | name = 'a'"
    )
    asked = engine.ask(form, engine.begin(form, MOMENT, "uuid:1"), "en", MOMENT)
    assert [option.name for option in asked.options] == ["a", "other"]


def test_an_other_of_the_authors_own_is_kept() -> None:
    form = other(
        "type | name | label::English (en) | label::Français (fr)\nselect_one l or_other | q | Q | Q",
        TWO + "\nl | other | Anything else | Autre chose",
    )
    assert form.choice_label("/data/q", "other", "fr") == "Autre chose"
    assert form.label("/data/q_other", "en") == "Anything else"
    assert len(form.choices("/data/q")) == 3


def test_a_language_without_an_other_is_told_of() -> None:
    choices = "list_name | name | label::English (en) | label::Tamazight (zgh)\nl | a | A | A\nl | b | B | B"
    survey = "type | name | label::English (en) | label::Tamazight (zgh)\nselect_one l or_other | q | Q | Q"
    assert places(survey, choices) == [("or_other_untranslated", "survey", 2, "type")]


def test_the_name_of_the_added_question_may_not_be_taken() -> None:
    survey = "type | name | label\nselect_one l or_other | q | Q\ntext | q_other | Mine"
    assert places(survey, "list_name | name | label\nl | a | A\nl | b | B") == [
        ("name_duplicate", "survey", 3, "name")
    ]


def test_the_compiler_counts_rows_as_the_author_does_after_an_added_question() -> None:
    survey = (
        "type | name | label | parameters\nselect_one l or_other | q | Q |\n | | |\ntext | r | R | rows=x"
    )
    with pytest.raises(FormProblems) as found:
        load(survey, "list_name | name | label\nl | a | A\nl | b | B")
    assert [(problem.kind, problem.row) for problem in found.value.problems] == [("compiler", 4)]


def test_pictures_and_recordings_by_language() -> None:
    form = Form.load(
        load(
            "type | name | label::English (en) | label::Français (fr) | image | media::audio::English (en)"
            " | audio::Français (fr)\nselect_one l | q | Q | Q | q.png | en.mp3 | fr.mp3",
            TWO.replace("\n", " | media::image\n", 1) + " | b.png",
        ).xform
    )
    media = form.questions[0].media
    said = {kind: (words.say("en", str), words.say("fr", str)) for kind, words in media.items()}
    assert said == {"image": ("q.png", "q.png"), "audio": ("en.mp3", "fr.mp3")}
    assert [sorted(choice.media) for choice in form.choices("/data/q")] == [[], ["image"]]
    assert form.languages == ("en", "fr")


def test_a_repeat_may_say_how_often_it_is_asked() -> None:
    rows = (
        "integer | many | How many? |\nbegin repeat | person | Person | ${many}\n"
        "text | q | Q |\nend repeat | | |"
    )
    form = Form.load(load(f"type | name | label | repeat_count\n{rows}").xform)
    state = engine.answer(form, engine.begin(form, MOMENT, "uuid:1"), "3", MOMENT)
    assert isinstance(state, engine.State)
    lines = engine.review(form, state, "", MOMENT)
    assert [line.ref for line in lines] == [
        "/data/many",
        *(f"/data/person[{number}]/q" for number in (1, 2, 3)),
    ]


def test_expressions_in_a_repeat_are_tried_in_its_first_instance() -> None:
    rows = (
        "begin repeat | house | House | | |\ntext | name | Name | | |\nbegin repeat | flat | Flat | | |\n"
        "integer | people | People in ${name}? | ${name} != '' | . < 30 |\n"
        "calculate | place | | | | position(..)\nend repeat | | | | |\nend repeat | | | | |\n"
        "calculate | all | | | | sum(${people})"
    )
    form = Form.load(load(f"type | name | label | relevant | constraint | calculation\n{rows}").xform)
    state = engine.answer(form, engine.begin(form, MOMENT, "uuid:1"), "A", MOMENT)
    assert isinstance(state, engine.State)
    asked = engine.ask(form, state, "", MOMENT)
    assert (asked.ref, asked.label) == ("/data/house[1]/flat[1]/people", "People in A?")
