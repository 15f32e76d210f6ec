"""One form for each mistake, and where it is said to be."""

import pytest

from survey.importer import import_form
from survey.problems import ERRORS
from tests.survey.forms import as_csv, as_xlsx, load, place, places, problems, table

CHOICES = "list_name | name | label\nl | a | A\nl | b | B"

MISTAKES_OF_QUESTIONS = [
    ("type_unknown", 2, "type", "type | name | label\ntxet | q | Q"),
    ("type_missing", 3, "type", "type | name | label\ntext | q | Q\n | r | R"),
    ("type_unsupported", 2, "type", "type | name | label\nbarcode | q | Q"),
    ("label_missing", 2, "label", "type | name | label\nbegin_repeat | r | \ntext | q | Q\nend_repeat | | "),
    ("group_unclosed", 2, "type", "type | name | label\nbegin_repeat | r | R\ntext | q | Q"),
    (
        "reference_unknown",
        2,
        "repeat_count",
        "type | name | label | repeat_count\nbegin_repeat | r | R | ${no}\ntext | q | Q |\nend_repeat | | |",
    ),
    ("parameter_broken", 2, "parameters", "type | name | label | parameters\nrange | q | Q | start"),
    ("parameter_unknown", 2, "parameters", "type | name | label | parameters\nrange | q | Q | strt=1"),
    ("accuracy_unknown", 2, "parameters", "type | name | label | parameters\ngeopoint | q | Q | accuracy=5"),
    (
        "accuracy_unexplained",
        2,
        "parameters",
        "type | name | label | parameters\ngeopoint | q | Q | accuracy=10",
    ),
    ("parameter_unknown", 2, "parameters", "type | name | label | parameters\ngeopoint | q | Q | acuracy=10"),
    ("range_number", 2, "parameters", "type | name | label | parameters\nrange | q | Q | end=ten"),
    ("range_empty", 2, "parameters", "type | name | label | parameters\nrange | q | Q | start=5 end=5"),
    ("range_empty", 2, "parameters", "type | name | label | parameters\nrange | q | Q | step=0"),
    ("range_empty", 2, "parameters", "type | name | label | parameters\nrange | q | Q | end=3 step=7"),
    ("list_unnamed", 2, "type", "type | name | label\nselect_one | q | Q"),
    ("list_unknown", 2, "type", "type | name | label\nselect_one k | q | Q"),
    ("name_missing", 2, "name", "type | name | label\ntext | | Q"),
    ("name_invalid", 2, "name", "type | name | label\ntext | 1st | Q"),
    ("name_invalid", 2, "name", "type | name | label\ntext | a:b | Q"),
    ("name_reserved", 2, "name", "type | name | label\ntext | meta | Q"),
    ("name_duplicate", 3, "name", "type | name | label\ntext | q | Q\ntext | q | Q"),
    (
        "name_shared",
        4,
        "name",
        "type | name | label\ntext | q | Q\nbegin group | g | G\ninteger | q | Q\nend group | |",
    ),
    ("group_unopened", 3, "type", "type | name | label\ntext | q | Q\nend group | |"),
    ("group_unclosed", 2, "type", "type | name | label\nbegin group | g | G\ntext | q | Q"),
    ("calculation_missing", 2, "calculation", "type | name | label\ncalculate | q | \ntext | r | R"),
    ("calculation_missing", 2, "calculation", "type | name | default\ncalculate | q | 3"),
    ("form_empty", 1, "type", "type | name\nbegin group | g\nend group |"),
    ("label_missing", 2, "label", "type | name | label | hint\ntext | q | | Hint"),
    ("translation_missing", 2, "label::fr", "type | name | label::en | label::fr\ntext | q | Q |"),
    ("language_unsaid", 1, "label", "type | name | label | label::fr\ntext | q | Q | Q"),
    ("column_missing", 1, "", "type | label\nnote | Q"),
    ("column_missing", 1, "", "name | label\nq | Q"),
    ("column_missing", 1, "", "type | name\ntext | q"),
    ("column_twice", 1, "caption", "type | name | label | caption\ntext | q | Q | Q"),
    ("not_boolean", 2, "required", "type | name | label | required\ntext | q | Q | 1"),
    ("expression_broken", 2, "relevant", "type | name | label | relevant\ntext | q | Q | 1 +"),
    ("expression_broken", 2, "required", "type | name | label | required\ntext | q | Q | 1 +"),
    ("expression_broken", 2, "default", "type | name | label | default\ntext | q | Q | 1 + ("),
    ("expression_broken", 2, "calculation", "type | name | calculation\ncalculate | q | round()"),
    (
        "expression_broken",
        2,
        "choice_filter",
        "type | name | label | choice_filter\nselect_one l | q | Q | =",
    ),
    ("function_unknown", 2, "calculation", "type | name | calculation\ncalculate | q | lookup('a')"),
    ("reference_unknown", 2, "label", "type | name | label\ntext | q | Hello ${you}"),
    ("reference_unknown", 2, "relevant", "type | name | label | relevant\ntext | q | Q | ${you} = 1"),
    ("reference_broken", 2, "label", "type | name | label\ntext | q | Hello ${ q }"),
    ("reference_broken", 2, "label", "type | name | label\ntext | q | Hello ${q"),
    ("reference_unsupported", 2, "label", "type | name | label\ntext | q | Hello ${last-saved#q}"),
    (
        "reference_ambiguous",
        8,
        "label",
        "type | name | label\nbegin group | a |\ntext | q | Q\nend group | |\n"
        "begin group | b |\nnote | q | Q\nend group | |\nnote | n | ${q}",
    ),
    (
        "reference_misplaced",
        3,
        "relevant",
        "type | name | label | relevant\ntext | q | Q |\ntext | r | R | not ${q}",
    ),
    (
        "reference_misplaced",
        3,
        "relevant",
        "type | name | label | relevant\ntext | q | Q |\ntext | r | R | ${q}${q}",
    ),
    ("reference_bare", 3, "relevant", "type | name | label | relevant\ntext | q | Q |\ntext | r | R | q = 1"),
    (
        "filter_column",
        2,
        "choice_filter",
        "type | name | label | choice_filter\nselect_one l | q | Q | at = 1",
    ),
    ("circular", 2, "calculation", "type | name | calculation\ncalculate | a | ${b}\ncalculate | b | ${a}"),
    ("circular", 2, "calculation", "type | name | calculation\ncalculate | a | ${a} + 1"),
    (
        "circular",
        2,
        "relevant",
        "type | name | label | relevant\nbegin group | g | | ${q} = 1\ntext | q | Q |\nend group | | |",
    ),
    ("text_long", 2, "label", "type | name | label\ntext | q | " + "x" * 4097),
    ("text_long", 2, "label", "type | name | label | hint\ntext | q | Q | " + "x" * 4096),
    ("text_long", 2, "label", "type | name | label\ntext | q | " + "😀" * 2049),
    ("engine", 2, "", "type | name | calculation\ncalculate | a | ../b\ncalculate | b | /data/a + 1"),
    ("engine", 3, "", "type | name | label | relevant\ntext | a | A |\ntext | b | B | regex(${a}, '(')"),
    ("engine", 2, "", "type | name | label | choice_filter\nselect_one l | q | Q | regex(name, '(')"),
    ("engine", 2, "", "type | name | calculation\ncalculate | a | regex('', '(')"),
    ("compiler", 2, "parameters", "type | name | label | parameters\ntext | q | Q | rows: 3"),
]
MISTAKES_OF_CHOICES = [
    ("list_empty", "survey", 2, "type", "list_name | name | label\nl | |"),
    ("choice_unlisted", "choices", 4, "list_name", CHOICES + "\n | c | C"),
    ("choice_nameless", "choices", 4, "name", CHOICES + "\nl | | C"),
    ("choice_duplicate", "choices", 4, "name", CHOICES + "\nl | a | C"),
    ("choice_spaced", "choices", 4, "name", CHOICES + "\nl | c c | C"),
    ("label_missing", "choices", 4, "label", CHOICES + "\nl | c |"),
    ("column_missing", "choices", 1, "", "name | label\na | A\nb | B"),
]
WARNINGS_OF_QUESTIONS = [
    ("column_unknown", 1, "relevent", "type | name | label | relevent\ntext | q | Q | 1"),
    ("column_unused", 1, "media::video", "type | name | label | media::video\ntext | q | Q | a.mp4"),
    ("type_unused", 2, "type", "type | name | label\ndeviceid | d |\ntext | q | Q"),
    (
        "name_repeated",
        4,
        "name",
        "type | name | label\ntext | q | Q\nbegin group | g | G\nnote | q | Q\nend group | |",
    ),
    ("language_uncoded", 1, "label::English", "type | name | label::English\ntext | q | Q"),
    ("untranslated", 1, "hint", "type | name | label::en | hint\ntext | q | Q | H"),
    ("constraint_unexplained", 2, "constraint", "type | name | label | constraint\ntext | q | Q | . != ''"),
    (
        "relevant_later",
        2,
        "relevant",
        "type | name | label | relevant\ntext | q | Q | ${r} = 1\ntext | r | R |",
    ),
]
WARNINGS_OF_CHOICES = [
    ("choice_single", "survey", 2, "type", "list_name | name | label\nl | a | A"),
    ("choice_long", "choices", 4, "label", CHOICES + "\nl | c | " + "C" * 101),
    (
        "column_unknown",
        "choices",
        1,
        "lable",
        "list_name | name | label | lable\nl | a | A | A\nl | b | B | B",
    ),
]


