"""Exports of the Universal Human Rights Index, tables of one's own, and files made to hurt."""

import json
import tracemalloc
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from reports.recommendations import reading
from reports.recommendations.entry import About, FileRefused, Found, Recommendation
from reports.recommendations.issues import issues_of
from tests.reports.recommendations.lists import listed, with_part

COLUMNS = (
    "OHCHR Annotation Id",
    "Document Symbol",
    "Document Publication Date",
    "Reccomending Body",
    "Type",
    "Countries Concerned",
    "Regions Concerned",
    "Themes",
    "Affected Persons",
    "Sdgs",
    "Text",
    "UPR Session",
    "UPR Reccomending States",
    "UPR Position",
)
TEXT = "121.1 Ratify it (France) (Lithuania);\nSource of Position: A/HRC/43/15 - Para 121"
THEMES = "- Acceptance of international norms\n- Children: definition; general principles; protection"
ROW = (
    "0a1b",
    "A/HRC/43/15",
    "2020-01-03",
    "- UPR",
    "- Recommendations",
    "- Slovenia",
    "- EEG",
    THEMES,
    "- Children\n- Women",
    "- 16.3 - Promote the rule of law\n- 5 - GENDER EQUALITY",
    TEXT,
    "34",
    "- France\n- Lithuania",
    "Supported",
)


def sheet(*rows: tuple[str, ...], columns: tuple[str, ...] = COLUMNS) -> bytes:
    workbook = Workbook()
    for row in (columns, *rows):
        workbook.worksheets[0].append(row)
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def found_in(content: bytes, about: About = About()) -> Found:  # noqa: B008
    return reading.read(content, about)


@pytest.mark.parametrize("columns", [COLUMNS, tuple(each.replace("Recco", "Reco") for each in COLUMNS)])
def test_the_excel_export_in_both_spellings(columns: tuple[str, ...]) -> None:
    found = found_in(sheet(ROW, columns=columns))
    (one,) = found.recommendations
    assert found.faults == []
    assert (one.annotation, one.country, one.session, one.document) == ("0a1b", "Slovenia", 34, "A/HRC/43/15")
    assert (one.number, one.text) == ("121.1", "Ratify it (France) (Lithuania)")
    assert (one.states, one.position) == (("France", "Lithuania"), "supported")
    assert one.themes == (
        "Acceptance of international norms",
        "Children: definition; general principles; protection",
    )
    assert (one.persons, one.sdgs) == (("Children", "Women"), ("16.3", "5"))
    assert one.source == "A/HRC/43/15 - Para 121"


def test_rows_of_other_bodies_are_left_out_and_told() -> None:
    other = (
        "0c",
        "CRC/C/1",
        "",
        "- CRC",
        "- Recommendations",
        "- Slovenia",
        "",
        "",
        "",
        "",
        "12. Do it",
        "",
        "",
        "",
    )
    found = found_in(sheet(ROW, other))
    assert [each.annotation for each in found.recommendations] == ["0a1b"]
    assert [(each.kind, each.row) for each in found.faults] == [("elsewhere", 3)]
    assert found.is_whole


def test_a_row_of_the_index_without_a_number_is_known_by_its_annotation() -> None:
    found = found_in(sheet((*ROW[:10], "Ratify it (Peru)", *ROW[11:])))
    assert [(each.number, each.annotation) for each in found.recommendations] == [("", "0a1b")]
    assert found.is_whole


def test_the_json_export() -> None:
    item = {
        "AnnotationId": "0a1b",
        "Symbol": "A/HRC/43/15",
        "Text": TEXT,
        "AnnotationType": "Recommendations",
        "Countries": ["Slovenia"],
        "AffectedPersons": ["Children"],
        "Themes": ["Acceptance of international norms"],
        "Sdgs": ["16.3 - Promote the rule of law"],
        "Regions": [],
        "Body": "UPR",
    }
    (one,) = found_in(json.dumps([item]).encode()).recommendations
    assert (one.number, one.states, one.sdgs) == ("121.1", ("France", "Lithuania"), ("16.3",))
    assert (one.session, one.document, one.position) == (0, "A/HRC/43/15", "")
    (one,) = found_in(json.dumps({"data": [item]}).encode(), About(session=34)).recommendations
    assert one.session == 34


def test_a_table_of_ones_own() -> None:
    themes = "Children: definition; general | Norms"
    rows = f"121.1,Ratify it,France | Lithuania,noted,A/HRC/43/15,{themes},women,5|16.3\r\n"
    found = found_in((reading.template() + rows).encode(), About("Slovenia", 34, 3))
    (one,) = found.recommendations
    assert found.faults == []
    assert (one.number, one.states, one.position) == ("121.1", ("France", "Lithuania"), "noted")
    assert (one.themes, one.sdgs, one.cycle) == (("Children: definition; general", "Norms"), ("5", "16.3"), 3)


