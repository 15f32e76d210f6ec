"""Whether a form is small enough to be read in some seconds: told before anything is read of its texts."""

from collections.abc import Iterator

from survey.importer.columns import TRANSLATED
from survey.importer.logic import expressions
from survey.importer.source import PROSE, Question, Source, Table
from survey.problems import Problem

LONGEST_CELL = 32_767
"""Characters of a cell, as many as a spreadsheet program takes."""
LONGEST_EXPRESSION = 20_000
LONGEST_LOGIC = 250_000
"""Characters of all expressions together; long surveys have a tenth of it."""
MOST_REFERENCES = 10_000
"""In texts, all languages together."""
MOST_LANGUAGES = 20
MOST_TEXTS = 20_000
"""Labels, hints and the like of questions and choices, once for each language: 500 questions with hints have
as many in 20 languages. Twice as many would take four seconds and 200 MB.
"""


def check_weight(source: Source) -> Iterator[Problem]:
    """What there is too much of."""
    name = source.survey.name
    for table in (source.survey, source.choices, source.settings):
        yield from _long_cells(table)
    for question in source.questions:
        yield from _long_expressions(question)
    if len(source.languages) > MOST_LANGUAGES:
        yield Problem("languages_many", name, fields={"limit": str(MOST_LANGUAGES)})
    if sum(len(text) for question in source.questions for _, text in expressions(question)) > LONGEST_LOGIC:
        yield Problem("logic_long", name, fields={"limit": str(LONGEST_LOGIC)})
    if sum(map(_references, (source.survey, source.choices))) > MOST_REFERENCES:
        yield Problem("references_many", name, fields={"limit": str(MOST_REFERENCES)})
    if sum(map(_texts, (source.survey, source.choices))) * max(1, len(source.languages)) > MOST_TEXTS:
        yield Problem("texts_many", name, fields={"limit": str(MOST_TEXTS)})


def _long_cells(table: Table) -> Iterator[Problem]:
    for entry in table.entries:
        for (column, language), cell in entry.cells.items():
            if len(cell.text) > LONGEST_CELL:
                yield entry.problem("cell_long", column, language, limit=f"{LONGEST_CELL:,}")


def _long_expressions(question: Question) -> Iterator[Problem]:
    for column, text in expressions(question):
        if len(text) > LONGEST_EXPRESSION:
            yield question.entry.problem("expression_long", column, limit=f"{LONGEST_EXPRESSION:,}")


def _texts(table: Table) -> int:
    """How many there are in a language: where one is missing, that of another is taken for it."""
    return sum(len({column for column, _ in entry.cells}.intersection(TRANSLATED)) for entry in table.entries)


def _references(table: Table) -> int:
    cells = (cell for entry in table.entries for (column, _), cell in entry.cells.items() if column in PROSE)
    return sum(cell.text.count("${") for cell in cells)
