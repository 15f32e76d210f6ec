"""Counts as text: a table to read, and CSV for a spreadsheet."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from reports.counts import SMALLEST_BASE

COLUMNS = ("survey", "version", "access", "question", "type", "label", "what", "choice", "value")
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
        writer.writerow((*head, "", "", "", "responses", "", cell(survey["responses"])))
        for question in survey["questions"]:
            about = (question["name"], question["type"], question["label"])
            for what, choice, value in _numbers(question):
                writer.writerow(tuple(map(cell, (*head, *about, what, choice, value))))
        for question in survey["not_counted"]:
            about = (question["name"], question["type"], question["label"])
            writer.writerow(tuple(map(cell, (*head, *about, "not_counted", "", None))))
    return out.getvalue()


def as_table(results: dict[str, Any]) -> str:
    """The counts to read in a terminal."""
    lines = [f"{results['consultation']}{' (simulated)' if results['simulated'] else ''}"]
    for survey in results["surveys"]:
        name = f"{survey['name']}, version {survey['version']}"
        by_code = ", with a code" if survey["access"] == "code" else ""
        whose = " of organisations" if survey["audience"] == "organisations" else ""
        if survey["responses"] is None:
            few = f"fewer than {SMALLEST_BASE} responses{whose}"
            lines += ["", f"{name}{by_code}: {few}; their counts are not shown"]
            continue
        lines += ["", f"{name}{by_code}: {survey['responses']} responses{whose}"]
        for question in survey["questions"]:
            lines += ["", f"{question['label']} [{question['name']}]"]
            lines += [
                f"  {choice or what:<32} {_shown(value):>12}" for what, choice, value in _numbers(question)
            ]
        if names := ", ".join(question["name"] for question in survey["not_counted"]):
            lines += ["", f"Not counted, because one person can answer them many times: {names}"]
    return "\n".join(lines) + "\n"


def _numbers(question: dict[str, Any]) -> Iterator[tuple[str, str, int | float | None]]:
    yield "answered", "", question["answered"]
    for choice, count in question.get("counts", {}).items():
        yield "count", choice, count
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
