"""What a signature is for, and what the check says of those who were asked."""

from dataclasses import replace

import pytest

from reports.submission.draft import Draft, Paragraph, Section
from reports.submission.known import Problem
from reports.submission.signing import Signatory, mark_of, standing, unsigned, with_signatories
from tests.reports.submission.papers import draft

OTHERS = (
    replace(draft(), title="Another"),
    replace(draft(), country="Peru"),
    replace(draft(), release=2),
    replace(draft(), keywords=()),
    replace(draft(), submitters=("Housing Now",)),
    replace(draft(), contact=""),
    replace(draft(), summary=Paragraph("Another.")),
    replace(draft(), sections=draft().sections[1:]),
    replace(draft(), sections=(*draft().sections, Section("More", (Paragraph("One more."),)))),
)


@pytest.mark.parametrize("other", OTHERS)
def test_it_is_for_all_that_the_file_says(other: Draft) -> None:
    assert mark_of(other) != mark_of(draft())


def test_what_a_paragraph_rests_on_is_not_in_the_file() -> None:
    assert mark_of(replace(draft(), summary=replace(draft().summary, cites=()))) == mark_of(draft())


def test_who_signs_is_named_once_and_nobody_else() -> None:
    those = (
        Signatory("housing now", "signed"),
        Signatory("Third", "signed"),
        Signatory("Fourth", "asked"),
        Signatory("Fifth", "again"),
        Signatory("Sixth", "declined"),
    )
    assert with_signatories(draft(), those).submitters == (*draft().submitters, "Third")


def test_who_declined_makes_it_no_coalition() -> None:
    alone = replace(draft(), submitters=("Housing Now",))
    assert standing(alone, (Signatory("Third", "declined"), Signatory("HOUSING NOW", "signed"))) == 1
    assert standing(alone, (Signatory("Third", "asked"),)) == 2


def test_the_check_names_who_has_not_signed_and_who_is_named_all_the_same() -> None:
    those = (
        Signatory("First", "asked"),
        Signatory("Second", "again"),
        Signatory("Third", "declined"),
        Signatory("Housing Now", "declined"),
        Signatory("Fourth", "signed"),
    )
    found = [Problem("unsigned", "First"), Problem("unsigned", "Second"), Problem("declined", "Housing Now")]
    assert list(unsigned(draft(), those)) == found
    assert not any(each.is_warning for each in found)
