"""Reading the sheets of a form, whatever the file, into rows that know where they stand."""

import csv
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO, StringIO
from itertools import islice
from unicodedata import category

from survey.importer.unpacking import check_size
from survey.problems import FormProblems, Problem

LARGEST_FILE = 5_000_000
LARGEST_TEXT = 5_000_000
"""Letters in all cells together; a workbook keeps a text that stands in many cells only once."""
MOST_SHEETS = 100
MOST_ROWS = {"survey": 2_000}
"""A survey of more rows is none that a person goes through; other sheets may have `MOST_OTHER_ROWS`."""
MOST_OTHER_ROWS = 5_000
MOST_COLUMNS = 200
MOST_LINES = 200_000
"""Of a text file, the empty ones included."""
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
MIDNIGHT = "T00:00:00"
MARKDOWN_PIPE = re.compile(r"(?<!\\)\|")
MARKDOWN_RULE = re.compile(r"[|:\s-]+")


@dataclass(frozen=True, slots=True)
class Row:
    """`number` counts in the sheet from 1, the header; `line` in the file, 0 where a file has no lines."""

    number: int
    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its header and the rows that hold anything."""

    name: str
    header: Row
    rows: tuple[Row, ...]


def read_sheets(content: bytes, file_type: str) -> tuple[Sheet, ...]:
    """The sheets of an .xlsx, of a .csv (first column: the sheet's name) or of an .md with tables likewise.

    Raises FormProblems, and nothing else, where the file cannot be read.
    """
    if file_type not in READERS:
        raise FormProblems([Problem("file_type", fields={"extension": file_type})])
    if not content.strip():
        raise FormProblems([Problem("file_empty")])
    if len(content) > LARGEST_FILE:
        raise _large()
    read = tuple(islice(READERS[file_type](content), MOST_SHEETS + 1))
    if len(read) > MOST_SHEETS:
        raise _large()
    sheets = tuple(sheet for sheet in read if sheet.name)
    if long := [sheet.name for sheet in sheets if sheet.rows and sheet.rows[-1].number > _most(sheet.name)]:
        raise FormProblems(map(_long, long))
    return sheets


def _most(name: str) -> int:
    """The number of the last row that a sheet may have."""
    return MOST_ROWS.get(name.lower(), MOST_OTHER_ROWS)


def _long(name: str) -> Problem:
    return Problem("sheet_long", name, fields={"limit": str(_most(name))})


def _read_xlsx(content: bytes) -> Iterator[Sheet]:
    if content.startswith(OLD_EXCEL):
        raise FormProblems([Problem("file_old")])
    try:
        check_size(content)
        sheets = _open_xlsx(content)
    except (FormProblems, MemoryError):
        raise
    except Exception as error:  # a broken file raises anything at all, from zlib to the XML reader
        raise _broken(".xlsx") from error
    return iter(sheets)


def _open_xlsx(content: bytes) -> list[Sheet]:
    from openpyxl import load_workbook  # noqa: PLC0415 - see the package

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and validations, which no form needs
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        sheets, room = [], _Room()
        for worksheet in book.worksheets[: MOST_SHEETS + 1]:
            worksheet.reset_dimensions()  # a file may claim a million columns
            rows = worksheet.iter_rows(max_row=MOST_OTHER_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
            numbered = ((number, 0, map(_text, room.for_(row))) for number, row in enumerate(rows, 1))
            sheets.append(_sheet(worksheet.title, numbered))
        book.close()
    return sheets


class _Room:
    """What is left of `LARGEST_TEXT`."""

    left = LARGEST_TEXT

    def for_(self, row: tuple[object, ...]) -> tuple[object, ...]:
        """The filled cells of a row. Raises FormProblems where there is no room for them."""
        filled = _filled(row)
        self.left -= sum(len(cell) for cell in filled if isinstance(cell, str))
        if self.left < 0:
            raise _large()
        return filled


def _filled(row: tuple[object, ...]) -> tuple[object, ...]:
    """The cells up to the last that holds anything: the reader makes all rows as wide as they may be."""
    return row[: next((end for end in range(len(row), 0, -1) if row[end - 1] is not None), 0)]


def _text(value: object) -> str:
    """A cell as the author sees it: whole numbers without a point, a day as 2026-12-01."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat().removesuffix(MIDNIGHT)
    return "" if value is None else str(value)


def _read_csv(content: bytes) -> Iterator[Sheet]:
    text = _decode(content)
    first_lines = "".join(islice(StringIO(text), 3))
    delimiter = max(",;\t", key=first_lines.count)  # a French or Arabic spreadsheet program writes ";"
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    records: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for record in reader:
            records.append((begins, record))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise _broken(".csv") from error
    return _split(records)


def _read_markdown(content: bytes) -> Iterator[Sheet]:
    lines = ((number, line.strip()) for number, line in enumerate(_decode(content).splitlines(), 1))
    tables = ((number, line) for number, line in lines if line.startswith("|"))
    return _split((n, _markdown_cells(line)) for n, line in tables if not MARKDOWN_RULE.fullmatch(line))


def _markdown_cells(line: str) -> list[str]:
    cells = MARKDOWN_PIPE.split(line)[1:]
    closed = cells[:-1] if not cells[-1].strip() else cells
    return [cell.replace(r"\|", "|") for cell in closed]


def _decode(content: bytes) -> str:
    if content.count(b"\n") + content.count(b"\r") > MOST_LINES:
        raise _large()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormProblems([Problem("file_encoding")]) from error


def _split(records: Iterable[tuple[int, list[str]]]) -> Iterator[Sheet]:
    """The sheets of a text file, whose first column names the sheet that begins there."""
    name = ""
    rows: list[tuple[int, int, list[str]]] = []
    for line, (first, *rest) in ((line, record or [""]) for line, record in records):
        if first.strip():
            yield _sheet(name, rows)
            name, rows = first.strip(), []
        if rows or any(cell.strip() for cell in rest):
            rows.append((len(rows) + 1, line, rest[:MOST_COLUMNS]))
        if len(rows) > MOST_OTHER_ROWS:
            raise FormProblems([_long(name)])
    yield _sheet(name, rows)


def _sheet(name: str, rows: Iterable[tuple[int, int, Iterable[str]]]) -> Sheet:
    """Read up to the first row too many, which stays, to be told: nothing beyond it is looked at."""
    header, *others = _up_to_long(name, (_row(*row) for row in rows)) or [Row(1, 0, ())]
    return Sheet(name, header, tuple(row for row in others if row.cells))


def _up_to_long(name: str, rows: Iterable[Row]) -> list[Row]:
    most, read = _most(name), []
    for row in rows:
        read.append(row)
        if row.number > most and row.cells:
            break
    return read


def _row(number: int, line: int, cells: Iterable[str]) -> Row:
    cleaned = [_seen(cell.strip()) for cell in cells]
    while cleaned and not cleaned[-1]:
        cleaned.pop()
    return Row(number, line, tuple(cleaned))


def _seen(cell: str) -> str:
    """The text of a cell; nothing where nothing of it can be seen, spaces without width for instance."""
    return cell if cell.isprintable() or not all(category(letter)[0] in "CZ" for letter in cell) else ""


def _large() -> FormProblems:
    return FormProblems([Problem("file_large")])


def _broken(extension: str) -> FormProblems:
    return FormProblems([Problem("file_broken", fields={"extension": extension})])


READERS = {".xlsx": _read_xlsx, ".csv": _read_csv, ".md": _read_markdown}
