"""A release as tables and pages show it: the same numbers, with the words of the survey."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from reports.release.budgets import BANDS, band_label, budgets, lines_of
from reports.release.ranking import Standing, standings
from survey.form import Form

TYPES = {"one": "select_one", "many": "select_multiple", "rank": "rank"}
Read = dict[str, Any]
NO_CODES: Mapping[str, str] = MappingProxyType({})


def survey_released(
    survey: Mapping[str, Any], form: Form, language: str, codes: Mapping[str, str] = NO_CODES
) -> Read:
    """One survey of a release, in the shape of `counts.survey_results`, and beside everybody each row.

    `codes`: what those of open answers are called in this language.
    """
    words = _Words(form, language, codes)
    rows = [_row(survey, number, words) for number in range(len(survey["rows"]))]
    everybody, *others = rows
    about = {name: survey[name] for name in ("name", "version", "audience", "access", "method")}
    uncounted = [
        {"name": each.name, "type": each.kind, "label": form.heading(each.ref, language)}
        for each in form.questions
        if each.counted and each.ref not in form.plain_questions
    ]
    return {
        **about,
        **everybody,
        "not_counted": uncounted,
        "budgets": budgets(form, everybody["questions"], language, codes),
        "rows": others,
        "dimensions": _dimensions(others),
    }


class _Words:
    """What questions and answers are called; their names where this version of the survey has none."""

    def __init__(self, form: Form, language: str, codes: Mapping[str, str]) -> None:
        self.form, self.language, self.codes = form, language, codes
        self._refs = {each.name: each.ref for each in form.questions}

    def question(self, name: str) -> str:
        """Behind a colon stands the list of codes that is counted."""
        asked, colon, codes = name.partition(":")
        ref = self._refs.get(asked)
        label = self.form.heading(ref, self.language) if ref else asked
        return f"{label} · {self.codes.get(colon + codes, codes)}" if colon else label

    def choice(self, name: str, choice: str) -> str:
        ref = self._refs.get(name)
        if choice in BANDS and name in lines_of(self.form):
            return band_label(choice)
        label = self.form.choice_label(ref, choice, self.language) if ref else choice
        return self.codes.get(choice, choice) if label == choice else label


def _row(survey: Mapping[str, Any], number: int, words: _Words) -> Read:
    people, *asked = survey["questions"]
    dimension, category = survey["rows"][number]["dimension"], survey["rows"][number]["category"]
    return {
        "dimension": dimension,
        "category": category,
        "dimension_label": words.question(dimension),
        "label": words.choice(dimension, category),
        "responses": people["blocks"][number]["base"],
        "languages": {each: people["blocks"][number]["counts"][each] for each in people["choices"]},
        "questions": [_question(each, each["blocks"][number], words) for each in asked],
    }


def _question(asked: Mapping[str, Any], block: Mapping[str, Any], words: _Words) -> Read:
    name = asked["name"]
    made: Read = {
        "name": name,
        "type": TYPES[asked["kind"]],
        "label": words.question(name),
        "answered": block["base"],
        "counted_in": block["counted_in"],
        "choice_labels": {each: words.choice(name, each) for each in asked["choices"]},
    }
    found = made["standings"] = standings(asked["kind"], asked["choices"], block)
    if asked["kind"] == "rank":
        return made | {"mean_rank": _mean_ranks(asked["choices"], found)}
    return made | {
        what: {each: block[what][each] for each in asked["choices"]} for what in ("counts", "percent")
    }


def _mean_ranks(choices: Sequence[str], found: Sequence[Standing]) -> dict[str, float | None]:
    """From shown numbers alone; None where the release shows no place of it."""
    means = {each.choice: each.mean_rank for each in found}
    return {
        name: None if (mean := means.get(name)) is None or mean.value is None else round(mean.value, 2)
        for name in choices
    }


def _dimensions(rows: list[Read]) -> list[Read]:
    """How many people there are of each region, and of each group."""
    found: dict[str, Read] = {}
    for row in rows:
        name = row["dimension"]
        made = found.setdefault(
            name, {"name": name, "label": row["dimension_label"], "counts": {}, "choice_labels": {}}
        )
        made["counts"][row["category"]] = row["responses"]
        made["choice_labels"][row["category"]] = row["label"]
    return list(found.values())
