"""Exact counts of simulated answers. Of real ones only releases are shown (`reports/release/`).

What stands in a repeat is not counted: ten answers there may be one person's.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from survey.form import Form
from survey.question import NUMBERS, Question

CHOICES = ("select_one", "select_multiple")


class Tally:
    """Counts of one survey as its responses go by; each response is looked at once and not kept."""

    def __init__(self, form: Form, version: int, access: str = "open", audience: str = "residents") -> None:
        self.form = form
        self.version = version
        self.access = access
        self.audience = audience
        self.responses = 0
        self.answered: Counter[str] = Counter()
        self.chosen: dict[str, Counter[str]] = defaultdict(Counter)
        self.placed: dict[str, Counter[str]] = defaultdict(Counter)
        self.places: dict[str, Counter[str]] = defaultdict(Counter)
        self.sums: dict[str, float] = defaultdict(float)
        expected = [question for question in form.questions if question.counted]
        self.questions = [question for question in expected if question.ref in form.plain_questions]
        self.not_counted = [question for question in expected if question.ref not in form.plain_questions]

    def add(self, answers: Mapping[str, str]) -> None:
        """Count one response: question name to canonical answer."""
        self.responses += 1
        for question in self.questions:
            if value := answers.get(question.name, ""):
                self.answered[question.name] += 1
                self._add(question, value)

    def _add(self, question: Question, value: str) -> None:
        name = question.name
        if question.kind in CHOICES:
            self.chosen[name].update(value.split())
        elif question.kind == "rank":
            self.placed[name].update(value.split())
            self.places[name].update({choice: place for place, choice in enumerate(value.split(), 1)})
        elif question.kind in NUMBERS:
            self.sums[name] += float(value)


def survey_results(name: str, tally: Tally, language: str) -> dict[str, Any]:
    """The numbers of one survey as `results --simulated --format json` has them."""
    return {
        "name": name,
        "version": tally.version,
        "audience": tally.audience,
        "access": tally.access,
        "responses": tally.responses,
        "questions": [_question(tally, question, language) for question in tally.questions],
        "not_counted": [_about(tally, question, language) for question in tally.not_counted],
    }


def _about(tally: Tally, question: Question, language: str) -> dict[str, Any]:
    label = tally.form.heading(question.ref, language)
    return {"name": question.name, "type": question.kind, "label": label}


def _question(tally: Tally, question: Question, language: str) -> dict[str, Any]:
    answered = tally.answered[question.name]
    numbers = _about(tally, question, language) | {"answered": answered}
    if question.kind in CHOICES:
        counts = tally.chosen[question.name]
        numbers["counts"] = {each: counts[each] for each in _names(tally, question, counts)}
    elif question.kind == "rank":
        places, placed = tally.places[question.name], tally.placed[question.name]
        numbers["mean_rank"] = {
            each: _mean(places[each], placed[each]) for each in _names(tally, question, placed)
        }
    elif question.kind in NUMBERS:
        numbers["mean"] = _mean(tally.sums[question.name], answered)
    return numbers


def _names(tally: Tally, question: Question, counted: Mapping[str, int]) -> list[str]:
    """The choices of the newest version in its order, then those that only older versions had."""
    names = [choice.name for choice in tally.form.choices(question.ref)]
    return names + sorted(set(counted) - set(names))


def _mean(total: float, base: int) -> float | None:
    return round(total / base, 2) if base else None
