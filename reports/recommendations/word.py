"""The tables of a Word file, as rows of cells, without what could harm who reads them."""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

from lxml import etree
from lxml.etree import SubElement

from reports.recommendations.cells import numbered
from reports.recommendations.elements import WORD, Element, count, path
from reports.recommendations.entry import Fault, FileRefused
from reports.recommendations.numbering import numbers_of
from survey.importer.unpacking import is_small

DOCUMENT, NUMBERING, STYLES = "word/document.xml", "word/numbering.xml", "word/styles.xml"
BESIDE = ("word/header", "word/footer")
_LEFT_OUT = {
    f"{WORD}{name}" for name in ("del", "moveFrom", "footnoteReference", "endnoteReference", "instrText")
}
_BREAKS = {f"{WORD}br": "\n", f"{WORD}cr": "\n", f"{WORD}tab": " ", f"{WORD}noBreakHyphen": "-"}
Lists = Set[Element]
"""The tables that are read for themselves."""


@dataclass(frozen=True, slots=True)
class Cell:
    """`column`: the first column of the grid that it covers."""

    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """`number`: counted over all tables, from 1."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def filled(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.text.strip())


@dataclass(frozen=True, slots=True)
class Table:
    """`before`: the lines that stand between it and the table before it."""

    before: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """`heading`: what stands outside of the tables, and at the head and the foot of each page."""

    heading: str
    tables: tuple[Table, ...]


def read(content: bytes) -> Document:
    """Raises `FileRefused`."""
    try:
        if not is_small(content, (DOCUMENT,)):
            raise FileRefused(Fault("large"))
        with ZipFile(BytesIO(content)) as archive:
            body = _parsed(archive.read(DOCUMENT))
            beside = [_parsed(archive.read(each)) for each in archive.namelist() if each.startswith(BESIDE)]
            _count_out(body, *(_part(archive, each) for each in (NUMBERING, STYLES)))
    except FileRefused:
        raise
    except Exception as error:  # a broken archive can make its reader raise nearly anything
        raise FileRefused(Fault("unreadable")) from error
    outside = "\n".join(_text(each) for each in body.iter(f"{WORD}p") if _table_of(each) is None)
    heads = "\n".join(_text(paragraph) for each in beside for paragraph in each.iter(f"{WORD}p"))
    return Document(f"{heads}\n{outside}", tuple(_tables(body)))


def _part(archive: ZipFile, name: str) -> Element | None:
    return _parsed(archive.read(name)) if name in archive.namelist() else None


def _count_out(body: Element, numbering: Element | None, styles: Element | None) -> None:
    """Write out the numbers that Word would write, each before its paragraph, if it has none in its text."""
    for paragraph, said in numbers_of(body, numbering, styles).items():
        if numbered(_text(paragraph))[0]:
            continue
        run = SubElement(paragraph, f"{WORD}r")
        SubElement(run, f"{WORD}t").text = f"{said} "
        paragraph.insert(0, run)


def _parsed(content: bytes) -> Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(content, parser)
    if b"<!DOCTYPE" in content:
        raise FileRefused(Fault("unreadable"))
    return root


def _tables(body: Element) -> Iterator[Table]:
    number, before = 0, list[str]()
    lists = {table for table in body.iter(f"{WORD}tbl") if _is_list(table)}
    for element in body.iter(f"{WORD}p", f"{WORD}tbl"):
        if element.tag == f"{WORD}p" and _table_of(element) is None:
            before.append(_text(element))
        elif element in lists:
            rows = tuple(_rows(element, lists, number))
            yield Table(tuple(before), rows)
            number, before = number + len(rows), []


def _rows(table: Element, lists: Lists, after: int) -> Iterator[Row]:
    above: dict[int, str] = {}
    own = (row for row in table.iter(f"{WORD}tr") if _table_of(row) is table and not _is_deleted(row))
    for number, row in enumerate(own, after + 1):
        yield Row(number, tuple(_cells(row, lists, above)))


def _cells(row: Element, lists: Lists, above: dict[int, str]) -> Iterator[Cell]:
    """What is merged with the cell above it says the same."""
    column = count(row, path("trPr", "gridBefore"), 0)
    for cell in row.iter(f"{WORD}tc"):
        if next(cell.iterancestors(f"{WORD}tr")) is not row:
            continue
        merged = cell.find(f"{WORD}tcPr/{WORD}vMerge")
        continues = merged is not None and merged.get(f"{WORD}val", "continue") == "continue"
        text = above.get(column, "") if continues else _cell_text(cell, lists)
        above[column] = text
        yield Cell(column, text)
        column += count(cell, path("tcPr", "gridSpan"), 1)


def _is_list(table: Element) -> bool:
    """Whether it is read for itself: not where it only sets out what stands in the cell of another."""
    if _table_of(table) is None:
        return True
    rows = [row for row in table.iter(f"{WORD}tr") if _table_of(row) is table]
    wide = any(len(row.findall(f"{WORD}tc")) > 1 for row in rows)
    return wide and any(numbered(_text(each))[0] for each in table.iter(f"{WORD}p"))


def _cell_text(cell: Element, lists: Lists) -> str:
    """Its paragraphs, beside those of a list inside it."""
    return "\n".join(_text(each) for each in cell.iter(f"{WORD}p") if _cell_of(each, lists) is cell)


def _cell_of(paragraph: Element, lists: Lists) -> Element | None:
    cells = paragraph.iterancestors(f"{WORD}tc")
    return next((cell for cell in cells if _table_of(cell) in lists), None)


def _text(paragraph: Element) -> str:
    return "".join(_pieces(paragraph))


def _pieces(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag in _LEFT_OUT or child.tag == f"{WORD}p":
            continue
        if child.tag == f"{WORD}t":
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        elif isinstance(child.tag, str) and not child.tag.endswith("}Fallback"):
            yield from _pieces(child)


def _table_of(element: Element) -> Element | None:
    return next(element.iterancestors(f"{WORD}tbl"), None)


def _is_deleted(row: Element) -> bool:
    return row.find(f"{WORD}trPr/{WORD}del") is not None
