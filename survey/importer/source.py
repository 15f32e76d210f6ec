"""A form as its author wrote it: rows by the standard's column names, questions within their groups."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from unicodedata import normalize

from survey.importer.columns import MEDIA, TRANSLATED, Column, language_code, read_columns
from survey.importer.sheets import Row, Sheet
from survey.importer.types import Kind, Type, read_type
from survey.problems import Problem

YES_NO = {"yes": True, "true": True, "true()": True, "no": False, "false": False, "false()": False}

PROSE = frozenset(TRANSLATED) - frozenset(MEDIA)
"""Columns that people read: their spaces stay as the author wrote them, and French ones may not break."""


class Cell(NamedTuple):
    header: str
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One row. Cells are found by column and language code; "" is the code of a column that names none."""

    sheet: str
    row: int
    line: int
    cells: Mapping[tuple[str, str], Cell]

    def text(self, name: str, language: str = "") -> str:
        cell = self.cells.get((name, language))
        return cell.text if cell else ""

    def translations(self, name: str) -> dict[str, Cell]:
        return {language: cell for (column, language), cell in self.cells.items() if column == name}

    def problem(self, kind: str, column: str = "", language: str = "", /, **fields: str) -> Problem:
        cell = self.cells.get((column, language))
        return Problem(kind, self.sheet, self.row, cell.header if cell else column, self.line, fields)


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet."""

    name: str
    line: int
    columns: tuple[Column, ...]
    entries: tuple[Entry, ...]

    def headers(self, name: str) -> dict[str, str]:
        """The author's headers of a column by the code of the language."""
        return {column.code: column.header for column in self.columns if column.name == name}

    def problem(self, kind: str, column: str = "", /, **fields: str) -> Problem:
        return Problem(kind, self.name, 1, column, self.line, fields)


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A row of the sheet 'survey' that has a type: a question, note, calculation, a group's begin or end."""

    entry: Entry
    type: Type
    parent: "Question | None"

    @property
    def name(self) -> str:
        """However its letters are put together: two that look the same are the same."""
        return normalize("NFC", self.entry.text("name"))

    @property
    def kind(self) -> Kind | None:
        return self.type.kind


@dataclass(frozen=True, slots=True)
class Source:
    """The whole form. `languages` maps codes to the author's words for them, in the order of the columns."""

    survey: Table
    choices: Table
    settings: Table
    languages: Mapping[str, str]
    default_language: str
    questions: tuple[Question, ...]
    loose_ends: tuple[Question, ...]
    """Begins of groups that do not end, and ends that nothing begins."""
    lists: Mapping[str, Sequence[Entry]]

    def setting(self, name: str) -> str:
        return self.settings.entries[0].text(name) if self.settings.entries else ""

    def named(self) -> dict[str, list[Question]]:
        """Questions and groups by name."""
        found: dict[str, list[Question]] = {}
        for question in self.questions:
            if question.name and question.kind not in (Kind.END_GROUP, Kind.END_REPEAT, Kind.UNUSED):
                found.setdefault(question.name, []).append(question)
        return found


def read_source(sheets: Mapping[str, Sheet]) -> Source:
    """The form in `sheets` (by lower-case name). Reads whatever is there; finding fault comes after."""
    settings = _table("settings", sheets.get("settings"), "")
    wanted = settings.entries[0].text("default_language") if settings.entries else ""
    columns = [
        column for name in ("survey", "choices") if name in sheets for column in read_columns(sheets[name])
    ]
    languages = _languages(columns, wanted)
    default = _default_language(languages, wanted)
    survey, choices = (_table(name, sheets.get(name), default) for name in ("survey", "choices"))
    questions, loose_ends = _read_questions(survey.entries)
    lists: dict[str, list[Entry]] = {}
    for entry in choices.entries:
        lists.setdefault(entry.text("list_name"), []).append(entry)
    return Source(survey, choices, settings, languages, default, questions, loose_ends, lists)


def _languages(columns: Iterable[Column], wanted: str) -> dict[str, str]:
    texts = [column for column in columns if column.name in TRANSLATED and column.use == "known"]
    spoken = [column for column in texts if column.name not in MEDIA]
    languages: dict[str, str] = {}
    for column in texts:
        if column.language:
            languages.setdefault(column.code, column.language)
    unsaid = any(not column.language for column in spoken)
    if wanted and unsaid and not _default_language(languages, wanted):
        return {language_code(wanted): wanted, **languages}
    return languages


def _default_language(languages: Mapping[str, str], wanted: str) -> str:
    """The code of the language that the settings name by its code, its name or both; "" if they name none."""
    for code, language in languages.items():
        if wanted and wanted.lower() in (
            code.lower(),
            language.lower(),
            language.partition("(")[0].strip().lower(),
        ):
            return code
    return ""


def _table(name: str, sheet: Sheet | None, default_language: str) -> Table:
    if not sheet:
        return Table(name, 0, (), ())
    columns = tuple(_in_language(column, default_language) for column in read_columns(sheet))
    entries = tuple(_entry(sheet.name, row, columns) for row in sheet.rows)
    return Table(sheet.name, sheet.header.line, columns, tuple(entry for entry in entries if entry.cells))


def _in_language(column: Column, default: str) -> Column:
    """A column without a language is in the form's default language, where the settings say which.

    A picture or a recording without one is for all languages.
    """
    if (
        column.name in TRANSLATED
        and column.name not in MEDIA
        and column.use == "known"
        and not column.language
    ):
        return Column(column.name, default, column.header)
    return column


def _entry(sheet: str, row: Row, columns: tuple[Column, ...]) -> Entry:
    cells: dict[tuple[str, str], Cell] = {}
    for column, text in zip(columns, row.cells, strict=False):
        if text and column.header and column.use in ("known", "extra"):
            read = text if column.name in PROSE else text.replace("\xa0", " ")
            cells.setdefault((column.name, column.code), Cell(column.header, read))
    return Entry(sheet, row.number, row.line, cells)


def _read_questions(entries: Iterable[Entry]) -> tuple[tuple[Question, ...], tuple[Question, ...]]:
    questions: list[Question] = []
    open_groups: list[Question] = []
    unopened: list[Question] = []
    for entry in entries:
        if not entry.text("type"):
            continue
        parent = open_groups[-1] if open_groups else None
        question = Question(entry, read_type(entry.text("type")), parent)
        questions.append(question)
        if question.kind in (Kind.BEGIN_GROUP, Kind.BEGIN_REPEAT):
            open_groups.append(question)
        elif question.kind in (Kind.END_GROUP, Kind.END_REPEAT):
            if parent and parent.kind and parent.kind.end == question.kind:
                open_groups.pop()
            else:
                unopened.append(question)
    return tuple(questions), (*unopened, *open_groups)