@pytest.mark.parametrize(("kind", "row", "column", "survey"), MISTAKES_OF_QUESTIONS)
def test_a_mistake_in_a_question(kind: str, row: int, column: str, survey: str) -> None:
    choices = CHOICES if "select" in survey else ""
    assert places(survey, choices) == [(kind, "survey", row, column)]
    assert kind in ERRORS


@pytest.mark.parametrize(("kind", "sheet", "row", "column", "choices"), MISTAKES_OF_CHOICES)
def test_a_mistake_in_a_choice(kind: str, sheet: str, row: int, column: str, choices: str) -> None:
    survey = "type | name | label\nselect_multiple l | q | Q"
    assert places(survey, choices)[0] == (kind, sheet, row, column)
    assert kind in ERRORS


@pytest.mark.parametrize(("kind", "row", "column", "survey"), WARNINGS_OF_QUESTIONS)
def test_a_warning_of_a_question(kind: str, row: int, column: str, survey: str) -> None:
    [warning] = load(survey).warnings
    assert place(warning) == (kind, "survey", row, column)
    assert warning.text


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("selected(${q}, 'typo')", "typo"),
        ("${q} = 'aa' or ${q} = 'b'", "aa"),
        ("selected(${q}, 'a') and ${q} != \"c\"", "c"),
        ("${q} = ‘x’", "x"),
    ],
)
def test_a_choice_that_is_not_there_is_told_where_it_is_named(said: str, named: str) -> None:
    survey = f"type | name | label | relevant\nselect_one l | q | Q |\ntext | r | R | {said}"
    [warning] = load(survey, CHOICES).warnings
    assert place(warning) == ("choice_unknown", "survey", 3, "relevant")
    assert warning.text.startswith(
        f"Row 3 of the sheet 'survey', column 'relevant': `{named}` is not a choice"
    )


