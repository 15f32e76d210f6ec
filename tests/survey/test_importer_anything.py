"""Whatever is sent, the answer is a form or FormProblems."""

import random
from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey.importer import Imported, import_form
from survey.problems import FormProblems
from tests.survey.forms import Tables, as_csv, as_markdown, as_xlsx
from tests.survey.test_importer import GOOD

FILE_TYPES = st.sampled_from([".xlsx", ".csv", ".md"])
LANGUAGES = st.sampled_from([(), ("en",), ("en", "fr")])
GOOD_CELLS = sorted({str(cell) for rows in GOOD.values() for row in rows for cell in row})
PIECES = st.sampled_from(
    [
        *(
            "${town}",
            "${",
            "}",
            "(",
            ")",
            "'",
            "'a'",
            "]",
            "=",
            ".",
            "..",
            "../",
            "//",
            "/data",
            "-",
            " and ",
        ),
        *("selected(", "position(..)", "<b>", "&", "|", "::", ":", "—", "٣", "😀", "__row", "\n", "\x01"),
        *(" and ", "begin group", "end group", "label::en"),
    ]
)
CELLS = st.one_of(st.sampled_from(GOOD_CELLS), st.lists(PIECES, max_size=4).map("".join), st.text(max_size=8))
MUTILATIONS = st.lists(
    st.tuples(st.sampled_from(list(GOOD)), st.integers(0, 9), st.integers(0, 8), CELLS),
    min_size=1,
    max_size=8,
)
QUICK = settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])


def only_problems(content: bytes, file_type: str, languages: tuple[str, ...] = ()) -> None:
    try:
        imported = import_form(content, file_type, languages)
    except FormProblems as found:
        problems = found.problems
    else:
        assert isinstance(imported, Imported)
        assert imported == import_form(content, file_type, languages)
        return
    assert any(not problem.is_warning for problem in problems)
    assert all(problem.text and "\n" not in problem.text for problem in problems)


@QUICK
@given(st.binary(max_size=300), FILE_TYPES)
def test_any_bytes(content: bytes, file_type: str) -> None:
    only_problems(content, file_type)


@QUICK
@given(st.text(alphabet="|,;\t\n\"'survey chotypnam${}", max_size=200), FILE_TYPES)
def test_any_text(text: str, file_type: str) -> None:
    only_problems(text.encode(), file_type)


@QUICK
@given(st.integers(0, 2**32), st.integers(1, 20))
def test_a_damaged_workbook(seed: int, times: int) -> None:
    chance = random.Random(seed)
    content = bytearray(as_xlsx(GOOD))
    for _ in range(times):
        content[chance.randrange(len(content))] = chance.randrange(256)
    only_problems(bytes(content), ".xlsx")


@QUICK
@given(MUTILATIONS, st.sampled_from([as_csv, as_markdown]), LANGUAGES)
def test_any_mutilated_tables(
    mutilations: list[tuple[str, int, int, str]], write: Callable[[Tables], bytes], languages: tuple[str, ...]
) -> None:
    sheets = {name: [list(row) for row in rows] for name, rows in GOOD.items()}
    for name, row, column, cell in mutilations:
        rows = sheets[name]
        line = rows[row % len(rows)]
        line[column % len(line)] = cell
    only_problems(write(sheets), ".csv" if write is as_csv else ".md", languages)


@QUICK
@given(st.lists(st.lists(CELLS, max_size=5), max_size=6), st.lists(st.lists(CELLS, max_size=4), max_size=4))
def test_any_tables(survey: list[list[str]], choices: list[list[str]]) -> None:
    header = ["type", "name", "label", "relevant", "calculation"]
    sheets = {"survey": [header, *survey], "choices": [["list_name", "name", "label", "region"], *choices]}
    only_problems(as_csv(sheets), ".csv")
