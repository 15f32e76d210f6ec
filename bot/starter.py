"""The example that a new consultation starts from: `mushawara consultation new FOLDER`."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from string import Template

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet
from pyxform.xls2json_backends import md_table_to_workbook

from storage.terms import SLUG

EXAMPLE = files("bot") / "example"
WIDEST = 48


class NoName(Exception):
    """A consultation cannot be called as its folder is."""


class FolderNotEmpty(Exception):
    """The folder holds something already. Name a new one, so that nothing is overwritten."""


def write_starter(folder: Path, today: date) -> None:
    """Write a consultation to start from: consultation.toml, regions.csv and survey.xlsx.

    It is called like its folder, so that two that are begun so are two, and opens a week after `today`, for
    four weeks. Raises `FolderNotEmpty` where `folder` holds anything, `NoName` where its name is no slug.
    """
    slug = folder.resolve().name
    if not SLUG.fullmatch(slug):
        raise NoName(slug)
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FolderNotEmpty(folder)
    begun = _filled_in(_example("consultation.toml"), slug, today)
    (folder / "consultation.toml").write_text(begun, encoding="utf-8")
    (folder / "regions.csv").write_text(_example("regions.csv"), encoding="utf-8")
    (folder / "survey.xlsx").write_bytes(_spreadsheet(_example("survey.md")))


def _example(name: str) -> str:
    return (EXAMPLE / name).read_text(encoding="utf-8")


def _filled_in(text: str, slug: str, today: date) -> str:
    opens = datetime.combine(today + timedelta(days=7), time(9))
    closes = datetime.combine(today + timedelta(days=35), time(20))
    return Template(text).substitute(
        slug=slug,
        opens=opens.isoformat(),
        closes=closes.isoformat(),
        results_on=(today + timedelta(days=49)).isoformat(),
    )


def _spreadsheet(tables: str) -> bytes:
    plain = BytesIO()
    md_table_to_workbook(tables).save(plain)
    return _formatted(load_workbook(plain))


def as_spreadsheet(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """The rows of each sheet, as it is pleasant to write in them."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append([cell or None for cell in row])
    return _formatted(workbook)


def _formatted(workbook: Workbook) -> bytes:
    formatted = BytesIO()
    for sheet in workbook.worksheets:
        _format(sheet)
    workbook.save(formatted)
    return formatted.getvalue()


def _format(sheet: Worksheet) -> None:
    sheet.freeze_panes = "A2"
    for column in sheet.iter_cols():
        longest = max(len(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[column[0].column_letter].width = min(longest, WIDEST) + 2
        column[0].font = Font(bold=True)
        for cell in column:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