def test_a_row_without_a_number_is_told() -> None:
    found = found_in((reading.template() + ",Ratify it,France,noted,,,,\r\n").encode(), About("Slovenia", 34))
    assert [(each.kind, each.row) for each in found.faults] == [("number", 2)]
    assert not found.is_whole


def bomb(part: bytes) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", part)
    return buffer.getvalue()


def far_to_the_right(rows: int) -> bytes:
    """A small workbook with one cell in the last column of each row."""
    cells = "".join(f'<row r="{row}"><c r="XFD{row}"/></row>' for row in range(1, rows)).encode()
    data = b"<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData>"
    whole = data + cells + b"</sheetData></worksheet>"
    return with_part(sheet(("1", "2"), columns=("a", "b")), "xl/worksheets/sheet1.xml", lambda _: whole)


DOCUMENT = "word/document.xml"
DOCTYPE = b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
HEAD = ("Recommendation", "Position")
GOOD = listed(HEAD, ("115.1 Ratify it (Peru)", "Supported"))


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "columns"),
        (b"\x00\xff\xfe", "unreadable"),
        (b"PK\x03\x04 broken", "unreadable"),
        (b"[1, 2]", "unreadable"),
        (b"[" * 5_000, "unreadable"),
        (b'[{"Number": "1.1", "Text": ' + b"[" * 700 + b"]" * 700 + b"}]", "unreadable"),
        (b"a,b\r\n1,2\r\n", "columns"),
        (sheet(("1", "2"), columns=("a", "b")), "columns"),
        (GOOD[:-200], "unreadable"),
        (bomb(b"<a>" + b"<b/>" * 1_100_000 + b"</a>"), "large"),
        (bomb(b" " * 25_000_000), "large"),
        (
            with_part(
                GOOD, "word/document.xml", lambda part: part.replace(b"<w:doc", DOCTYPE + b"<w:doc", 1)
            ),
            "unreadable",
        ),
        (b" " * 10_000_001, "large"),
        ((reading.template() + "x,y\r\n" * 20_001).encode(), "many"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(content: bytes, kind: str) -> None:
    with pytest.raises(FileRefused) as refused:
        found_in(content)
    assert refused.value.fault.kind == kind


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "text",
    [
        "(" * 20_000,
        "(" + "Peru and " * 5_000 + ")",
        "1.1 " * 20_000,
        "1 1 " * 20_000 + "x",
        "[Peru](" * 5_000,
        "and " * 9_000,
        "A/HRC/" + "-" * 100_000 + "x",
    ],
)
def test_no_text_takes_more_time_than_its_size(text: str) -> None:
    found_in(listed(HEAD, *[(f"115.{each} {text}", "Supported") for each in range(3)]))


@pytest.mark.timeout(20)
def test_a_long_list_of_persons_takes_no_more_time_than_its_size() -> None:
    one = Recommendation("Slovenia", 34, "1.1", "Go on", persons=("(" * 200_000,))
    assert issues_of(one) == ("upr-general",)


@pytest.mark.timeout(20)
def test_many_themes_take_no_more_time_than_their_size() -> None:
    themes = [f"Theme {number}" for number in range(50_000)]
    (one,) = found_in(
        json.dumps([{"Number": "1.1", "Text": "Go on", "Themes": themes}]).encode()
    ).recommendations
    assert one.themes == tuple(themes)


def test_a_number_of_columns_that_no_table_has_is_left_out() -> None:
    wide = b'<w:gridSpan w:val="' + b"9" * 5_000 + b'"/></w:tcPr>'
    content = with_part(GOOD, DOCUMENT, lambda part: part.replace(b"</w:tcPr>", wide))
    assert [each.number for each in found_in(content).recommendations] == ["115.1"]


def test_a_workbook_with_cells_far_to_the_right_fills_no_memory() -> None:
    content = far_to_the_right(rows=400)
    tracemalloc.start()
    with pytest.raises(FileRefused):
        found_in(content)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 10_000_000


@pytest.mark.parametrize("sign", ["\x00", "\ud800", "\x1b"])
def test_signs_that_no_page_and_no_database_can_hold_are_left_out(sign: str) -> None:
    row = {"Annotation Id": "0a1b", "Number": "121.1", "Text": "Ratify it (France)", "Position": "Noted"}
    given = {name: f"{text[0]}{sign}{text[1:]}" for name, text in {**row, "Country": "Slovenia"}.items()}
    (one,) = reading.read(json.dumps([{**given, "Session": "34"}]).encode(), About()).recommendations
    assert (one.annotation, one.number, one.text) == ("0a1b", "121.1", "Ratify it (France)")
    assert (one.country, one.position) == ("Slovenia", "noted")
