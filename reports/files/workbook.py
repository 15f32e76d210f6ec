"""A release as a workbook (XLSX): a sheet for each question with its chart, a codebook, how it was made."""

import io
from datetime import datetime, time
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.writer.excel import ExcelWriter

from reports.files import charts
from reports.files.contents import Contents, Part
from reports.files.questions import Asked
from reports.files.sheet import LINK, STRONG, TITLE, Sheet, sheet_name
from reports.files.steady import steady
from reports.files.table import Table, spread
from reports.files.words import Words, clean, from_right_to_left

UNNAMED = b'name="Chart 1"'
WIDE = 24
"""Centimetres of a chart."""


def workbook(made: Contents, words: Words) -> bytes:
    """The same contents and words are always the same bytes."""
    book = _Book(made, words)
    book.write()
    return steady(book.packed(), made.day, book.described)


class _Book:
    def __init__(self, made: Contents, words: Words) -> None:
        self.made, self.words = made, words
        self.from_right = from_right_to_left(words.language)
        self.book = Workbook()
        self.book.remove(self.book.worksheets[0])
        self.charts: list[str] = []
        """What each chart shows, in words."""

    def write(self) -> None:
        say = self.words.say
        overview = self._sheet(say("Overview"), (60, 22))
        names = [[self._question(each) for each in part.asked] for part in self.made.parts]
        self._overview(overview, names)
        self._codebook(self._sheet(say("Codebook"), (16, 28)))
        self._method(self._sheet(say("Method"), (120, 14)))

    def packed(self) -> bytes:
        """With the day of the release instead of this moment."""
        out, when, about = io.BytesIO(), datetime.combine(self.made.day, time.min), self.made.about
        properties = self.book.properties
        properties.title, properties.creator = clean(about.title), clean(about.organiser)
        properties.language = self.words.language
        properties.created = properties.modified = when
        with ZipFile(out, "w", ZIP_DEFLATED) as archive:
            ExcelWriter(self.book, archive).save()
        return out.getvalue()

    def described(self, name: str, member: bytes) -> bytes:
        """Each chart with what it shows in words, for who cannot see it."""
        if name.startswith("xl/charts/chart"):
            return charts.untitled(member)
        if not name.startswith("xl/drawings/drawing"):
            return member
        place = int(name.removeprefix("xl/drawings/drawing").removesuffix(".xml")) - 1
        words = f"descr={quoteattr(self.charts[place])}".encode()
        return member.replace(UNNAMED, UNNAMED + b" " + words)

    def _sheet(self, wanted: str, wide: tuple[int, int] = (44, 14)) -> Sheet:
        made = self.book.create_sheet(sheet_name(wanted, self.book.sheetnames))
        return Sheet(made, self.from_right, self.words.say("not shown"), wide)

    def _overview(self, sheet: Sheet, names: list[list[str]]) -> None:
        about = self.made.about
        sheet.text(about.title, TITLE)
        for line in (about.organiser, *self.made.said):
            sheet.text(line)
        for part, sheets in zip(self.made.parts, names, strict=True):
            sheet.row += 1
            sheet.text(part.heading, TITLE)
            sheet.text(part.said)
            sheet.row += 1
            if part.asked:
                self._listed(sheet, part, sheets)
            for each in part.people:
                sheet.text(each.caption, STRONG)
                self._table(sheet, each)

    def _listed(self, sheet: Sheet, part: Part, sheets: list[str]) -> None:
        """The questions, each with the way to its sheet."""
        say = self.words.say
        head = say("Question"), say("Sheet"), say("Answered"), say("First")
        rows = [
            (each.label, name, each.answered, each.leading)
            for each, name in zip(part.asked, sheets, strict=True)
        ]
        for row, name in zip(sheet.table([head, *rows]), sheets, strict=True):
            cell = sheet.at.cell(row, 2)
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{quote_sheetname(name)}!A1")
            cell.font = LINK

    def _question(self, asked: Asked) -> str:
        """A sheet of its own; its name."""
        sheet = self._sheet(f"{len(self.book.sheetnames)} {asked.name}")
        sheet.text(asked.label, TITLE)
        for line in asked.said:
            sheet.text(line)
        sheet.row += 1
        if asked.main:
            rows = self._table(sheet, asked.main)
            if not asked.main.is_empty:
                self._chart(sheet, asked.main, rows)
        for each in asked.more:
            sheet.text(each.caption, STRONG)
            self._table(sheet, each)
        return str(sheet.at.title)

    def _table(self, sheet: Sheet, table: Table) -> range:
        say = self.words.say
        return sheet.table(spread(table, say("Lowest possible"), say("Highest possible")))

    def _chart(self, sheet: Sheet, table: Table, rows: range) -> None:
        first, last = rows[0], rows[: charts.MOST][-1]
        at = quote_sheetname(sheet.at.title)
        cells = f"{at}!$A${first}:$A${last}", f"{at}!$B${first}:$B${last}"
        labels, numbers = charts.first(table)
        made = charts.chart(labels, numbers, self.from_right, cells)
        made.width, made.height = WIDE, charts.height(labels)
        sheet.chart(made)
        self.charts.append(charts.described(labels, numbers, self.words))

    def _codebook(self, sheet: Sheet) -> None:
        say, languages = self.words.say, self.made.about.languages
        head = say("Survey"), say("Question"), say("Type"), say("Choice"), *languages
        sheet.table([head, *(row for part in self.made.parts for row in part.codebook)])

    def _method(self, sheet: Sheet) -> None:
        for part in self.made.parts:
            single = len(self.made.parts) == 1
            sheet.text(self.words.say("How these numbers were made") if single else part.heading, TITLE)
            for line in part.method:
                sheet.text(line, wrapped=True)
            sheet.row += 1
