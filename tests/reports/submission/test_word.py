"""A paper as a Word file: submitters first, paragraphs and pages numbered, its words counted."""

import io
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from handlers.submissions.annexing import without_cards
from handlers.words import Words
from reports.files.words import clean
from reports.submission import reading
from reports.submission.counting import allowed, body, limit, words_in
from reports.submission.reading import DraftRefused
from reports.submission.word import document
from tests.reports.files.released import read, release, several
from tests.reports.files.test_office import converted
from tests.reports.submission.papers import draft, released, word


def opened(language: str) -> Document:
    return docx.Document(io.BytesIO(word(language)))


def texts(language: str, style: str) -> list[str]:
    return [each.text for each in opened(language).paragraphs if each.style and each.style.name == style]


def test_it_begins_with_who_submits_it_and_whom_to_ask() -> None:
    lines = [each.text for each in opened("en").paragraphs]
    assert lines[0] == "Town: the right to housing"
    assert lines[1:5] == [
        "Submitted by: Housing Now, Association Eau Vive",
        "Contact: office@housing.example",
        "Country: Morocco",
        "Key words: housing, water",
    ]
    assert lines[5] == "Summary"


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_its_paragraphs_and_pages_are_numbered(language: str) -> None:
    written = opened(language)
    numbered = texts(language, "List Number")
    assert numbered == [each.text for number, each in draft(language).paragraphs() if number]
    (style,) = [each for each in written.styles if each.name == "List Number"]
    assert style.element.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None
    fields = written.sections[0].footer._element.findall(f".//{qn('w:fldSimple')}")
    assert [each.get(qn("w:instr")) for each in fields] == ["PAGE", "NUMPAGES"]


def test_its_numbers_are_those_of_the_release() -> None:
    asked = released("en")["questions"][0]
    text = " ".join(texts("en", "List Number"))
    count, share = asked["counts"]["housing"], asked["percent"]["housing"]
    assert f"“{asked['choice_labels']['housing']}” ({count} people, {share}%)" in text


def test_its_annex_says_how_people_were_asked() -> None:
    annex = read("en", release()).parts[0]
    assert clean(annex.said) in [each.text for each in opened("en").paragraphs]
    assert texts("en", "List Bullet") == [clean(each) for each in annex.method]
    assert [row.cells[0].text for row in opened("en").tables[0].rows][1:] == [
        "El Jadida",
        "Settat",
        "Berrechid",
    ]


def test_its_annex_says_nothing_of_who_read_cards() -> None:
    made = several()
    first, *others = made["surveys"]
    surveys = [{**first, "audience": "learners"}, *others]
    left = without_cards(read("en", made), surveys).parts
    assert left == read("en", made).parts[1:]


def test_arabic_reads_from_the_right() -> None:
    for paragraph in opened("ar").paragraphs:
        assert not paragraph.text or paragraph._p.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None


def test_many_who_submit_it_and_a_long_title_stand_there_whole() -> None:
    """What is said of the file has room for 255 letters; a coalition is longer than that."""
    those = tuple(f"Association of the tenants of quarter {number}" for number in range(40))
    made = replace(draft(), submitters=those, title="Homes " * 60)
    written = docx.Document(io.BytesIO(document(made, read("en", release()), Words("en"), date(2026, 12, 1))))
    assert those[-1] in written.paragraphs[1].text
    assert written.core_properties.author.startswith(those[0])


def test_the_same_paper_is_the_same_bytes() -> None:
    assert word("en") == word("en")


@pytest.mark.timeout(300)
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_words_are_counted_as_libreoffice_counts_them(tmp_path: Path) -> None:
    """It counts what stands before a paragraph and in the foot, too; Word does not, and neither do we."""
    languages = ("en", "fr", "ar")
    for language, odt in zip(
        languages, converted(tmp_path, "odt", {f"{each}.docx": word(each) for each in languages}), strict=True
    ):
        with ZipFile(io.BytesIO(odt)) as archive:
            told = archive.read("meta.xml").decode().split('meta:word-count="')[1]
        written = opened(language)
        annex = [each.text for each in written.paragraphs]
        annex = annex[annex.index(Words(language).say("Annex: how people were asked")) :]
        cells = [cell.text for table in written.tables for row in table.rows for cell in row.cells]
        ours = body(draft(language), Words(language)) + sum(map(words_in, (*annex, *cells)))
        marks = len(texts(language, "List Number")) + len(texts(language, "List Bullet"))
        assert int(told.split('"')[0]) == ours + marks + len(["1", "/", "1"])


def test_the_limits_are_those_of_the_united_nations() -> None:
    assert [limit(form)[0] for form in ("organisation", "coalition", "national", "local")] == [
        2815,
        5630,
        10700,
        0,
    ]
    assert "OHCHR" in limit("coalition")[1]
    assert allowed("coalition", 1) == limit("organisation")
    assert allowed("coalition", 2) == limit("coalition")


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_draft_is_read_as_it_was_written(language: str) -> None:
    assert reading.read(reading.write(draft(language))) == draft(language)


@pytest.mark.parametrize(
    ("broken", "field"),
    [
        (b"title = 1\nform = 'coalition'\nrelease = 1", "title"),
        (b"form = 'poem'\nrelease = 1", "form"),
        (b"form = 'coalition'\nrelease = true", "release"),
        (b"form = 'coalition'\nrelease = 1\nsections = [1]", "sections"),
        (b"form = 'coalition'\nrelease = 1\n[[sections]]\nparagraphs = [{cites = 3}]", "sections, 1, cites"),
        (b"title = ", "end of document"),
        (b"\xff", "utf-8"),
    ],
)
def test_a_broken_draft_says_where(broken: bytes, field: str) -> None:
    with pytest.raises(DraftRefused, match=field):
        reading.read(broken)
