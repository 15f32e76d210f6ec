"""A paragraph is changed, added, moved, taken out: nothing else of the draft is."""

from dataclasses import replace

from reports.submission.draft import Draft, Paragraph, Section
from reports.submission.editing import Placed, added, changed, removed, swapped
from tests.reports.submission.papers import draft


def paper(*sections: tuple[str, str]) -> Draft:
    """Each section: its heading, and a paragraph for each letter."""
    made = (Section(heading, tuple(map(Paragraph, letters))) for heading, letters in sections)
    return replace(draft(), sections=tuple(made))


def said(of: Draft) -> str:
    return " ".join(f"{each.heading}:{''.join(one.text for one in each.paragraphs)}" for each in of.sections)


TWO = paper(("One", "ab"), ("Two", "cd"))


def test_a_paragraph_is_changed_where_it_stands() -> None:
    assert said(changed(TWO, 3, Placed(Paragraph("x"), "Three"))) == "One:ab Three:xd"
    assert said(changed(TWO, 3, Placed(Paragraph("x")))) == "One:abxd"
    assert said(changed(TWO, 2, Placed(Paragraph("x"), "New"))) == "One:a New:x Two:cd"
    other = changed(TWO, 0, Placed(Paragraph("x")))
    assert (other.summary.text, other.sections) == ("x", TWO.sections)


def test_one_more_stands_after_the_one_before() -> None:
    assert said(added(TWO, 2, Placed(Paragraph("x")))) == "One:abx Two:cd"
    assert said(added(TWO, 4, Placed(Paragraph("x"), "Three"))) == "One:ab Two:cd Three:x"
    assert said(added(TWO, 0, Placed(Paragraph("x")))) == "One:xab Two:cd"
    assert said(added(TWO, 0, Placed(Paragraph("x"), "Zero"))) == "Zero:x One:ab Two:cd"
    assert said(added(paper(), 0, Placed(Paragraph("x")))) == ":x"


def test_what_is_taken_out_leaves_its_heading_to_the_next() -> None:
    assert said(removed(TWO, 1)) == "One:b Two:cd"
    assert said(removed(paper(("One", "a"), ("Two", "b")), 1)) == "Two:b"
    assert said(removed(paper(("One", "a")), 1)) == ""


def test_headings_stay_where_they_are_when_paragraphs_change_places() -> None:
    assert said(swapped(TWO, 2)) == "One:ac Two:bd"
