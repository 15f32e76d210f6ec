"""From a source without faults to the XForm, by pyxform."""

import re
from collections.abc import Iterable, Iterator

from survey.importer.budget import goals_in
from survey.importer.columns import BUDGET, CHECKS, TRANSLATED
from survey.importer.logic import BOOLEANS
from survey.importer.others import OTHER, has_other
from survey.importer.parameters import read_parameters, without_accuracy
from survey.importer.source import YES_NO, Entry, Source
from survey.importer.texts import fallback
from survey.importer.types import SELECTS, Kind
from survey.problems import FormProblems, Problem

Rows = list[dict[str, str]]

PYXFORM_ROW = re.compile(r"\[row : (\d+)\]\s*")
PYXFORM_PLACE = re.compile(r"On the '(\w+)' sheet, (?:the '([^']+)' value is invalid\.\s*)?")
ROOT = "data"
QUOTES = {ord(quote): 0xE000 | ord(quote) & 0xFF for quote in "‘’“”"}
"""pyxform makes curly quotes straight, which only expressions need: those of texts are put away for it, where
no letter is (Unicode, "Private Use Area"), and taken out again."""
AND_BACK = {away: quote for quote, away in QUOTES.items()}


def compile_source(source: Source) -> str:
    """The XForm. Raises FormProblems with what pyxform alone finds."""
    from pyxform.errors import PyXFormError  # noqa: PLC0415 - see the package
    from pyxform.xls2xform import convert  # noqa: PLC0415 - see the package

    try:
        form = convert(
            {
                **_sheet("survey", _survey(source)),
                **_sheet("choices", _choices(source)),
                **_sheet("settings", [_settings(source)]),
            },
            validate=False,
            form_name=ROOT,
        )
    except PyXFormError as error:
        raise FormProblems([_problem(part, source) for part in str(error).splitlines()]) from error
    except (MemoryError, RecursionError):
        raise
    except Exception as error:  # pyxform also lets KeyError and the like through
        raise FormProblems(
            [Problem("compiler", fields={"message": f"{type(error).__name__} {error}"})]
        ) from error
    return str(form.xform).translate(AND_BACK)


def _problem(message: str, source: Source) -> Problem:
    """What pyxform says, with the row and column if it names them."""
    row, place = PYXFORM_ROW.search(message), PYXFORM_PLACE.search(message)
    said = PYXFORM_PLACE.sub("", PYXFORM_ROW.sub("", message)).strip()
    tables = {"survey": source.survey, "choices": source.choices, "settings": source.settings}
    table = tables.get(place[1] if place else "survey", source.survey)
    column = (place[2] or "") if place else ""
    rows = _spaced(table.entries, source)
    entry = rows[int(row[1]) - 2][0] if row and 1 < int(row[1]) < len(rows) + 2 else None
    if entry:
        return entry.problem("compiler", column, message=said)
    return Problem("compiler", fields={"message": said})


def _sheet(name: str, rows: Rows) -> dict[str, Rows]:
    headers = dict.fromkeys(header for row in rows for header in row)
    return {name: rows, f"{name}_header": [dict.fromkeys(headers, "")]} if headers else {}


def _survey(source: Source) -> Rows:
    kept = {question.entry: question for question in source.questions if question.kind is not Kind.UNUSED}
    rows = []
    for entry, row in _spaced(source.survey.entries, source):
        rows.append(row)
        for column in [each for each in row if each.partition("::")[0] in CHECKS]:
            del row[column]
        tags = {f"body::{name}": row.pop(name) for name in BUDGET if name in row}
        row |= {name: " ".join(goals_in(tag)) if name == "body::sdg" else tag for name, tag in tags.items()}
        question = kept.get(entry) if entry else None
        if not question or not question.kind:
            row.clear()
            continue
        row["type"] = f"{question.kind.value} {question.type.list_name}".strip()
        for column in BOOLEANS:
            if column in row and row[column].lower() in YES_NO:
                row[column] = "yes" if YES_NO[row[column].lower()] else "no"
        if question.kind not in SELECTS:
            row.pop("choice_filter", None)
        elif has_other(question) and "choice_filter" in row:
            row["choice_filter"] = f"({row['choice_filter']}) or name = '{OTHER}'"
        if question.kind is Kind.GEOPOINT and "parameters" in row:
            row["body::accuracy"] = read_parameters(question.entry).get("accuracy", "")
            row["parameters"] = without_accuracy(question.entry)
        if question.kind is Kind.BEGIN_GROUP:
            row.pop("appearance", None)  # "table-list" would add questions of its own
    return rows


def _choices(source: Source) -> Rows:
    rows = [row for _, row in _spaced(source.choices.entries, source)]
    return [row if "list_name" in row and "name" in row else {} for row in rows]


def _settings(source: Source) -> dict[str, str]:
    names = ("form_title", "form_id", "version", "instance_name", "allow_choice_duplicates")
    said = {name: source.setting(name) for name in names if source.setting(name)}
    first = source.default_language or next(iter(source.languages), "")
    return {"form_id": ROOT, **said, **({"default_language": source.languages[first]} if first else {})}


def _spaced(entries: Iterable[Entry], source: Source) -> list[tuple[Entry | None, dict[str, str]]]:
    """The rows with the empty ones between them, so that pyxform counts as the author does.

    After a row that the author did not write it counts one more for each.
    """
    rows: list[tuple[Entry | None, dict[str, str]]] = []
    added = 0
    for entry in entries:
        rows += [(None, {})] * (entry.row - 2 + added - len(rows))
        added += len(rows) + 2 - added > entry.row
        rows.append((entry, dict(_cells(entry, source))))
    return rows


def _cells(entry: Entry, source: Source) -> Iterator[tuple[str, str]]:
    for name in dict.fromkeys(name for name, _ in entry.cells):
        texts = {language: cell.text for language, cell in entry.translations(name).items()}
        if name not in TRANSLATED:
            yield name, next(iter(texts.values()))
        elif not source.languages:
            yield name, next(iter(texts.values())).translate(QUOTES)
        else:
            for code, language in source.languages.items():
                shown = code if code in texts else fallback(texts, source.default_language)
                yield f"{name}::{language}", texts[shown].translate(QUOTES)