@pytest.mark.parametrize("said", ["selected(${q}, 'a')", "${q} = ''", "${r} = 'typo'", "${q} = ${r}"])
def test_choices_that_are_there_and_texts_are_no_mistake(said: str) -> None:
    survey = f"type | name | label | relevant\nselect_one l | q | Q |\ntext | r | R |\ntext | s | S | {said}"
    assert load(survey, CHOICES).warnings == ()


@pytest.mark.parametrize(("kind", "sheet", "row", "column", "choices"), WARNINGS_OF_CHOICES)
def test_a_warning_of_a_choice(kind: str, sheet: str, row: int, column: str, choices: str) -> None:
    [warning] = load("type | name | label\nselect_one l | q | Q", choices).warnings
    assert place(warning) == (kind, sheet, row, column)
    assert warning.text


LATER = "geotrace geoshape barcode background-audio"


@pytest.mark.parametrize("said", [*LATER.split(), "select_one_from_file towns.csv"])
def test_types_of_a_later_release_are_said_to_be_so(said: str) -> None:
    survey = f"type | name | label\n{said} | q | Q\ntext | r | R"
    [problem] = problems(as_xlsx({"survey": table(survey)}), ".xlsx")
    assert problem.text == (
        f"Row 2 of the sheet 'survey', column 'type': `{said}` is not supported yet."
        " Take the row out or ask with another type."
    )


def test_a_similar_type_keeps_its_list() -> None:
    sheets = {"survey": table("type | name | label\nselct_one l | q | Q")}
    [problem] = problems(as_xlsx(sheets), ".xlsx")
    assert problem.fields["suggestion"] == "select_one l"


