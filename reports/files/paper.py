"""Paragraphs, tables and charts of a Word document, from left to right or from right to left."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from xml.sax.saxutils import quoteattr

from docx.document import Document
from docx.enum.table import WD_TABLE_DIRECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from openpyxl.xml.functions import tostring

from reports.files import charts
from reports.files.table import Cell
from reports.files.words import Words, clean
from reports.release.ranking import Estimate

STYLES = {
    "Normal": 10.5,
    "Title": 22,
    "Heading 1": 16,
    "Heading 2": 12.5,
    "Caption": 9,
    "List Bullet": 10.5,
    "List Number": 10.5,
}
TOGETHER = 25
"""Rows of a table that stays on one page."""
SMALL = 9.0
"""Points of the letters in tables."""
LONGEST_ABOUT = 255
"""Letters of what is said of a file; Word has room for no more."""
COLOUR = RGBColor.from_string(charts.COLOUR)
WIDE = 17.0
"""Centimetres between the margins of A4."""
EMU = 360_000
"""A centimetre."""
NUMBER = 3.4
"""Centimetres of a column of numbers."""
BIDI = f"<w:bidi {nsdecls('w')}/>"
AFTER_BIDI = (
    *("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents"),
    *("w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment", "w:outlineLvl", "w:rPr"),
)
"""The schema wants an order."""
LINES = (
    f'<w:tblBorders {nsdecls("w")}><w:top w:val="single" w:sz="4" w:color="8A8378"/>'
    '<w:bottom w:val="single" w:sz="4" w:color="8A8378"/>'
    '<w:insideH w:val="single" w:sz="2" w:color="D5CFC4"/></w:tblBorders>'
)
CHARTS = "http://schemas.openxmlformats.org/drawingml/2006/chart"
CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"


class Paper:
    def __init__(self, document: Document, words: Words, from_right: bool) -> None:
        self.document, self.words, self.from_right = document, words, from_right
        self.drawn = 0
        self._page()
        for name, size in STYLES.items():
            self._style(name, size)

    def text(self, text: str, style: str = "Normal", new_page: bool = False, with_next: bool = False) -> None:
        made = self.document.add_paragraph(style=style)
        made.paragraph_format.page_break_before = new_page or None
        made.paragraph_format.keep_with_next = with_next or None
        self._say(made, text)

    def table(
        self,
        summary: str,
        rows: Sequence[Sequence[Cell]],
        texts: frozenset[int] = frozenset({0}),
        number: float = NUMBER,
    ) -> None:
        """The first row is the head, said again on each page. `texts`: columns that hold no numbers.

        `number`: how wide the others are.
        """
        wide = len(rows[0])
        made = self.document.add_table(len(rows), wide)
        made.autofit = False
        self._about_table(made, summary)
        widths = _widths(wide, texts, number)
        for column, width in zip(made.columns, widths, strict=True):
            column.width = Cm(width)
        for line, (row, values) in enumerate(zip(made.rows, rows, strict=True)):
            properties = row._tr.get_or_add_trPr()
            properties.append(OxmlElement("w:cantSplit"))
            if not line:
                properties.append(OxmlElement("w:tblHeader"))
            for place, (cell, value) in enumerate(zip(row.cells, values, strict=True)):
                cell.width = Cm(widths[place])
                self._cell(cell, value, line == 0, place in texts)
                kept = line == 0 or (line < len(rows) - 1 and len(rows) <= TOGETHER)
                cell.paragraphs[0].paragraph_format.keep_with_next = kept or None
        self.document.add_paragraph().paragraph_format.space_after = Pt(2)

    def chart(self, title: str, labels: Sequence[str], numbers: Sequence[float | None]) -> None:
        """One that Word draws itself, with what it shows in words."""
        self.drawn += 1
        part = self.document.part
        blob = charts.untitled(tostring(charts.chart(labels, numbers, self.from_right)._write()))
        drawn = Part(PackURI(f"/word/charts/chart{self.drawn}.xml"), CHART, blob, part.package)
        relation = part.relate_to(drawn, RELATIONSHIP_TYPE.CHART)
        words = charts.described(labels, numbers, self.words)
        made = self.document.add_paragraph()
        made.paragraph_format.keep_with_next = True
        size = int(WIDE * EMU), int(charts.height(labels) * EMU)
        made.add_run()._r.append(parse_xml(_drawing(self.drawn, relation, size, clean(title), words)))

    def about(self, title: str, author: str, moment: datetime) -> None:
        """What is said of the document, and the numbers of its pages."""
        properties = self.document.core_properties
        title, author = title[:LONGEST_ABOUT], author[:LONGEST_ABOUT]
        properties.title, properties.author, properties.last_modified_by = title, author, author
        properties.created = properties.modified = moment
        properties.language, properties.comments = self.words.language, ""
        related = self.document.part.package.rels
        for name in [each for each in related if related[each].reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
            del related[name]  # a picture of the template, not of this document
        foot = self.document.sections[0].footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for instruction in ("PAGE", "NUMPAGES"):
            if instruction == "NUMPAGES":
                foot.add_run(" / ")
            field = OxmlElement("w:fldSimple", {qn("w:instr"): instruction})
            field.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>1</w:t></w:r>"))
            foot._p.append(field)

    def _page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
        if self.from_right:
            section._sectPr.insert_element_before(parse_xml(BIDI), "w:rtlGutter", "w:docGrid")

    def _style(self, name: str, size: float) -> None:
        """The same font for every script; Word asks twice, once for those from right to left."""
        style = self.document.styles[name]
        style.font.size, style.font.name = Pt(size), charts.FONT
        style.paragraph_format.space_after = Pt(4)
        if name not in {"Normal", "List Bullet", "List Number"}:
            style.font.color.rgb = COLOUR
        properties = style.element.get_or_add_rPr()
        fonts = properties.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:cs"), charts.FONT)
        for apart in properties.findall(qn("w:spacing")):  # letters of Arabic are joined
            properties.remove(apart)
        _again(properties)
        if name == "Normal":
            language = self.words.language
            properties.append(OxmlElement("w:lang", {qn("w:val"): language, qn("w:bidi"): language}))

    def _say(self, paragraph: Paragraph, text: str, bold: bool = False, size: float = 0) -> None:
        run = paragraph.add_run(clean(text))
        run.bold = bold or None
        if size:
            run.font.size = Pt(size)
            _again(run._r.get_or_add_rPr())
        if self.from_right:
            run.font.rtl = True
            run.font.cs_bold = bold or None
            paragraph._p.get_or_add_pPr().insert_element_before(parse_xml(BIDI), *AFTER_BIDI)

    def _cell(self, cell: _Cell, value: Cell, strong: bool, is_text: bool) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.paragraph_format.space_before = Pt(2)
        if not is_text:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._say(paragraph, self._said(value), strong, SMALL)
        if strong:
            cell._tc.get_or_add_tcPr().append(
                parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="E7EFEE"/>')
            )

    def _said(self, value: Cell) -> str:
        """A cell in words: "1.6 (1.4–1.9)"."""
        if isinstance(value, str):
            return value
        if isinstance(value, Estimate) and value.value is not None:
            return f"{self._said(value.value)}\u00a0({self._said(value.low)}–{self._said(value.high)})"
        if value is None or isinstance(value, Estimate):
            return self.words.say("not shown")
        return self.words.number(Decimal(str(value)))

    def _about_table(self, table: Table, summary: str) -> None:
        if self.from_right:
            table.table_direction = WD_TABLE_DIRECTION.RTL
        properties = table._tbl.tblPr
        properties.insert_element_before(
            parse_xml(LINES), "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"
        )
        properties.append(OxmlElement("w:tblCaption", {qn("w:val"): clean(summary)}))


def _widths(wide: int, texts: frozenset[int], number: float) -> list[float]:
    """Of the columns, in centimetres: what holds numbers is narrow."""
    text = (WIDE - number * (wide - len(texts))) / len(texts)
    return [text if place in texts else number for place in range(wide)]


def _again(properties: BaseOxmlElement) -> None:
    """Word keeps the size for scripts from right to left apart from that for others."""
    (size,) = properties.findall(qn("w:sz"))
    for before in properties.findall(qn("w:szCs")):
        properties.remove(before)
    size.addnext(OxmlElement("w:szCs", {qn("w:val"): str(size.get(qn("w:val")))}))


def _drawing(number: int, relation: str, size: tuple[int, int], title: str, words: str) -> str:
    wide, high = size
    about = f"title={quoteattr(title)} descr={quoteattr(words)}"
    return (
        f'<w:drawing {nsdecls("w", "wp", "a", "r", "c")}><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{wide}" cy="{high}"/><wp:docPr id="{number}" name="Chart {number}" {about}/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{CHARTS}">'
        f'<c:chart r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
