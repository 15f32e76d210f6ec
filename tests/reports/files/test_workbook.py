"""A workbook holds the numbers of the release and text that stays text, in sheets as the language reads."""

import io
import re
from itertools import groupby, product
from operator import itemgetter
from typing import Any
from zipfile import ZipFile

import openpyxl
import pandas
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from bot.pages.charts import chart
from handlers.words import Words
from reports.files.charts import MOST, first
from reports.files.sheet import sheet_name
from reports.files.workbook import workbook
from reports.release.ranking import Estimate
from reports.release.reading import survey_released
from reports.tables import as_csv
from tests.reports.files.released import GRID, HOSTILE, form, made, read, release, several

SHEETS = ["Overview", "1 matters", "2 order", "3 hostile", "Codebook", "Method"]


def opened(language: str = "en", people: int = 400) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(made("xlsx", language, people)))


def members(language: str) -> dict[str, str]:
    with ZipFile(io.BytesIO(made("xlsx", language))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}


def below(sheet: Worksheet, head: str) -> list[list[Any]]:
    """The rows of the table whose first column is called so, first of its kind."""
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    start = next(place for place, row in enumerate(rows) if row[0] == head) + 1
    end = next((place for place in range(start, len(rows)) if rows[place][0] is None), len(rows))
    return rows[start:end]


def test_a_sheet_for_each_question_and_those_around_them() -> None:
    assert opened().sheetnames == SHEETS
    assert len(opened("ar").sheetnames) == len(SHEETS)


def test_the_numbers_are_those_of_the_release() -> None:
    (survey,) = release()["surveys"]
    for number, asked in enumerate(survey["questions"][1:], 1):
        everybody = asked["blocks"][0]
        labels = survey_released(survey, form(), "en")["questions"][number - 1]["choice_labels"]
        rows = {row[0]: row for row in below(opened().worksheets[number], "Choice")}
        assert set(rows) == set(labels.values())
        for name, label in labels.items():
            if asked["kind"] == "rank":
                continue
            assert rows[label][1] == said(everybody["counts"][name])
            assert rows[label][2] == said(everybody["percent"][name])


def test_each_region_and_each_group_stands_below() -> None:
    (survey,) = release()["surveys"]
    words = survey_released(survey, form(), "en")
    for number in range(3):
        kinds = ("mean_rank",) if words["questions"][number]["type"] == "rank" else ("counts", "percent")
        wanted = [
            [row["label"], said(found["answered"]), found["counted_in"], *map(said, found[kind].values())]
            for _, rows in groupby(words["rows"], key=itemgetter("dimension"))
            for kind, of_dimension in product(kinds, [list(rows)])
            for row in of_dimension
            for found in [row["questions"][number]]
        ]
        given = [
            [cell for cell in row if cell is not None]
            for row in opened().worksheets[number + 1].iter_rows(values_only=True)
            if row[0] in {each["label"] for each in words["rows"]}
        ]
        assert given == wanted


def said(number: float | None) -> float | str:
    return "not shown" if number is None else number


def test_no_word_of_anybody_is_a_formula() -> None:
    book = opened()
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type not in {"s", "n"}] == []
    texts = {cell.value for cell in cells if cell.data_type == "s"}
    assert texts >= {*HOSTILE, "=2+2 Which of these?", "\t=3+3 Town", "@Commission"}
    assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith(("=", "+", "-", "@", "\t")))
    for name, member in members("en").items():
        if name.startswith("xl/worksheets/"):
            assert "<f>" not in member


def test_every_question_has_a_chart_of_the_cells_beside_it() -> None:
    book = opened()
    for sheet in book.worksheets[1:4]:
        (chart,) = sheet._charts
        assert chart.ser[0].val.numRef.f.startswith(f"'{sheet.title}'!$B$")
        assert chart.ser[0].val.numRef.numCache.pt
    titles = [
        text.count('<autoTitleDeleted val="1"/>') for name, text in members("en").items() if "/chart" in name
    ]
    assert titles == [1, 1, 1], "no program makes up one"
    drawn = [text for name, text in members("en").items() if name.startswith("xl/drawings/drawing")]
    assert len(drawn) == 3
    assert all(re.search(r'descr="[^"]+: \d', each) for each in drawn), "said in words too"


def test_arabic_sheets_read_from_the_right() -> None:
    assert all(sheet.sheet_view.rightToLeft for sheet in opened("ar").worksheets)
    assert not any(sheet.sheet_view.rightToLeft for sheet in opened("en").worksheets)
    assert "السكن: الإيجار والإصلاح والإخلاء" in str(
        below(opened("ar").worksheets[1], Words("ar").say("Choice"))
    )


def test_the_codebook_names_every_question_and_choice_in_each_language() -> None:
    rows = list(opened()["Codebook"].iter_rows(values_only=True))
    assert rows[0][-2:] == ("en", "ar")
    assert ("residents", "region", None, "settat", "Settat", "سطات") in rows
    assert rows[-1][:4] == ("residents", "wish", "text, not counted", None)
    assert {row[1] for row in rows[1:]} == {"region", "age", "wish", *(each.name for each in GRID.asked)}