def test_languages_asked_for_must_be_there() -> None:
    survey = "type | name | label::English (en)\nselect_one l | q | Q"
    choices = "list_name | name | label::English (en)\nl | a | A\nl | b | B"
    assert places(survey, choices, ("en",)) == []
    assert places(survey, choices, ("en", "fr")) == [
        ("translation_column_missing", "survey", 1, ""),
        ("translation_column_missing", "choices", 1, ""),
    ]
    assert places("type | name | label\ntext | q | Q", languages=("en", "fr")) == [
        ("language_unsaid", "survey", 1, "label"),
        ("translation_column_missing", "survey", 1, ""),
    ]


def test_a_choice_needs_every_language_of_the_questions() -> None:
    survey = "type | name | label::en | label::fr\nselect_one l | q | Q | Q"
    choices = "list_name | name | label::en | label::fr\nl | a | A | A\nl | b | B |"
    assert places(survey, choices) == [("translation_missing", "choices", 3, "label::fr")]


def test_a_default_language_that_the_form_does_not_have() -> None:
    warnings = load("type | name | label::en\ntext | q | Q", settings="default_language\nfr").warnings
    assert [(warning.kind, warning.sheet, warning.row) for warning in warnings] == [
        ("language_unknown", "settings", 2)
    ]


def test_choices_may_share_a_name_where_the_settings_allow_it() -> None:
    survey = "type | name | label | choice_filter\nselect_one l | q | Q | at = 1"
    choices = "list_name | name | label | at\nl | a | A | 1\nl | a | A | 2"
    assert load(survey, choices, "allow_choice_duplicates\nyes").warnings == ()


def test_names_with_spaces_are_fine_where_one_is_chosen() -> None:
    assert load("type | name | label\nselect_one l | q | Q", CHOICES + "\nl | c c | C").warnings == ()


def test_a_list_without_the_sheet_of_choices() -> None:
    assert places("type | name | label\nselect_one l | q | Q") == [("choices_missing", "", 0, "")]


def test_sheets_that_are_misspelt_twice_there_or_of_a_later_release() -> None:
    rows = table("type | name | label\ntext | q | Q")
    [missing, unused] = problems(as_xlsx({"survy": rows}), ".xlsx")
    assert (missing.kind, missing.fields["suggestion"]) == ("survey_missing", "survy")
    assert (unused.kind, unused.sheet) == ("sheet_unused", "survy")
    [twice] = problems(as_csv({"survey": rows, "Survey": rows}), ".csv")
    assert twice.kind == "sheet_twice"
    [unsupported] = problems(as_xlsx({"survey": rows, "entities": rows}), ".xlsx")
    assert unsupported.kind == "sheet_unsupported"
    assert import_form(as_xlsx({"survey": rows, "_notes": rows}), ".xlsx").warnings == ()


def test_a_character_that_cannot_be_kept() -> None:
    content = b"| survey |\n| | type | name | label |\n| | text | q | a\x01b |"
    [problem] = problems(content, ".md")
    assert (problem.kind, problem.row, problem.column) == ("character", 2, "label")
    assert "U+0001" in problem.text


def test_what_only_the_engine_finds_is_one_sentence() -> None:
    sheets = {"survey": table("type | name | calculation\ncalculate | a | ../b\ncalculate | b | /data/a + 1")}
    [problem] = problems(as_xlsx(sheets), ".xlsx")
    assert problem.text == (
        "Row 2 of the sheet 'survey': The form cannot be asked:"
        " These depend on each other in a circle: /data/a → /data/b."
    )


def test_questions_of_one_name_in_two_groups_are_told_with_the_row_and_what_to_do() -> None:
    rows = table("""
        type        | name  | label
        begin group | home  | Home
        text        | water | Is there water?
        end group   |       |
        begin group | work  | Work
        text        | water | Is there water?
        end group   |       |
    """)
    [problem] = problems(as_xlsx({"survey": rows}), ".xlsx")
    assert problem.text == (
        "Row 6 of the sheet 'survey', column 'name': The name `water` is already used in row 3, in another"
        " group. Results are kept by name. Choose another."
    )


def test_a_question_may_have_the_name_of_its_group() -> None:
    survey = "type | name | label\nbegin group | q | G\ntext | q | Q\nend group | |"
    assert [problem.kind for problem in load(survey).warnings] == ["name_repeated"]


def test_many_circles_are_few_sentences() -> None:
    rows = [["type", "name", "calculation"], *(["calculate", f"c{n}", f"${{c{n}}}"] for n in range(300))]
    assert 1 < len(problems(as_xlsx({"survey": rows}), ".xlsx")) <= 20
