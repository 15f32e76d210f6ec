"""An author's file becomes a form, or the list of everything to put right."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from survey.form import Form
from survey.importer.budget import check_budget
from survey.importer.checks import check_checks, with_checks
from survey.importer.choices import check_choices
from survey.importer.columns import KNOWN, check_characters, check_columns
from survey.importer.compiler import ROOT, compile_source
from survey.importer.identity import check_identity
from survey.importer.logic import check_logic
from survey.importer.media import MediaFile, Read, check_media, read_media
from survey.importer.named_choices import check_named_choices
from survey.importer.others import check_others, with_others
from survey.importer.parameters import check_parameters
from survey.importer.references import check_references
from survey.importer.sheets import Sheet, read_sheets
from survey.importer.source import Source, read_source
from survey.importer.structure import check_structure
from survey.importer.texts import check_texts
from survey.importer.trial import try_form
from survey.importer.types import SELECTS
from survey.importer.weight import check_weight
from survey.instance import LARGEST
from survey.nodes import XmlError
from survey.problems import FormProblems, Problem, suggestion
from survey.question import FormError
from survey.refs import general
from survey.xpath import ExpressionError, LimitExceeded
from survey.xpath.allowance import LONGEST_VALUE, MOST_STEPS

UNSUPPORTED_SHEETS = ("external_choices", "entities", "osm")
ORDER = ("", *KNOWN)
COLUMNS = {"calculate": "calculation", "count": "repeat_count", "validity": "constraint"}
"""What expressions are called in the sheet, where that is not what they are called in the form."""
LIMITS = {"value": f"{LONGEST_VALUE:,}", "response": f"{LARGEST:,}", "steps": f"{MOST_STEPS:,}"}
REF = re.compile(rf"/{ROOT}(?:/[\w.-]+)*/([\w.-]*\w)")


@dataclass(frozen=True, slots=True)
class Imported:
    """A form that can be published: its XForm, its title ("" if it has none), the codes of its languages."""

    xform: str
    title: str
    languages: tuple[str, ...]
    warnings: tuple[Problem, ...]
    media: Mapping[str, MediaFile] = field(default_factory=dict)
    """The pictures and recordings that it names, by name."""


def import_form(
    content: bytes, file_type: str, languages: tuple[str, ...] = (), read: Read | None = None
) -> Imported:
    """Compile an XLSForm. The same bytes give the same XForm.

    `file_type` is ".xlsx", ".csv" or ".md"; `languages` are codes that the form must come in; `read`
    gives the pictures and recordings beside it, which are not looked at without it.
    Raises FormProblems, and nothing else, with all mistakes at once.
    """
    try:
        return _import(read_sheets(content, file_type), languages, read)
    except FormProblems:
        raise
    except (MemoryError, RecursionError) as error:
        raise FormProblems([Problem("form_heavy")]) from error
    except Exception as error:  # whatever nobody thought of: it is no reason to fall
        message = f"{type(error).__name__} {error}"
        raise FormProblems([Problem("compiler", fields={"message": message})]) from error


def _import(sheets: tuple[Sheet, ...], languages: tuple[str, ...], read: Read | None) -> Imported:
    by_name = {sheet.name.lower(): sheet for sheet in reversed(sheets) if sheet.name.lower() in KNOWN}
    source = read_source(by_name)
    if heavy := list(check_weight(source)):
        raise FormProblems(heavy)
    media, unread = read_media(source, read) if read else ({}, [])
    problems = _told(_check_sheets(sheets, source), _check(by_name, source, languages), unread)
    if not all(problem.is_warning for problem in problems):
        raise FormProblems(problems)
    try:
        whole = with_checks(with_others(source))
        xform = compile_source(whole)
        _try_to_load(xform, whole)
    except FormProblems as found:
        raise FormProblems((*found.problems, *problems)) from found
    title = source.setting("form_title") or source.setting("form_id")
    return Imported(xform, title, tuple(source.languages), tuple(problems), media)


def _try_to_load(xform: str, source: Source) -> None:
    """What the engine alone finds, at the row that it names."""
    try:
        try_form(Form.load(xform))
    except LimitExceeded as error:
        raise FormProblems([_heavy(error, source)]) from error
    except (FormError, ExpressionError, XmlError, KeyError, ValueError) as error:
        ref = REF.search(str(error))
        raise FormProblems([_at(ref[1] if ref else "", source, "engine", message=str(error))]) from error


def _heavy(error: LimitExceeded, source: Source) -> Problem:
    name = general(error.ref).rpartition("/")[2]
    return _at(
        name, source, f"heavy_{error.limit}", COLUMNS.get(error.what, error.what), limit=LIMITS[error.limit]
    )


def _at(name: str, source: Source, kind: str, column: str = "", /, **fields: str) -> Problem:
    """The problem, at the row of the question of this name if there is one."""
    found = source.named().get(name, [])
    return found[0].entry.problem(kind, column, **fields) if found else Problem(kind, fields=fields)


def _check_sheets(sheets: tuple[Sheet, ...], source: Source) -> Iterator[Problem]:
    names = [sheet.name.lower() for sheet in sheets]
    others = [sheet.name for sheet in sheets if sheet.name.lower() not in KNOWN]
    if "survey" not in names:
        yield Problem("survey_missing", fields=suggestion("survey", others))
    if "choices" not in names and any(question.kind in SELECTS for question in source.questions):
        yield Problem("choices_missing", fields=suggestion("choices", others))
    for index, sheet in enumerate(sheets):
        if names[index] in names[:index] and names[index] in KNOWN:
            yield Problem("sheet_twice", sheet.name)
        elif names[index] in UNSUPPORTED_SHEETS:
            yield Problem("sheet_unsupported", sheet.name)
        elif sheet.name in others and not sheet.name.startswith("_"):
            yield Problem("sheet_unused", sheet.name)


def _check(sheets: Mapping[str, Sheet], source: Source, languages: tuple[str, ...]) -> Iterator[Problem]:
    for sheet in sheets.values():
        yield from check_columns(sheet)
        yield from check_characters(sheet)
    yield from check_choices(source)
    yield from check_texts(source, languages)
    yield from check_others(source)
    yield from check_checks(source)
    yield from check_budget(source)
    yield from check_identity(source)
    yield from check_parameters(source)
    yield from check_media(source)
    whole = with_checks(with_others(source))
    if "survey" in sheets:
        yield from check_structure(whole)
    yield from check_references(whole)
    yield from check_logic(whole)
    yield from check_named_choices(whole)


def _told(*checks: Iterable[Problem]) -> list[Problem]:
    """The problems in the order of the file. A column that is missing is said once, not for each row."""
    problems = sorted(chain(*checks), key=_place)
    missing = {
        (problem.sheet, problem.fields["name"]) for problem in problems if problem.kind == "column_missing"
    }
    return [problem for problem in problems if (problem.sheet, problem.column) not in missing]


def _place(problem: Problem) -> tuple[int, str, int]:
    name = problem.sheet.lower()
    return (ORDER.index(name) if name in ORDER else len(ORDER), name, problem.row)
