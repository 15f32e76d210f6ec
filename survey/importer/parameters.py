"""The column 'parameters': what a range runs from and to (XLSForm, "Range")."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from survey.importer.draft import Draft, Question
from survey.importer.types import Kind
from survey.problems import Problem, suggestion

DEFAULTS = {"start": "1", "end": "10", "step": "1"}
PARTS = re.compile(r"[\s,;]+")
SPACED = re.compile(r"\s*=\s*")


def check_parameters(draft: Draft) -> Iterator[Problem]:
    """Ranges that cannot be asked."""
    for question in draft.questions:
        if question.kind is Kind.RANGE:
            yield from _range(question)


def _range(question: Question) -> Iterator[Problem]:
    said = dict(DEFAULTS)
    for part in filter(None, PARTS.split(SPACED.sub("=", question.entry.text("parameters")))):
        name, sign, text = part.partition("=")
        if not (sign and name and text):
            yield question.entry.problem("parameter_broken", "parameters", text=part)
        elif name.lower() not in DEFAULTS:
            similar = suggestion(name, DEFAULTS)
            yield question.entry.problem("parameter_unknown", "parameters", name=name, **similar)
        else:
            said[name.lower()] = text
    numbers = {name: _number(text) for name, text in said.items()}
    for name in (name for name, number in numbers.items() if number is None):
        yield question.entry.problem("range_number", "parameters", name=name, text=said[name])
    start, end, step = (numbers[name] for name in DEFAULTS)
    if start is not None and end is not None and step is not None and not 0 < step <= abs(end - start):
        yield question.entry.problem("range_empty", "parameters")


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and text.isascii() and abs(number) < 10**9 else None
