"""Good forms, in every format; and a bad one whose mistakes are all told at once."""

import pytest

from survey.importer import import_form
from survey.problems import FormProblems
from survey.tree import parse_xml
from tests.survey.forms import Tables, as_csv, as_markdown, as_xlsx, load, problems, tables

GOOD = tables(
    """
    type | name | label::English (en) | label::العربية (ar) | relevant | calculate | choice_filter | required
    begin group | home | Your home | منزلك | | | |
    select_one regions | region | Where do you live? | أين تسكن؟ | | | | yes
    select_one towns | town | Which town? | أي مدينة؟ | ${region}!='' | | region = ${region} |
    end group | | | | | | |
    integer | people | How many in ${town}? | كم شخصا؟ | | | |
    calculate | twice | | | | ${people}*2 | |
    rank towns | order | Your order | ترتيبك | | | |
    note | | Thank you | شكرا | ${people} > 1 | | |
    """,
    """
    list_name | name | label::English (en) | label::العربية (ar) | region
    regions   | n    | North               | الشمال              |
    regions   | s    | South               | الجنوب              |
    towns     | ta   | Tangier             | طنجة                | n
    towns     | ag   | Agadir              | أكادير              | s
    """,
    """
    form_title | form_id
    Housing    | housing
    """,
)
WRITERS = {".xlsx": as_xlsx, ".csv": as_csv, ".md": as_markdown}


@pytest.mark.parametrize("file_type", WRITERS)
def test_a_form_is_read_the_same_from_every_format(file_type: str) -> None:
    content = WRITERS[file_type](GOOD)
    imported = import_form(content, file_type, ("ar", "en"))
    assert (imported.title, imported.languages, imported.warnings) == ("Housing", ("en", "ar"), ())
    assert imported.xform == import_form(as_xlsx(GOOD), ".xlsx").xform
    assert imported == import_form(content, file_type, ("ar", "en"))


def test_what_the_form_holds_reaches_the_xform() -> None:
    xform = import_form(as_xlsx(GOOD), ".xlsx").xform
    root = parse_xml(xform).root
    assert root.name == "html"
    for piece in (
        "<h:title>Housing</h:title>",
        'lang="English (en)" default="true()"',
        'nodeset="/data/home/region" type="string" required="true()"',
        "nodeset=\"instance('towns')/root/item[region =  /data/home/region ]\"",
        'calculate=" /data/people *2"',
        "أين تسكن؟",
    ):
        assert piece in xform


def test_a_form_without_translations_has_no_languages() -> None:
    imported = load("type | name | label\ntext | q | Say", languages=("fr",))
    assert (imported.languages, imported.title) == ((), "")


def test_the_default_language_is_that_of_columns_that_name_none() -> None:
    survey = "type | name | label | label::French (fr)\ntext | q | Say | Dites"
    imported = load(survey, settings="default_language\nEnglish (en)", languages=("fr",))
    assert imported.languages == ("en", "fr")
    imported = load("type | name | label\ntext | q | Say", settings="default_language\nEnglish (en)")
    assert imported.languages == ("en",)
    assert 'lang="English (en)"' in imported.xform


def test_headers_may_be_spelled_in_the_standards_other_ways() -> None:
    survey = """
    Type | Name | Label :: English (en) | jr:constraintMsg | bind::relevant | Calculate | constraint
    int              | a    | One                  | Too many         |                |           | . < 3
    select one from l | b   | Two                  |                  | ${a} = 1       |           |
    string           | c    | Three                |                  |                | ${a} + 1  |
    """
    choices = "list name | value | label::en\nl | x | X\nl | y | Y"
    imported = load(survey, choices)
    assert imported.languages == ("en",)
    assert [problem.kind for problem in imported.warnings] == ["untranslated"]
    assert 'relevant=" /data/a  = 1"' in imported.xform
    assert "Too many" in imported.xform


def test_a_hint_missing_in_a_language_is_shown_in_another() -> None:
    survey = """
    type | name | label::fr | label::en | hint::fr
    text | q    | Dites     | Say       | Un mot
    """
    imported = load(survey)
    assert imported.xform.count("Un mot") == 2
    assert [problem.text for problem in imported.warnings] == [
        "Row 2 of the sheet 'survey', column 'hint::en': The text in en is missing. fr is shown in its place."
    ]


