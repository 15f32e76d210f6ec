"""A draft as a Word document, as the OHCHR asks for it: submitters first, paragraphs and pages numbered."""

import io
from datetime import date, datetime, time

from docx import Document

from reports.files.contents import Contents, Part
from reports.files.paper import Paper
from reports.files.steady import steady
from reports.files.words import Words, clean, from_right_to_left
from reports.submission.counting import labels
from reports.submission.draft import Draft


def document(draft: Draft, annex: Contents, words: Words, day: date) -> bytes:
    """`annex`: the release that it rests on. The same of all are always the same bytes."""
    made, out = Document(), io.BytesIO()
    paper = Paper(made, words, from_right_to_left(words.language))
    paper.text(draft.title, "Title")
    for line in labels(draft, words):
        paper.text(line, "Heading 1" if line == words.say("Summary") else "Normal")
    paper.text(draft.summary.text)
    for section in draft.sections:
        if section.heading:
            paper.text(section.heading, "Heading 1", with_next=True)
        for each in section.paragraphs:
            paper.text(each.text, "List Number")
    _annex(paper, annex, words)
    paper.about(clean(draft.title), clean(words.listed(draft.submitters)), datetime.combine(day, time.min))
    made.save(out)
    return steady(out.getvalue(), day, lambda _, member: member)


def _annex(paper: Paper, annex: Contents, words: Words) -> None:
    """Who was asked, where, how many, how, and what is hidden and why."""
    paper.text(words.say("Annex: how people were asked"), "Heading 1", new_page=True)
    for line in (annex.about.title, annex.about.organiser, *annex.said):
        paper.text(line)
    for part in annex.parts:
        _part(paper, part, words)


def _part(paper: Paper, part: Part, words: Words) -> None:
    paper.text(part.heading, "Heading 2")
    paper.text(part.said)
    for each in part.people:
        paper.text(each.caption, "Caption", with_next=True)
        paper.table(each.caption, [each.head, *each.rows])
    paper.text(words.say("How these numbers were made"), "Caption", with_next=True)
    for line in part.method:
        paper.text(line, "List Bullet")
