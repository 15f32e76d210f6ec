"""The files of the consultation: what a town would write them with, and the survey as it is compiled."""

from functools import lru_cache
from pathlib import Path

from survey.form import Form
from survey.importer import import_form
from tests.load.town import ANIMAL, CHOICES, LANGUAGES, NAMES, QUARTERS, QUESTIONS, REGIONS, TOML, WELCOMES

COLUMNS = ("relevant", "constraint", "required", "default", "choice_filter", "calculation", "parameters")


def write(folder: Path) -> None:
    """Write the consultation's folder."""
    folder.mkdir()
    (folder / "consultation.toml").write_text(TOML, encoding="utf-8")
    (folder / "regions.csv").write_text(REGIONS.strip(), encoding="utf-8")
    (folder / "survey.md").write_text(survey(), encoding="utf-8")


@lru_cache
def form() -> Form:
    """The survey, compiled."""
    return Form.load(import_form(survey().encode(), ".md", LANGUAGES).xform)


def survey() -> str:
    """The survey, as XLSForm in Markdown."""
    rows = [_row("note", "welcome", WELCOMES)]
    for question in QUESTIONS:
        columns = dict(question.columns)
        if question.name == "children":
            rows.append(_row("calculate", "others", calculation="coalesce(${people}, 1) - 1"))
            rows.append(_row("begin_group", "home", ("Home", "Maison", "البيت")))
        if question.name == "called":
            rows.append(_row("begin_repeat", "animal", ANIMAL))
        if question.name == "roads":
            points = ("Divide 10 points.", "Partagez 10 points.", "وزعوا 10 نقط.")
            rows.append(_row("begin_group", "points", points, constraint="${roads} + ${schools} = 10"))
        if question.name != "source_other":
            other = " or_other" if question.choices == "sources" else ""
            kind = f"{question.kind} {question.choices}".strip() + other
            rows.append(_row(kind, question.name, question.labels, **columns))
        if question.name == "called":
            rows.append(_row("end_repeat", ""))
        if question.name == "schools":
            rows.append(_row("end_group", ""))
        if question.name == "children":
            rows.append(_row("end_group", ""))
    texts = [
        f"{column}::{NAMES[code]} ({code})"
        for column in ("label", "hint", "constraint_message")
        for code in LANGUAGES
    ]
    choices = [
        _cells(kind, name, *labels, _region_of(name))
        for kind, listed in CHOICES.items()
        for name, labels in listed.items()
        if name != "other"
    ]
    return "\n".join(
        (
            "| survey |",
            _cells("type", "name", *texts, *COLUMNS),
            *rows,
            "| choices |",
            _cells("list_name", "name", *texts[:3], "region"),
            *choices,
            "| settings |",
            _cells("form_title", "form_id"),
            _cells("Load", "load"),
        )
    )


def _row(kind: str, name: str, labels: tuple[str, ...] = ("", "", ""), **columns: str) -> str:
    hints, messages = (columns.get("hint", ""),) * 3, (columns.get("message", ""),) * 3
    return _cells(kind, name, *labels, *hints, *messages, *(columns.get(column, "") for column in COLUMNS))


def _cells(*cells: str) -> str:
    return f"| | {' | '.join(cells)} |"


def _region_of(quarter: str) -> str:
    return next((region for region, quarters in QUARTERS.items() if quarter in quarters), "")
