"""Forms as tables, in each format that an author may send."""

import csv
from collections.abc import Mapping, Sequence
from io import BytesIO, StringIO

from openpyxl import Workbook

from survey.importer import Imported, import_form
from survey.problems import FormProblems, Problem

Tables = Mapping[str, Sequence[Sequence[object]]]


def table(text: str) -> list[list[str]]:
    """The cells of a table written with bars between them, the header first."""
    lines = [line.strip() for line in text.strip().splitlines()]
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def tables(survey: str, choices: str = "", settings: str = "") -> Tables:
    written = {"survey": survey, "choices": choices, "settings": settings}
    return {name: table(text) for name, text in written.items() if text}


def as_xlsx(sheets: Tables) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([cell if cell != "" else None for cell in row])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def as_csv(sheets: Tables, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    file = StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter)
    for name, rows in sheets.items():
        writer.writerow([name])
        writer.writerows(["", *row] for row in rows)
    return file.getvalue().encode(encoding)


def as_markdown(sheets: Tables) -> bytes:
    lines: list[str] = []
    for name, rows in sheets.items():
        lines.append(f"| {name} |")
        lines += ["| | " + " | ".join(str(cell).replace("|", r"\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines).encode()


def load(survey: str, choices: str = "", settings: str = "", languages: tuple[str, ...] = ()) -> Imported:
    return import_form(as_xlsx(tables(survey, choices, settings)), ".xlsx", languages)


def problems(content: bytes, file_type: str, languages: tuple[str, ...] = ()) -> tuple[Problem, ...]:
    """All that is said of a form, warnings included, whether it is refused or not."""
    try:
        return import_form(content, file_type, languages).warnings
    except FormProblems as found:
        return found.problems


def places(
    survey: str, choices: str = "", languages: tuple[str, ...] = ()
) -> list[tuple[str, str, int, str]]:
    """Kind, sheet, row and column of each mistake."""
    found = problems(as_xlsx(tables(survey, choices)), ".xlsx", languages)
    return [place(problem) for problem in found if not problem.is_warning]


def place(problem: Problem) -> tuple[str, str, int, str]:
    return (problem.kind, problem.sheet, problem.row, problem.column)
