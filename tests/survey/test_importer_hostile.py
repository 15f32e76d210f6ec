"""Files made to hurt: each gets a clear answer, nothing is read that should not be, nothing grows."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from string import ascii_lowercase

import pytest

from survey.importer import import_form
from survey.importer.choices import MOST_CHOICES
from survey.importer.sheets import LARGEST_TEXT, MOST_LINES, MOST_OTHER_ROWS, MOST_ROWS, MOST_SHEETS
from survey.importer.unpacking import MOST_TAGS
from survey.importer.weight import (
    LONGEST_CELL,
    LONGEST_EXPRESSION,
    LONGEST_LOGIC,
    MOST_LANGUAGES,
    MOST_REFERENCES,
    MOST_TEXTS,
)
from survey.problems import FormProblems
from tests.survey.forms import Tables, as_csv, as_markdown, as_xlsx

HEAD = ["type", "name", "label"]
FORM: Tables = {"survey": [HEAD, ["text", "q", "Question"]]}
SHEET = "xl/worksheets/sheet1.xml"


def answer(content: bytes, file_type: str = ".csv") -> set[str]:
    """The kinds of what is wrong; empty if it is a form."""
    try:
        import_form(content, file_type)
    except FormProblems as error:
        problems = error.problems
    else:
        return set()
    assert all(problem.text for problem in problems)
    return {problem.kind for problem in problems if not problem.is_warning}


def patched(change: Callable[[bytes], bytes], form: Tables = FORM, part: str = SHEET) -> bytes:
    """A workbook of which one part was changed by hand."""
    book, file = zipfile.ZipFile(BytesIO(as_xlsx(form))), BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as changed:
        for name in book.namelist():
            changed.writestr(name, change(book.read(name)) if name == part else book.read(name))
    return file.getvalue()


def swollen(part: str, end: bytes, element: bytes, times: int) -> bytes:
    """A workbook that packs small and is read into a great many elements."""
    return patched(lambda content: content.replace(end, element * times + end), part=part)


def entity(declared: bytes) -> bytes:
    def change(sheet: bytes) -> bytes:
        said = sheet.replace(b"<t>Question</t>", b"<t>&e;</t>")
        assert said != sheet
        return b"<!DOCTYPE x [" + declared + b"]>" + said

    return patched(change)


def bomb() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(SHEET, bytes(50_000_000))
    return file.getvalue()


LAUGHS = b'<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (letter + 1, b"&%c;" % letter * 10) for letter in range(97, 106)
)


@pytest.mark.parametrize(
    ("content", "kinds"),
    [
        (bomb(), {"file_large"}),
        (entity(LAUGHS + b'<!ENTITY e "&j;">'), {"file_broken"}),
        (entity(b'<!ENTITY e SYSTEM "file:///etc/passwd">'), {"file_broken"}),
        (as_xlsx(FORM)[:900], {"file_broken"}),
        (swollen(SHEET, b"</sheetData>", b"<c/>", MOST_TAGS), {"file_large"}),
        (swollen("xl/styles.xml", b"</cellXfs>", b'<xf numFmtId="0"/>', 60_000), {"file_large"}),
    ],
    ids=[
        "zip bomb",
        "entities of entities",
        "a file of the server",
        "half a file",
        "a million cells",
        "styles",
    ],
)
def test_a_workbook(content: bytes, kinds: set[str]) -> None:
    assert answer(content, ".xlsx") == kinds


@pytest.mark.parametrize("encoding", ["utf-16", "cp1251", "cp1256"])
def test_another_encoding_is_named(encoding: str) -> None:
    letters = {"utf-16": "Quéstion", "cp1251": "Вопрос", "cp1256": "سؤال"}[encoding]
    assert answer(as_csv({"survey": [HEAD, ["text", "q", letters]]}, encoding=encoding)) == {"file_encoding"}


@pytest.mark.parametrize("kind", ["group", "repeat"])
def test_groups_within_groups_without_end(kind: str) -> None:
    begins = [[f"begin_{kind}", f"g{depth}", "G"] for depth in range(400)]
    rows = [HEAD, *begins, ["text", "q", "Q"], *[[f"end_{kind}", "", ""]] * 400]
    assert answer(as_csv({"survey": rows})) == {"group_deep"}


@pytest.mark.parametrize("text", ["(" * 3000 + "1" + ")" * 3000, "not(" * 2000 + "true()" + ")" * 2000])
def test_an_expression_without_end(text: str) -> None:
    assert answer(as_csv({"survey": [[*HEAD, "relevant"], ["text", "q", "Q", text]]})) == {
        "expression_broken"
    }


@pytest.mark.parametrize("steps", ["a", "..", "."])
def test_a_path_without_end(steps: str) -> None:
    path = "/".join([steps] * 5_000)
    assert answer(as_csv({"survey": [[*HEAD, "relevant"], ["text", "q", "Q", path]]})) == {
        "expression_broken"
    }


def test_an_expression_and_a_cell_without_end() -> None:
    sum_ = " + ".join(["1"] * LONGEST_EXPRESSION)
    rows = [["text", "q", "Q", sum_[: LONGEST_EXPRESSION + 1]], ["text", "r", "x" * (LONGEST_CELL + 1)]]
    assert answer(as_csv({"survey": [[*HEAD, "relevant"], *rows]})) == {"expression_long", "cell_long"}


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n"])
@pytest.mark.parametrize("file_type", [".csv", ".md"])
def test_lines_without_end(end: bytes, file_type: str) -> None:
    assert answer(b"survey" + end * (MOST_LINES + 1), file_type) == {"file_large"}


@pytest.mark.parametrize("start", ["1e99999999", "1e999999999999999999999", "sNaN", "-Infinity", "٣"])
def test_numbers_beyond_all_bounds(start: str) -> None:
    rows = [["range", "q", "Q", f"start={start} end=2"]]
    assert answer(as_csv({"survey": [[*HEAD, "parameters"], *rows]})) == {"range_number"}


def test_a_type_without_end() -> None:
    rows = [["select_one " * 2_000, "q", "Q"], ["text " * 6_000, "r", "R"]]
    assert "type_unknown" in answer(as_csv({"survey": [HEAD, *rows]}))


@pytest.mark.parametrize("error", [MemoryError, RecursionError, KeyError, OverflowError])
def test_whatever_a_library_raises_is_a_problem(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def raises(*_: object, **__: object) -> None:
        raise error("no")

    monkeypatch.setattr("pyxform.xls2xform.convert", raises)
    wrong = "form_heavy" if error in (MemoryError, RecursionError) else "compiler"
    assert answer(as_csv(FORM)) == {wrong}
    monkeypatch.setattr("survey.importer.form.check_weight", raises)
    assert answer(as_csv(FORM)) == {wrong}


def test_a_pattern_that_its_compiler_would_write_out() -> None:
    rows = [["text", "q", "Q", "regex(., '((a{1000}){1000}){1000}')"]]
    assert answer(as_csv({"survey": [[*HEAD, "constraint"], *rows]})) == {"heavy_steps"}


def test_a_circle_of_many() -> None:
    rows = [["calculate", f"c{n}", "", f"${{c{(n + 1) % 1000}}} + 1"] for n in range(1000)]
    assert answer(as_csv({"survey": [[*HEAD, "calculation"], *rows, ["text", "q", "Q", ""]]})) == {"circular"}


@pytest.mark.parametrize(("write", "file_type"), [(as_csv, ".csv"), (as_markdown, ".md"), (as_xlsx, ".xlsx")])
def test_ten_thousand_questions(write: Callable[[object], bytes], file_type: str) -> None:
    rows = [["text", f"q{n}", "Q"] for n in range(10_000)]
    assert answer(write({"survey": [HEAD, *rows]}), file_type) == {"sheet_long"}


def test_rows_beyond_the_most_are_not_even_read() -> None:
    rows = [["text", f"q{n}", "Question"] for n in range(MOST_OTHER_ROWS - 100)]
    last = f'<row r="{MOST_OTHER_ROWS - 99}">'.encode()

    def broken_near_the_end(sheet: bytes) -> bytes:
        assert last in sheet
        return sheet.replace(last, b"<broken")

    book = patched(broken_near_the_end, {"survey": [HEAD, *rows]})
    assert answer(book, ".xlsx") == {"sheet_long"}


def test_as_many_questions_and_choices_as_there_may_be() -> None:
    list_head = ["list_name", "name", "label"]
    choices = [["l", f"c{n}", f"C {n}"] for n in range(MOST_OTHER_ROWS)]
    texts = [["text", f"q{n}", "Q"] for n in range(MOST_ROWS["survey"] - 1)]
    selects = [["select_one l", f"s{n}", "Q"] for n in range(MOST_CHOICES // 500 + 1)]
    five_hundred = [list_head, *choices[:500]]
    assert answer(as_csv({"survey": [HEAD, *texts]})) == set()
    assert answer(as_csv({"survey": [HEAD, *selects[:50]], "choices": five_hundred})) == set()
    assert answer(as_csv({"survey": [HEAD, *selects], "choices": five_hundred})) == {"choices_many"}
    assert answer(as_csv({"survey": [HEAD, selects[0]], "choices": [list_head, *choices]})) == {"sheet_long"}


LONG = "ab\u00a0" * 10_000


@pytest.mark.parametrize("column", ["label", "appearance", "relevant", "a column of their own"])
def test_one_long_text_in_many_cells(column: str) -> None:
    rows = [["text", f"q{n}", "Q", LONG] for n in range(LARGEST_TEXT // len(LONG) + 1)]
    book = as_xlsx({"survey": [["type", "name", "label::fr", column], *rows]})
    assert len(book) < LARGEST_TEXT // 100
    assert answer(book, ".xlsx") == {"file_large"}


@pytest.mark.parametrize(("write", "file_type"), [(as_csv, ".csv"), (as_markdown, ".md"), (as_xlsx, ".xlsx")])
def test_sheets_without_end(write: Callable[[object], bytes], file_type: str) -> None:
    sheets = {f"s{number}": [["x"]] for number in range(MOST_SHEETS)}
    assert answer(write({**FORM, **sheets}), file_type) == {"file_large"}


def test_expressions_that_name_everybody() -> None:
    everybody = " + ".join(f"${{q{n}}}" for n in range(400))
    rows = [["integer", f"q{n}", "Q", ""] for n in range(400)]
    sums = [["integer", f"p{n}", "Q", everybody] for n in range(LONGEST_LOGIC // len(everybody) + 1)]
    assert answer(as_csv({"survey": [[*HEAD, "relevant"], *rows, *sums]})) == {"logic_long"}


def test_texts_that_name_everybody() -> None:
    everybody = "".join(f"${{q{n}}}" for n in range(400))
    rows = [["integer", f"q{n}", "Q"] for n in range(400)]
    notes = [["note", f"p{n}", everybody] for n in range(MOST_REFERENCES // 400 + 1)]
    assert answer(as_csv({"survey": [HEAD, *rows, *notes]})) == {"references_many"}


def test_languages_without_end() -> None:
    labels = [f"label::Language (x{number})" for number in range(MOST_LANGUAGES + 1)]
    form = [["type", "name", *labels], ["text", "q", *["Q"] * len(labels)]]
    assert answer(as_csv({"survey": form})) == {"languages_many"}


def test_texts_in_as_many_languages_as_there_may_be() -> None:
    labels = [f"label::Language (x{letter})" for letter in ascii_lowercase[:MOST_LANGUAGES]]
    rows = [
        ["text", f"q{n}", "Q"] for n in range(MOST_TEXTS // MOST_LANGUAGES + 1)
    ]  # the others are filled in
    assert answer(as_csv({"survey": [["type", "name", *labels], *rows]})) == {"texts_many"}


def test_what_cannot_be_seen_is_nothing() -> None:
    choices = [
        ["list_name", "name", "label"],
        ["l", "\u200b", "A"],
        ["l", "b", "\u200b\u2060"],
        ["l", "c", "C"],
    ]
    form = {"survey": [HEAD, ["select_one l", "q", "Q"]], "choices": choices}
    assert answer(as_csv(form)) == {"choice_nameless", "label_missing"}


def test_names_that_look_the_same_are_the_same() -> None:
    choices = [
        ["list_name", "name", "label"],
        ["l", "caf\u00e9", "A"],
        ["l", "cafe\u0301", "B"],
        ["l", "caf\u00e9\u200d", "C"],
    ]
    form = {
        "survey": [HEAD, ["text", "caf\u00e9", "Q"], ["select_one l", "cafe\u0301", "Q"]],
        "choices": choices,
    }
    assert answer(as_csv(form)) == {"name_duplicate", "choice_duplicate"}


@pytest.mark.parametrize("text", ["=1+1", "=cmd|' /C calc'!A0", "@SUM(1)", "+1", "-1"])
def test_a_cell_that_begins_like_a_formula_is_a_text(text: str) -> None:
    imported = import_form(as_csv({"survey": [HEAD, ["text", "q", text]]}), ".csv")
    assert f">{text.replace('>', '&gt;')}<" in imported.xform


def test_thousands_of_mistakes_are_all_told() -> None:
    rows = [["text", f"question{n}", f"Q ${{questoin{n}}}"] for n in range(1500)]
    with pytest.raises(FormProblems) as error:
        import_form(as_csv({"survey": [HEAD, *rows]}), ".csv")
    assert [problem.row for problem in error.value.problems] == list(range(2, 1502))
