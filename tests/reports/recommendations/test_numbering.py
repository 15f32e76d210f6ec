"""Numbers that Word writes by itself are read as everybody sees them on the page."""

from functools import partial
from typing import Any

import pytest
from docx import Document
from docx.document import Document as Word
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from reports.recommendations import reading
from reports.recommendations.entry import About
from tests.reports.recommendations.lists import add_table, saved, with_part
from tests.reports.recommendations.test_forms import whole

HEADING = "UPR of Peru (4th Cycle – 42nd session)"
ROWS = (("Ratify it (Chile)", "Supported"), ("Go on (Spain)", "Noted"), ("Do more (Kenya)", "Supported"))
LIST = "77"


def a_list(document: Word, *levels: tuple[str, str, int], starts: tuple[int, ...] = ()) -> None:
    """How each level is written, in what form, from where it counts; `starts`: where they begin instead."""
    inside = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{begins}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (text, form, begins) in enumerate(levels)
    )
    numbering = document.part.numbering_part.element
    abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{LIST}">{inside}</w:abstractNum>'
    numbering.insert(0, parse_xml(abstract))
    anew = "".join(
        f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        for at, start in enumerate(starts)
    )
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{LIST}"><w:abstractNumId w:val="{LIST}"/>{anew}</w:num>')
    )


def number(element: Any, level: int, name: str = LIST) -> None:
    """Let Word number a paragraph, or all of a style."""
    numbered = OxmlElement("w:numPr")
    for tag, value in (("w:ilvl", str(level)), ("w:numId", name)):
        each = OxmlElement(tag)
        each.set(qn("w:val"), value)
        numbered.append(each)
    element.get_or_add_pPr().append(numbered)


def numbers(document: Word) -> list[str]:
    return [each.number for each in whole(saved(document))]


@pytest.fixture
def document() -> Word:
    made = Document()
    made.add_paragraph(HEADING)
    add_table(made, ROWS)
    return made


def cells(document: Word) -> list[Any]:
    return [row.cells[0].paragraphs[0]._p for row in document.tables[0].rows]


def test_a_level_of_its_own_for_each_recommendation(document: Word) -> None:
    a_list(document, ("%1.", "decimal", 115), ("%1.%2.", "decimal", 1))
    for each in cells(document):
        number(each, 1)
    assert numbers(document) == ["115.1", "115.2", "115.3"]


def test_the_number_of_the_review_is_written_out_and_letters_count(document: Word) -> None:
    a_list(document, ("115.%1", "decimal", 4), ("115.%1.%2", "lowerLetter", 1))
    for each, level in zip(cells(document), (0, 1, 1), strict=True):
        number(each, level)
    assert numbers(document) == ["115.4", "115.4.a", "115.4.b"]


def test_it_begins_anew_where_it_says_so(document: Word) -> None:
    a_list(document, ("%1.", "decimal", 9), ("%1.%2", "decimal", 1), starts=(116, 7))
    for each in cells(document):
        number(each, 1)
    assert numbers(document) == ["116.7", "116.8", "116.9"]


def test_below_a_number_it_begins_where_it_says_so() -> None:
    made = Document()
    made.add_paragraph(HEADING)
    number(made.add_paragraph("Recommendations")._p, 0)
    add_table(made, ROWS)
    a_list(made, ("%1.", "decimal", 9), ("%1.%2", "decimal", 1), starts=(116, 7))
    for each in cells(made):
        number(each, 1)
    assert numbers(made) == ["116.7", "116.8", "116.9"]


def test_the_style_has_the_number(document: Word) -> None:
    a_list(document, ("%1.", "decimal", 115), ("%1.%2.", "decimal", 1))
    chief = document.styles.add_style("Chief", 1)
    number(chief.element, 1)
    below = document.styles.add_style("Below", 1)
    below.base_style = chief
    for row in document.tables[0].rows:
        row.cells[0].paragraphs[0].style = below
    assert numbers(document) == ["115.1", "115.2", "115.3"]


def test_a_number_in_the_text_counts_more_and_a_list_that_sets_out_a_page_is_none() -> None:
    made = Document()
    made.add_paragraph(HEADING)
    add_table(made, [(f"115.{place} {text}", said) for place, (text, said) in enumerate(ROWS, 1)])
    a_list(made, ("%1.", "decimal", 1), ("%1.%2", "decimal", 7))
    for each, level in zip(cells(made), (0, 1, 0), strict=True):
        number(each, level)
    assert numbers(made) == ["115.1", "115.2", "115.3"]


@pytest.mark.parametrize("text", ["%1.%2" * 1_000, "%9.%8.%9", "", "%0.%"])
def test_what_no_word_would_write_is_no_number(document: Word, text: str) -> None:
    a_list(document, (text, "decimal", 1))
    number(cells(document)[0], 0)
    number(cells(document)[1], 0, "9999")
    assert not reading.read(saved(document), About()).is_whole


def test_a_style_is_read_once_however_much_stands_in_it(document: Word) -> None:
    """A small file could else be read for days; styles that are based on each other have no number."""
    a_list(document, ("%1.", "decimal", 115), ("%1.%2.", "decimal", 1))
    for each in cells(document):
        number(each, 1)
    paragraphs = b'<w:p><w:pPr><w:pStyle w:val="Loop"/></w:pPr></w:p>' * 9_000
    style = b'<w:style w:styleId="Loop">%s<w:basedOn w:val="Loop"/></w:style>' % (b"<w:pPr/>" * 80_000)
    content = saved(document)
    for name, tag, more in (("document", b"<w:body>", paragraphs), ("styles", b"</w:docDefaults>", style)):
        content = with_part(content, f"word/{name}.xml", partial(_after, tag, more))
    assert [each.number for each in whole(content)] == ["115.1", "115.2", "115.3"]


def _after(tag: bytes, more: bytes, part: bytes) -> bytes:
    return part.replace(tag, tag + more, 1)
