"""The column 'parameters': what a range runs from and to (XLSForm, "Range"), how finely a place is kept.

`accuracy` of a geopoint is ours: metres to which the place is kept, 1000 unless the form says 100 or 10. It
stands in the XForm as an attribute of the control.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from survey.importer.source import Entry, Question, Source
from survey.importer.types import Kind
from survey.problems import Problem, suggestion

DEFAULTS = {"start": "1", "end": "10", "step": "1"}
OF_A_PLACE = ("accuracy", "capture-accuracy", "warning-accuracy", "allow-mock-accuracy")
COARSE = "1000"
ACCURACIES = (COARSE, "100", "10")
PARTS = re.compile(r"[\s,;]+")
SPACED = re.compile(r"\s*=\s*")


def check_parameters(source: Source) -> Iterator[Problem]:
    """Ranges that cannot be asked, places whose accuracy is not one of ours or is not explained."""
    for question in source.questions:
        if question.kind is Kind.RANGE:
            yield from _range(question)
        if question.kind is Kind.GEOPOINT:
            yield from _place(question)


def read_parameters(entry: Entry) -> dict[str, str]:
    """What is said, by name in small letters; a part that says nothing is left out."""
    parts = (part.partition("=") for part in _parts(entry))
    return {name.lower(): text for name, _, text in parts if name and text}


def without_accuracy(entry: Entry) -> str:
    """The cell as pyxform takes it."""
    return " ".join(part for part in _parts(entry) if part.partition("=")[0].lower() != "accuracy")


def _parts(entry: Entry) -> Iterator[str]:
    return filter(None, PARTS.split(SPACED.sub("=", entry.text("parameters"))))


def _faults(entry: Entry, names: Iterable[str]) -> Iterator[Problem]:
    """Parts that name no parameter of these."""
    for part in _parts(entry):
        name, sign, text = part.partition("=")
        if not (sign and name and text):
            yield entry.problem("parameter_broken", "parameters", text=part)
        elif name.lower() not in names:
            yield entry.problem("parameter_unknown", "parameters", name=name, **suggestion(name, names))


def _place(question: Question) -> Iterator[Problem]:
    yield from _faults(question.entry, OF_A_PLACE)
    accuracy = read_parameters(question.entry).get("accuracy", COARSE)
    if accuracy not in ACCURACIES:
        yield question.entry.problem("accuracy_unknown", "parameters", text=accuracy)
    elif accuracy != COARSE and not question.entry.translations("hint"):
        yield question.entry.problem("accuracy_unexplained", "parameters", text=accuracy)


def _range(question: Question) -> Iterator[Problem]:
    yield from _faults(question.entry, DEFAULTS)
    given = {name: text for name, text in read_parameters(question.entry).items() if name in DEFAULTS}
    said = {**DEFAULTS, **given}
    numbers = {name: _number(text) for name, text in said.items()}
    for name in (name for name, number in numbers.items() if number is None):
        yield question.entry.problem("range_number", "parameters", name=name, text=said[name])
    start, end, step = (numbers[name] for name in DEFAULTS)
    if start is not None and end is not None and step is not None and not 0 < step <= abs(end - start):
        yield question.entry.problem("range_empty", "parameters")


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
        return number if number.is_finite() and text.isascii() and abs(number) < 10**9 else None
    except ArithmeticError:  # what is no number, and one with an exponent beyond all bounds
        return None
