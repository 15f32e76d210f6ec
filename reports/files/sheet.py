"""One sheet of a workbook, written from above. What is text stays text, whatever sign it begins with."""

import math
from collections.abc import Container, Iterable, Sequence
from itertools import chain
from textwrap import wrap
from typing import Any

from openpyxl.chart import BarChart
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.files.table import Cell
from reports.files.words import clean
from reports.tables import FORMULA

NAME = "Calibri"
TITLE, STRONG = Font(NAME, 14, bold=True), Font(NAME, 11, bold=True)
QUIET, LINK = Font(NAME, 11, color="5C686D"), Font(NAME, 11, underline="single", color="0F5E58")
HEAD = PatternFill("solid", fgColor="E7EFEE")
LINE = Border(bottom=Side("hair", "8A8378"))
ABOVE = Alignment(vertical="top")
MIDDLE = Alignment(horizontal="center", vertical="top", wrap_text=True)
FORMATS = {int: "#,##0", float: "0.00"}
MOST_COLUMNS = 60
"""Wider tables than that keep the width that the program gives."""
ROW = 0.5
"""Centimetres of a row, at least."""
POINTS = 15.0
"""Of a line of text. Programs that open a file do not make a row higher by themselves."""


class Sheet:
    """Text and tables one below the other; `row` is the next one."""

    def __init__(
        self, at: Worksheet, from_right: bool, hidden: str, wide: tuple[int, int] = (44, 14)
    ) -> None:
        self.at, self.row, self.hidden, self.wide = at, 1, hidden, wide
        sides = {"horizontal": "right", "readingOrder": 2} if from_right else {"horizontal": "left"}
        self.first = Alignment(vertical="top", **sides)
        self.wrapped = Alignment(vertical="top", wrap_text=True, **sides)
        at.sheet_view.rightToLeft = from_right
        at.sheet_view.showGridLines = False
        at.page_setup.orientation, at.page_setup.paperSize = "landscape", at.PAPERSIZE_A4
        at.sheet_properties.pageSetUpPr.fitToPage = True
        at.page_setup.fitToHeight = 0
        at.column_dimensions["A"].width = wide[0]
        for column in range(2, MOST_COLUMNS):
            at.column_dimensions[get_column_letter(column)].width = wide[1]

    def text(self, text: str, font: Font | None = None, wrapped: bool = False) -> None:
        cell = self.put(1, text)
        if font:
            cell.font = font
        cell.alignment = self.wrapped if wrapped else self.first
        if wrapped:
            self._high([text])
        self.row += 1

    def table(self, rows: Iterable[Sequence[Cell]]) -> range:
        """The head and the rows; the numbers of the rows."""
        head, *others = rows
        texts = {column for row in others for column, value in enumerate(row, 1) if isinstance(value, str)}
        for column, name in enumerate(head, 1):
            cell = self.put(column, name)
            cell.font, cell.fill = STRONG, HEAD
            cell.alignment = self.wrapped if column in texts else MIDDLE
        self._high(head)
        first = self.row = self.row + 1
        for row in others:
            self._line(row, texts)
        self.row += 1
        return range(first, first + len(others))

    def _line(self, row: Sequence[Cell], texts: Container[int]) -> None:
        for column, value in enumerate(row, 1):
            cell = self.put(column, value)
            cell.border = LINE
            others = ABOVE if column in texts else MIDDLE
            cell.alignment = self.wrapped if column == 1 else others
        self._high(row[:1])
        self.row += 1

    def _high(self, cells: Sequence[Cell]) -> None:
        """As many lines as the longest text of these columns takes."""
        wide = (self.wide[0], *[self.wide[1]] * len(cells))
        lines = (len(wrap(str(cell), width)) for cell, width in zip(cells, wide, strict=False))
        self.at.row_dimensions[self.row].height = POINTS * max(1, *lines, 1)

    def chart(self, chart: BarChart) -> None:
        self.at.add_chart(chart, f"A{self.row}")
        self.row += math.ceil(chart.height / ROW) + 1

    def put(self, column: int, value: Cell) -> Any:
        """A value into a cell of this row; what is not shown, in words."""
        cell = self.at.cell(self.row, column)
        if value is None:
            cell.value, cell.font = self.hidden, QUIET
        elif isinstance(value, str) and value:
            cell.value = clean(value)
            cell.data_type = "s"
            cell.quotePrefix = value.startswith(FORMULA)
        elif isinstance(value, int | float):
            cell.value, cell.number_format = value, FORMATS[type(value)]
        return cell


def sheet_name(wanted: str, taken: Sequence[str]) -> str:
    """One that a workbook allows, and that no other sheet has."""
    plain = "".join(" " if sign in "[]:*?/\\'" else sign for sign in clean(wanted)).strip()[:31] or "-"
    others = {each.casefold() for each in taken}
    numbered = (f"{plain[:27]} {number}" for number in range(2, len(taken) + 3))
    return next(each for each in chain((plain,), numbered) if each.casefold() not in others)
