"""Thematic lists, written as somebody at the United Nations might write them."""

from collections.abc import Callable, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import _Cell

HEADING = "UPR of Slovenia (2nd Cycle – 20th session)"
Row = str | Sequence[str]


def listed(*rows: Row, heading: str = HEADING, wide: int = 0) -> bytes:
    """A table; a row that is one text spans it."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = heading
    add_table(document, rows, wide)
    return saved(document)


def add_table(document: "Document", rows: Sequence[Row], wide: int = 0) -> None:  # type: ignore[valid-type]
    columns = wide or max(len(row) for row in rows if not isinstance(row, str))
    table = document.add_table(0, columns)  # type: ignore[attr-defined]
    for row in rows:
        cells = table.add_row().cells
        if isinstance(row, str):
            cells[0].merge(cells[-1]).text = row
        else:
            for cell, text in zip(cells, row, strict=False):
                cell.text = text


def saved(document: "Document") -> bytes:  # type: ignore[valid-type]
    buffer = BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def with_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same file with one of its parts changed."""
    buffer = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for each in old.namelist():
            part = old.read(each)
            new.writestr(each, change(part) if each == name else part)
    return buffer.getvalue()


def continued(cell: _Cell) -> None:
    """Merge a cell with the one above it."""
    merged = OxmlElement("w:vMerge")
    cell._tc.get_or_add_tcPr().append(merged)
    cell.text = ""


def run_with(cell: _Cell, tag: str, text: str) -> None:
    """Put a run into a cell's first paragraph, inside of an element such as `w:ins`."""
    outer, run, inner = (
        OxmlElement(tag),
        OxmlElement("w:r"),
        OxmlElement("w:delText" if tag == "w:del" else "w:t"),
    )
    inner.text = text
    inner.set(qn("xml:space"), "preserve")
    run.append(inner)
    outer.append(run)
    cell.paragraphs[0]._p.append(outer)
