"""Bars that Word, Excel and LibreOffice draw themselves, so that they can be changed and stay sharp."""

from collections.abc import Sequence
from decimal import Decimal
from textwrap import wrap

from openpyxl.chart import BarChart
from openpyxl.chart.data_source import (
    AxDataSource,
    NumData,
    NumDataSource,
    NumRef,
    NumVal,
    StrData,
    StrRef,
    StrVal,
)
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.series import Series
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties

from reports.files.table import Table
from reports.files.words import Words, clean

COLOUR, FONT = "0F5E58", "Arial"
"""The font has Latin and Arabic letters, or one as wide stands in for it."""
MOST = 20
"""More bars than that nobody reads; the table has them all."""
TALL, EACH, LINE, HIGHEST = 0.9, 0.3, 0.42, 18.0
"""Centimetres: of a chart without bars, between names, of a line of a name, at most."""
NAME = 38
"""Letters of a name that fit into a line beside its bar."""


def height(labels: Sequence[str]) -> float:
    """Of a chart, in centimetres: with room for the longest name, or programs leave out every other."""
    lines = max(len(wrap(label, NAME)) for label in labels)
    return min(HIGHEST, TALL + len(labels) * (EACH + LINE * lines))


def chart(
    labels: Sequence[str],
    numbers: Sequence[float | None],
    from_right: bool,
    cells: tuple[str, str] | None = None,
) -> BarChart:
    """One bar a label, from above. `cells`: where labels and numbers stand in a workbook."""
    made = BarChart(barDir="bar", gapWidth=35)
    made.append(_series(labels, numbers, from_right, cells))
    made.legend, made.roundedCorners = None, False
    made.x_axis.scaling.orientation = "maxMin"
    made.x_axis.txPr = _letters(from_right)
    made.x_axis.tickLblSkip = 1  # every bar has its name
    made.x_axis.delete, made.x_axis.majorTickMark = False, "none"
    made.y_axis.delete, made.y_axis.majorGridlines = True, None
    made.layout = Layout(
        ManualLayout("inner", "edge", "edge", x=0.06 if from_right else 0.4, y=0.03, w=0.54, h=0.94)
    )
    made.y_axis.scaling.min = 0
    made.y_axis.scaling.orientation = "maxMin" if from_right else "minMax"
    return made


def _letters(from_right: bool) -> RichText:
    font = Font(typeface=FONT)
    written = CharacterProperties(sz=900, latin=font, cs=font)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(rtl=from_right, defRPr=written), r=[])])


def _series(
    labels: Sequence[str], numbers: Sequence[float | None], from_right: bool, cells: tuple[str, str] | None
) -> Series:
    names = StrData(len(labels), [StrVal(place, clean(label)) for place, label in enumerate(labels)])
    shown = [NumVal(place, v=number) for place, number in enumerate(numbers) if number is not None]
    values = NumData("General", len(numbers), shown)
    made = Series(spPr=GraphicalProperties(solidFill=COLOUR), invertIfNegative=False)
    made.cat = AxDataSource(strRef=StrRef(cells[0], names)) if cells else AxDataSource(strLit=names)
    made.val = NumDataSource(numRef=NumRef(cells[1], values)) if cells else NumDataSource(numLit=values)
    made.dLbls = DataLabelList(
        txPr=_letters(from_right),
        showVal=True,
        showSerName=False,
        showCatName=False,
        showLegendKey=False,
        showPercent=False,
        showBubbleSize=False,
    )
    return made


def described(labels: Sequence[str], numbers: Sequence[float | None], words: Words) -> str:
    """The same in words, for who cannot see it."""
    hidden = words.say("not shown")
    shown = (hidden if number is None else words.number(Decimal(str(number))) for number in numbers)
    return clean("; ".join(f"{label}: {number}" for label, number in zip(labels, shown, strict=True)))


def untitled(written: bytes) -> bytes:
    """A chart as XML, to which no program makes up a title of its own."""
    return written.replace(b"<plotArea>", b'<autoTitleDeleted val="1"/><plotArea>', 1)


def first(table: Table) -> tuple[list[str], list[float | None]]:
    """Labels and numbers of the bars that are drawn."""
    return table.labels()[:MOST], table.numbers()[:MOST]