def test_of_few_people_it_shows_nothing() -> None:
    few = opened(people=12)
    assert few.sheetnames == [SHEETS[0], *SHEETS[-2:]]
    said = [cell.value for row in few["Overview"].iter_rows() for cell in row if cell.value is not None]
    assert said[-1] == "Fewer than 20 people sent their answers."
    assert all(isinstance(each, str) for each in said)


def test_surveys_of_others_stand_beside_with_names_of_their_own() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(read("en", several()), Words("en"))))
    assert book.sheetnames == [*SHEETS[:4], "4 matters", "5 order", "6 hostile", *SHEETS[-2:]]
    rows = below(book["4 matters"], "Choice")
    assert {row[2] for row in rows} == {"not shown"}, "45 are too few for percentages"
    assert any(isinstance(row[1], int) for row in rows)
    overview = [row[0] for row in book["Overview"].iter_rows(values_only=True)]
    assert overview[-1] == "Fewer than 20 people sent their answers."
    assert {"People", "Organisations", "People · Answers given with a code"} < set(overview)


def test_the_ends_of_a_range_enclose_the_number() -> None:
    for asked in read("en", release()).parts[0].asked:
        assert asked.main
        for row in asked.main.rows:
            for cell in row:
                if isinstance(cell, Estimate):
                    assert cell.low <= cell.high
                    assert cell.value is None or cell.low <= cell.value <= cell.high


def test_a_chart_on_the_page_says_the_same() -> None:
    (survey,) = release()["surveys"]
    of_page = [chart(each) for each in survey_released(survey, form(), "en")["questions"]]
    for drawn, asked in zip(of_page, read("en", release()).parts[0].asked, strict=True):
        assert drawn
        assert asked.main
        assert [bar.label for bar in drawn.bars] == asked.main.labels()
        for bar, row in zip(drawn.bars, asked.main.rows, strict=True):
            wanted = [bar.points, bar.place, bar.share] if drawn.ranking else [bar.share]
            given = [cell for cell in row[1:] if isinstance(cell, Estimate) and cell.value is not None]
            assert [(cell.value, cell.low, cell.high) for cell in given] == [
                (each.value, each.low, each.high) for each in wanted if each
            ]


def test_choices_stand_as_in_the_form() -> None:
    (survey,), choices = release()["surveys"], {each.name: each.choices for each in GRID.asked}
    for each in survey_released(survey, form(), "en")["questions"]:
        for what in ("choice_labels", "mean_rank" if each["type"] == "rank" else "counts"):
            assert tuple(each[what]) == choices[each["name"]]


def test_pandas_reads_workbook_and_csv_and_both_say_the_same() -> None:
    (survey,) = release()["surveys"]
    results = {**release(), "simulated": False, "surveys": [survey_released(survey, form(), "en")]}
    table = pandas.read_csv(io.StringIO(as_csv(results)), keep_default_na=False)
    counts = table[(table.question == "matters") & (table.what == "count") & (table.dimension == "")]
    sheet = pandas.read_excel(io.BytesIO(made("xlsx", "en")), sheet_name="1 matters", header=None)
    labels = survey_released(survey, form(), "en")["questions"][0]["choice_labels"]
    for name, value in zip(counts.choice, counts.value, strict=True):
        (row,) = sheet[sheet[0] == labels[name]].head(1).itertuples(index=False)
        assert str(row[1]) == (value or "not shown")


@pytest.mark.parametrize("wanted", ["", "a/b", "'x'", "History[1]", "x" * 40, "Überblick", "سؤال"])
def test_a_name_of_a_sheet_is_one_that_a_workbook_allows(wanted: str) -> None:
    first = sheet_name(wanted, [])
    second = sheet_name(wanted, [first.upper()])
    for name in (first, second):
        assert 0 < len(name) <= 31
        assert not set(name) & set("[]:*?/\\'")
    assert first.casefold() != second.casefold()


def test_of_many_choices_the_chart_shows_those_chosen_most() -> None:
    places = tuple(f"h{number}" for number in range(MOST + 5))
    counts = {**dict.fromkeys(places, 15), places[-1]: 200}
    block = {"base": 500, "counted_in": 1, "counts": counts, "percent": dict.fromkeys(places, 3)}
    question = {"name": "hostile", "kind": "one", "choices": places, "blocks": [block]}
    (people, *_), rows = release()["surveys"][0]["questions"], [{"dimension": "", "category": ""}]
    survey = {**release()["surveys"][0], "questions": [people, question], "rows": rows}
    (asked,) = read("en", {**release(), "surveys": [survey]}).parts[0].asked
    assert asked.main
    assert first(asked.main)[0] == [places[-1], *asked.main.labels()[1:MOST]]
    assert len(asked.main.rows) == MOST + 5
    assert f"The chart shows the first {MOST}; the table has them all." in asked.said
