"""A file with recommendations, of whichever kind it is: told by what it holds, not by its name."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from reports.recommendations import records, thematic
from reports.recommendations.entry import LARGEST, MOST, About, Fault, FileRefused, Found
from reports.recommendations.records import NAMES, Record, field_of
from survey.importer.unpacking import CELLS, is_small

TEMPLATE = ("number", "text", "states", "position", "source", "themes", "persons", "sdgs")
"""The columns of a table of one's own; country, session, cycle and annotation may stand beside them."""
ROWS = 20_000
"""So many rows of a sheet are looked at,"""
COLUMNS = 100
"""so many columns: one cell at the far right of each row would be 16,000 cells of each,"""
SHEETS = 20
"""and so many sheets of a workbook."""
FIRST = 30
"""In so many of them the names of the columns are looked for."""


def read(content: bytes, about: About) -> Found:
    """Raises `FileRefused`."""
    if len(content) > LARGEST:
        raise FileRefused(Fault("large"))
    if content.startswith(b"PK"):
        return thematic.read(content, about) if b"word/document.xml" in content else _sheet(content, about)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"[", b"{"}:
        return records.read(_from_json(content), about)
    return records.read(_from_csv(content), about)


def template() -> str:
    """The first row of a table of one's own."""
    return ",".join(TEMPLATE) + "\r\n"


def _sheet(content: bytes, about: About) -> Found:
    from openpyxl import load_workbook  # noqa: PLC0415 - it takes memory, and is rarely needed

    try:
        if not is_small(content, CELLS):
            raise FileRefused(Fault("large"))
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheets = map(_rows_of, workbook.worksheets[:SHEETS])
        found = next((rows for rows in sheets if _heading(rows) is not None), None)
    except FileRefused:
        raise
    except Exception as error:  # a broken workbook can make its reader raise nearly anything
        raise FileRefused(Fault("unreadable")) from error
    if found is None:
        raise FileRefused(_no_columns())
    return records.read(_from_rows(found), about)


def _rows_of(sheet: Any) -> list[list[str]]:
    rows = sheet.iter_rows(max_row=ROWS + 1, max_col=COLUMNS, values_only=True)
    return [["" if cell is None else str(cell) for cell in row] for row in rows]


def _from_csv(content: bytes) -> Iterator[tuple[int, Record]]:
    try:
        text = content.decode("utf-8-sig")
        head = text.partition("\n")[0]
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
        rows = list(islice(reader, ROWS + 1))
    except (UnicodeDecodeError, csv.Error) as error:
        raise FileRefused(Fault("unreadable")) from error
    if _heading(rows) is None:
        raise FileRefused(_no_columns())
    return _from_rows(rows)


def _from_rows(rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, Record]]:
    head = _heading(rows) or 0
    if len(rows) > ROWS:
        raise FileRefused(Fault("many", fields={"most": str(MOST)}))
    fields = [field_of(name) for name in rows[head]]
    for number, row in enumerate(rows[head + 1 :], head + 2):
        yield number, {field: cell for field, cell in zip(fields, row, strict=False) if field}


def _heading(rows: Sequence[Sequence[str]]) -> int | None:
    """The row that names the columns: at least the text, and what tells recommendations apart."""
    for place, row in enumerate(rows[:FIRST]):
        fields = {field_of(name) for name in row}
        if "text" in fields and fields & {"number", "annotation", "document"}:
            return place
    return None


def _no_columns() -> Fault:
    return Fault("columns", 1, {"columns": ", ".join(TEMPLATE), "theirs": NAMES["annotation"][0]})


def _from_json(content: bytes) -> Iterator[tuple[int, Record]]:
    try:
        given = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise FileRefused(Fault("unreadable")) from error
    items = (
        given
        if isinstance(given, list)
        else next((v for v in given.values() if isinstance(v, list)), [given])
    )
    for number, item in enumerate(items, 1):
        if not isinstance(item, dict):
            raise FileRefused(Fault("unreadable", number))
        yield number, _record(item, number)


def _record(item: dict[str, Any], number: int) -> Record:
    try:
        return {field: _written(value) for name, value in item.items() if (field := field_of(name))}
    except RecursionError as error:  # lists in lists in lists
        raise FileRefused(Fault("unreadable", number)) from error


def _written(value: Any) -> str:
    """Several values one a line; of what is an object, its name."""
    if isinstance(value, list):
        return "\n".join(map(_written, value))
    if isinstance(value, dict):
        return _written(next((value[key] for key in value if "name" in key.lower()), ""))
    return "" if value is None else str(value)
