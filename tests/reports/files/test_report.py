"""A Word report holds the numbers of the release, headings, charts with words, and Arabic from the right."""

import io
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from handlers.words import Words
from reports.files.report import report
from reports.files.table import Table, beside
from reports.release.reading import survey_released
from tests.reports.files.released import HOSTILE, form, made, read, release, several

STYLES = ("Heading 1", "Heading 2")
CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"


def opened(language: str, people: int = 400) -> Document:
    return docx.Document(io.BytesIO(made("docx", language, people)))


def tables(language: str) -> list[list[list[str]]]:
    found = opened(language).tables
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in found]


def said(number: int | None) -> str:
    return "not shown" if number is None else f"{number:,}"


def test_the_numbers_are_those_of_the_release() -> None:
    (survey,) = release()["surveys"]
    first, ranked, last = survey_released(survey, form(), "en")["questions"]
    for asked, table in ((first, tables("en")[3]), (last, tables("en")[9])):
        assert {row[0] for row in table[1:]} == set(labels_of(asked))
        for row in table[1:]:
            name = labels_of(asked)[row[0]]
            assert row[1] == said(asked["counts"][name])
            assert row[2].startswith(f"{said(asked['percent'][name])}\u00a0(")
    for row in tables("en")[6][1:]:
        assert row[2].startswith(f"{ranked['mean_rank'][labels_of(ranked)[row[0]]]}\u00a0(")


def test_each_region_and_group_stands_beside_everybody() -> None:
    (survey,) = release()["surveys"]
    read_ = survey_released(survey, form(), "en")
    rows = {row["label"]: row["questions"][0] for row in (*read_["rows"], {**read_, "label": "Everybody"})}
    names = labels_of(read_["questions"][0])
    for table in tables("en")[4:6]:
        assert table[0][:2] == ["Choice", "Everybody"]
        assert len(table) == 2 + len(names)
        for place, label in enumerate(table[0][1:], 1):
            assert table[1][place] == said(rows[label]["answered"])
            for line in table[2:]:
                assert line[place] == said(rows[label]["counts"][names[line[0]]])


def test_many_regions_stand_in_pieces_that_have_room() -> None:
    wide = Table("T", ("Choice", *(f"r{number}" for number in range(13))), (("a", *range(13)),))
    pieces = list(beside(wide, 6))
    assert [len(each.head) for each in pieces] == [7, 7, 2]
    assert {each.rows[0][0] for each in pieces} == {"a"}
    assert [cell for each in pieces for cell in each.rows[0][1:]] == list(range(13))


def labels_of(asked: dict[str, dict[str, str]]) -> dict[str, str]:
    """The name of each choice by its label."""
    return {label: name for name, label in asked["choice_labels"].items()}


def test_it_has_headings_a_chart_for_each_question_and_numbered_pages() -> None:
    written = opened("en")
    headings = [each.text for each in written.paragraphs if each.style and each.style.name == "Heading 2"]
    assert headings[-3:] == [
        "What matters most? Choose up to three.",
        "Put them in order.",
        "=2+2 Which of these?",
    ]
    charts = [part for part in written.part.package.iter_parts() if part.content_type == CHART]
    assert len(charts) == 3
    shown = written.element.body.findall(f".//{qn('wp:docPr')}")
    assert [each.get("title") for each in shown] == headings[-3:]
    assert "Water & sanitation: " in str(shown[0].get("descr"))
    fields = written.sections[0].footer._element.findall(f".//{qn('w:fldSimple')}")
    assert [each.get(qn("w:instr")) for each in fields] == ["PAGE", "NUMPAGES"]


def test_words_that_look_like_formulas_stay_words() -> None:
    text = str(tables("en"))
    assert all(label in text for label in HOSTILE)
    with ZipFile(io.BytesIO(made("docx", "en"))) as archive:
        fields = archive.read("word/document.xml").count(b"w:instr")
    assert fields == 0


def test_arabic_paragraphs_and_tables_read_from_the_right() -> None:
    arabic, english = opened("ar"), opened("en")
    for paragraph in arabic.element.body.findall(f".//{qn('w:p')}"):
        if "".join(paragraph.itertext()).strip():
            assert paragraph.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None
    assert all(table._tbl.tblPr.find(qn("w:bidiVisual")) is not None for table in arabic.tables)
    assert all(run.font.rtl for paragraph in arabic.paragraphs for run in paragraph.runs if run.text)
    assert not english.element.body.findall(f".//{qn('w:bidi')}")


def test_a_table_stays_on_one_page() -> None:
    """Where its head alone had room, LibreOffice lost the rows."""
    for table in opened("en").tables:
        kept = [
            cell.paragraphs[0].paragraph_format.keep_with_next for row in table.rows for cell in row.cells
        ]
        wide = len(table.columns)
        assert all(kept[:-wide])
        assert not any(kept[-wide:])


def test_of_several_surveys_each_has_its_chapter_and_its_method() -> None:
    written = docx.Document(io.BytesIO(report(read("en", several()), Words("en"))))
    by_style = {
        name: [each.text for each in written.paragraphs if each.style and each.style.name == name]
        for name in STYLES
    }
    parts = ["People", "Organisations", "People · Answers given with a code"]
    assert by_style["Heading 1"] == [*parts, *parts[:2], "How these numbers were made"]
    assert by_style["Heading 2"][-3:] == parts
    assert "(" not in "".join(cell.text for row in written.tables[-1].rows for cell in row.cells[1:])


@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_says_how_its_numbers_were_made(language: str) -> None:
    text = [each.text for each in opened(language).paragraphs]
    assert Words(language).say("How these numbers were made") in text
    assert Words(language).say("Only answers that are chosen or put in order are counted.") in text


def test_of_few_people_it_shows_nothing() -> None:
    written = opened("en", 12)
    assert not written.element.body.findall(f".//{qn('wp:docPr')}")
    assert not written.tables
    assert "Fewer than 20 people sent their answers." in [each.text for each in written.paragraphs]


def test_where_the_order_is_not_certain_files_say_so_in_the_words_of_the_page() -> None:
    first, *_ = read("en", release(45)).parts[0].asked
    assert "What is rounded and hidden leaves open which three come first." in first.said
