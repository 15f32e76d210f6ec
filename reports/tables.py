"""Counts as text: a table to read, and CSV for a spreadsheet."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from reports.release.rules import SMALLEST_BASE

COLUMNS = (
    *("survey", "version", "access", "dimension", "category"),
    *("question", "type", "label", "what", "choice", "value"),
)
HIDDEN = "not shown"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def as_csv(results: dict[str, Any]) -> str:
    """One row a number, and one a question that is not counted; what is not shown is empty.

    A text that a spreadsheet would run is quoted by '.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for survey in results["surveys"]:
        head = (survey["name"], survey["version"], survey["access"])
        for row in (survey, *survey.get("rows", ())):
            of = (row.get("dimension", ""), row.get("category", ""))
            writer.writerows(tuple(map(cell, (*head, *of, *line))) for line in _lines(row))
        for question in survey["not_counted"]:
            writer.writerow(tuple(map(cell, (*head, "", "", *_about(question), "not_counted", "", None))))
    return out.getvalue()


def _lines(row: dict[str, Any]) -> Iterator[tuple[str | int | float | None, ...]]:
    """Of everybody, or of one region or group."""
    yield ("", "", "", "responses", "", row["responses"])
    yield from (("", "", "", "language", each, number) for each, number in row.get("languages", {}).items())
    for question in row["questions"]:
        yield from ((*_about(question), *number) for number in _numbers(question))


def _about(question: dict[str, Any]) -> tuple[str, str, str]:
    return question["name"], question["type"], question["label"]


def as_table(results: dict[str, Any]) -> str:
    """The counts to read in a terminal."""
    about = " (simulated)" if results["simulated"] else f", release {results['release']} ({results['day']})"
    lines = [f"{results['consultation']}{about}"]
    for survey in results["surveys"]:
        name = f"{survey['name']}, version {survey['version']}"
        by_code = ", with a code" if survey["access"] == "code" else ""
        whose = {"organisations": " of organisations", "learners": " to learning cards"}.get(
            survey["audience"], ""
        )
        if survey["responses"] is None:
            few = f"fewer than {SMALLEST_BASE} responses{whose}"
            lines += ["", f"{name}{by_code}: {few}; their counts are not shown"]
            continue
        lines += ["", f"{name}{by_code}: {survey['responses']} responses{whose}", *_told(survey)]
        for row in survey.get("rows", ()):
            lines += ["", f"{row['dimension_label']} {row['label']}: {_shown(row['responses'])}"]
            lines += _told(row) if row["responses"] else []
        if names := ", ".join(question["name"] for question in survey["not_counted"]):
            lines += ["", f"Not counted, because one person can answer them many times: {names}"]
        if notes := survey.get("notes"):
            lines += ["", *notes]
    return "\n".join(lines) + "\n"


def _told(row: dict[str, Any]) -> Iterator[str]:
    for question in row["questions"]:
        yield from ("", f"{question['label']} [{question['name']}]")
        for what, choice, value in _numbers(question):
            if what != "percent":
                yield f"  {choice or what:<32} {_shown(value):>12}"


def _numbers(question: dict[str, Any]) -> Iterator[tuple[str, str, int | float | None]]:
    yield "answered", "", question["answered"]
    for choice, count in question.get("counts", {}).items():
        yield "count", choice, count
    for choice, share in question.get("percent", {}).items():
        yield "percent", choice, share
    for choice, place in question.get("mean_rank", {}).items():
        yield "mean_rank", choice, place
    if "mean" in question:
        yield "mean", "", question["mean"]


def _shown(value: int | float | None) -> str:
    return HIDDEN if value is None else str(value)


def cell(value: str | int | float | None) -> str | int | float:
    """A value for CSV: nothing for None, and a text that a spreadsheet would run quoted by '."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return "" if value is None else value
