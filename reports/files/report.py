"""A release as a Word report: who was asked, each question with its chart and its table, how it was made."""

import io
from datetime import datetime, time

from docx import Document

from reports.files import charts
from reports.files.contents import Contents, Part
from reports.files.paper import Paper
from reports.files.questions import Asked
from reports.files.steady import steady
from reports.files.table import Table, beside
from reports.files.words import Words, clean, from_right_to_left

AT_ONCE = 5
"""So many regions or groups have room beside each other."""
SHORT = 2.3
"""Centimetres: a column of numbers without ranges."""


def report(made: Contents, words: Words) -> bytes:
    """The same contents and words are always the same bytes."""
    document, out = Document(), io.BytesIO()
    paper = Paper(document, words, from_right_to_left(words.language))
    _Report(made, words, paper).write()
    paper.about(clean(made.about.title), clean(made.about.organiser), datetime.combine(made.day, time.min))
    document.save(out)
    return steady(out.getvalue(), made.day, lambda _, member: member)


class _Report:
    def __init__(self, made: Contents, words: Words, paper: Paper) -> None:
        self.made, self.say, self.words, self.paper = made, words.say, words, paper

    def write(self) -> None:
        made, paper = self.made, self.paper
        paper.text(made.about.title, "Title")
        for line in (made.about.organiser, *made.said):
            paper.text(line)
        for part in made.parts:
            self._overview(part)
        for part in made.parts:
            if part.asked:
                self._part(part)
        paper.text(self.say("How these numbers were made"), "Heading 1", new_page=True)
        for part in made.parts:
            self._method(part)

    def _overview(self, part: Part) -> None:
        self.paper.text(part.heading, "Heading 1")
        self.paper.text(part.said)
        if not part.asked:
            return
        head = self.say("Question"), self.say("Answered"), self.say("First")
        rows = [(each.label, each.answered, each.leading) for each in part.asked]
        self.paper.table(self.say("Overview"), [head, *rows], texts=frozenset({0, 2}))
        for each in part.people:
            self.paper.text(each.caption, "Heading 2")
            self.paper.table(each.caption, [each.head, *each.rows])

    def _part(self, part: Part) -> None:
        if len(self.made.parts) > 1:
            self.paper.text(part.heading, "Heading 1", new_page=True)
        else:
            self.paper.text(self.say("Question by question"), "Heading 1", new_page=True)
        for each in part.asked:
            self._question(each)

    def _question(self, asked: Asked) -> None:
        self.paper.text(asked.label, "Heading 2")
        for line in asked.said:
            self.paper.text(line, with_next=True)
        if asked.main is None:
            return
        if not asked.main.is_empty:
            self._chart(asked.label, asked.main)
        self.paper.table(asked.label, [asked.main.head, *asked.main.rows])
        for table in asked.crossed:
            for piece in beside(table, AT_ONCE):
                self.paper.text(piece.caption, "Caption", with_next=True)
                self.paper.table(f"{asked.label} {piece.caption}", [piece.head, *piece.rows], number=SHORT)

    def _chart(self, title: str, table: Table) -> None:
        self.paper.text(table.head[1], "Caption", with_next=True)
        self.paper.chart(title, *charts.first(table))

    def _method(self, part: Part) -> None:
        if len(self.made.parts) > 1:
            self.paper.text(part.heading, "Heading 2")
        for line in part.method:
            self.paper.text(line, "List Bullet")