def test_cells_are_read_as_their_author_sees_them() -> None:
    sheets: Tables = {
        "survey": [["type", "name", "label", "required", "default"], ["select_one l", "q", "Say", True, 1.0]],
        "choices": [["list_name", "name", "label"], ["l", 1.0, 2020], ["l", 2, "two\xa0"]],
    }
    xform = import_form(as_xlsx(sheets), ".xlsx").xform
    assert "<q>1</q>" in xform
    assert 'required="true()"' in xform
    assert "<name>1</name><label>2020</label>" in xform
    assert "<label>two</label>" in xform


def test_texts_keep_their_quotes_and_the_spaces_that_do_not_break() -> None:
    survey = "type | name | label | hint | relevant\ntext | q | L’«\xa0eau\xa0»\xa0? | “Ou” | 1\xa0= 1"
    xform = load(survey).xform
    assert "<label>L’«\xa0eau\xa0»\xa0?</label>" in xform
    assert "<hint>“Ou”</hint>" in xform
    assert 'relevant="1 = 1"' in xform


def test_device_questions_are_left_out() -> None:
    imported = load("type | name | label\nstart | began |\ntext | q | Say")
    assert [problem.kind for problem in imported.warnings] == ["type_unused"]
    assert "began" not in imported.xform


def test_ten_mistakes_are_told_at_once() -> None:
    sheets = tables(
        """
        type              | name    | label               | relevant              | required | hnit
        text              | village | Where?              |                       | oui      |
        integr            | age     | Age                 |                       |          |
        select_one tonws  | town    | Which town?         |                       |          |
        text              | my name | Your street         |                       |          |
        text              | village | Again               |                       |          |
                          | lost    | What am I?          |                       |          |
        integer           | people  |                     | selected(${town},     |          |
        begin group       | g       | A group             |                       |          |
        text              | why     | Why, ${twon}?       | selcted(${town}, 'a') |          |
        """,
        """
        list_name | name | label
        towns     | a    | A
        towns     | a    | B
        """,
    )
    with pytest.raises(FormProblems) as raised:
        import_form(as_xlsx(sheets), ".xlsx")
    assert str(raised.value).splitlines() == [problem.text for problem in raised.value.problems]
    assert str(raised.value).splitlines() == [
        "Row 1 of the sheet 'survey', column 'hnit': This column is not known, so it is not used."
        " Did you mean `hint`?",
        "Row 2 of the sheet 'survey', column 'required': `oui` is neither yes nor no. Write `yes` or `no`,"
        " or an expression.",
        "Row 3 of the sheet 'survey', column 'type': `integr` is not a type of question."
        " Did you mean `integer`?",
        "Row 4 of the sheet 'survey', column 'type': The sheet 'choices' has no list named `tonws`."
        " Add its choices there. Did you mean `towns`?",
        "Row 5 of the sheet 'survey', column 'name': `my name` cannot be a name. Start with a letter, and use"
        " only letters, digits, `_`, `-` and `.`, without spaces.",
        "Row 6 of the sheet 'survey', column 'name': The name `village` is already used in row 2."
        " Choose another.",
        "Row 7 of the sheet 'survey', column 'type': The row has no type. Write for example `text` or"
        " `select_one` with the name of a list.",
        "Row 8 of the sheet 'survey', column 'label': There is no text to show."
        " Write it in the column 'label'.",
        "Row 8 of the sheet 'survey', column 'relevant': `selected(${town},` cannot be read at character 18:"
        " The expression ends too early.",
        "Row 9 of the sheet 'survey', column 'type': This group has no end. Add a row of type `end_group`"
        " after its last question.",
        "Row 10 of the sheet 'survey', column 'label': `${twon}` does not name a question."
        " Did you mean `${town}`?",
        "Row 10 of the sheet 'survey', column 'relevant': There is no function `selcted()`."
        " Did you mean `selected()`?",
        "Row 3 of the sheet 'choices', column 'name': The list `towns` already has a choice named `a`,"
        " in row 2. Name this one differently.",
    ]


def test_a_text_file_says_the_line_too() -> None:
    sheets = {"survey": [["type", "name", "label"], ["text", "a", "two\nlines"], [], ["txt", "b", "B"]]}
    [problem] = problems(as_csv(sheets), ".csv")
    assert problem.text == (
        "Row 4 of the sheet 'survey' (line 6 of the file), column 'type': `txt` is not a type of question."
        " Did you mean `text`?"
    )
