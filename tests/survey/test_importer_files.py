"""Files that cannot be read, and files that must not be unpacked."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from survey.importer import import_form
from survey.importer.sheets import MOST_ROWS
from survey.importer.unpacking import LARGEST_UNPACKED
from survey.problems import FormProblems
from tests.survey.forms import as_csv, as_xlsx, table

SHEETS = {"survey": table("type | name | label\ntext | q | Où ?")}
XLSX = as_xlsx(SHEETS)


def refused(content: bytes, file_type: str) -> list[str]:
    with pytest.raises(FormProblems) as raised:
        import_form(content, file_type)
    return [problem.kind for problem in raised.value.problems]


def archive(**parts: bytes) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as written:
        for name, content in parts.items():
            written.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize("extension", [".pdf", "", ".xls", ".XLSX.exe", "xlsx"])
def test_another_kind_of_file(extension: str) -> None:
    assert refused(XLSX, extension) == ["file_type"]


@pytest.mark.parametrize("file_type", [".xlsx", ".csv", ".md"])
def test_an_empty_file(file_type: str) -> None:
    assert refused(b" \n", file_type) == ["file_empty"]


@pytest.mark.parametrize("content", [XLSX[:-30], XLSX[:200], b"PK\x03\x04", b"type,name", archive(a=b"b")])
def test_a_broken_workbook(content: bytes) -> None:
    assert refused(content, ".xlsx") == ["file_broken"]


def test_an_old_or_locked_workbook() -> None:
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".xlsx") == ["file_old"]


@pytest.mark.parametrize("file_type", [".csv", ".md"])
def test_a_workbook_under_another_name(file_type: str) -> None:
    assert refused(XLSX, file_type) == ["file_encoding"]


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_an_unknown_encoding(encoding: str) -> None:
    assert refused(as_csv(SHEETS, encoding=encoding), ".csv") == ["file_encoding"]


@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "utf-8-sig"), (";", "utf-8"), ("\t", "utf-8-sig")])
def test_what_spreadsheet_programs_write(delimiter: str, encoding: str) -> None:
    imported = import_form(as_csv(SHEETS, delimiter, encoding), ".csv")
    assert imported == import_form(XLSX, ".xlsx")


def test_a_table_that_names_no_sheet() -> None:
    assert refused(b"type,name,label\ntext,q,Q", ".csv")[0] == "survey_missing"


def test_prose_is_no_form() -> None:
    assert refused(b"# A form\n\nWith words.", ".md") == ["survey_missing"]


def test_a_file_that_is_too_large() -> None:
    assert refused(b"x" * 5_000_001, ".csv") == ["file_large"]


def test_a_workbook_that_unpacks_to_too_much() -> None:
    assert refused(archive(a=bytes(LARGEST_UNPACKED + 1)), ".xlsx") == ["file_large"]


def test_a_workbook_that_unpacks_to_more_than_it_says() -> None:
    honest = archive(a=bytes(LARGEST_UNPACKED + 1))
    size = (LARGEST_UNPACKED + 1).to_bytes(4, "little")
    assert refused(honest.replace(size, (100).to_bytes(4, "little")), ".xlsx") == ["file_broken"]


def test_a_sheet_with_too_many_rows() -> None:
    rows = [["type", "name", "label"], *[["text", "q", "Q"]] * MOST_ROWS["survey"]]
    assert refused(as_csv({"survey": rows}), ".csv") == ["sheet_long"]


def test_a_sheet_that_claims_a_million_rows() -> None:
    content = XLSX
    with ZipFile(BytesIO(content)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b'<row r="2"', b'<row r="1048576"').replace(b'2"', b'1048576"')
    assert refused(archive(**parts), ".xlsx") == ["form_empty"]
