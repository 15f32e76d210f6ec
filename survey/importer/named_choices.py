"""Choices that an expression names: `selected(${rights}, 'water')`, `${region} = 'north'`."""

import re
from collections.abc import Iterator

from survey.importer.logic import CURLY_QUOTES, EXPRESSIONS
from survey.importer.references import Names
from survey.importer.source import Source
from survey.importer.types import SELECTS
from survey.problems import Problem, suggestion

_NAMED = (
    re.compile(r"\bselected\s*\(\s*\$\{([^{}]*)\}\s*,\s*(['\"])(.*?)\2\s*\)"),
    re.compile(r"\$\{([^{}]*)\}\s*!?=\s*(['\"])(.*?)\2"),
)


def check_named_choices(source: Source) -> Iterator[Problem]:
    """Those that the question does not have, so that the expression is never true."""
    names = Names(source.named())
    for question in source.questions:
        for column in EXPRESSIONS if question.kind else ():
            for other, choice in _named(question.entry.text(column)):
                asked = names.find(other)
                if asked is None or asked.kind not in SELECTS or asked.type.list_name not in source.lists:
                    continue
                known = [entry.text("name") for entry in source.lists[asked.type.list_name]]
                if choice and choice not in known:
                    fields = {"name": choice, "question": other, **suggestion(choice, known)}
                    yield question.entry.problem("choice_unknown", column, **fields)


def _named(expression: str) -> Iterator[tuple[str, str]]:
    """Questions and the choices that they are compared with."""
    for pattern in _NAMED:
        for found in pattern.finditer(expression.translate(CURLY_QUOTES)):
            yield found[1].strip(), found[3]
