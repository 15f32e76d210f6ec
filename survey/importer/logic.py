"""Faults in expressions: what cannot be read, what calls or names nothing, what depends on itself."""

import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from survey.importer.columns import PLAIN_NAME
from survey.importer.references import REFERENCE, Names, references
from survey.importer.source import YES_NO, Entry, Question, Source
from survey.importer.types import GROUPS, SELECTS, Kind
from survey.problems import Problem, suggestion
from survey.xpath import Expression, ExpressionError, compile_expression
from survey.xpath.functions import ODK

BOOLEANS = ("required", "read_only")
EXPRESSIONS = ("relevant", "constraint", "calculation", "choice_filter", "repeat_count", *BOOLEANS)
ONE_WORD = re.compile(r"\w+")
MOST_CYCLES = 20
CURLY_QUOTES = str.maketrans("‘’“”", "''\"\"")


def check_logic(source: Source) -> Iterator[Problem]:
    """All that is wrong with the expressions of the form, references apart."""
    names = Names(source.named())
    for question in source.questions:
        written = dict(expressions(question))
        for column, text in written.items():
            yield from _expression(question, column, text, source, names)
        if question.kind is Kind.CALCULATE and not written.keys() & {"calculation", "default"}:
            yield question.entry.problem("calculation_missing", "calculation")
        for column in BOOLEANS:
            text = question.entry.text(column)
            if text.lower() not in YES_NO and ONE_WORD.fullmatch(text):
                yield question.entry.problem("not_boolean", column, text=text)
        if question.entry.text("constraint") and not question.entry.translations("constraint_message"):
            yield question.entry.problem("constraint_unexplained", "constraint")
        yield from _asked_later(question, names)
    if text := source.setting("instance_name"):
        yield from _compiled(source.settings.entries[0], "instance_name", text)[1]
    yield from _cycles(source, names)


def expressions(question: Question) -> Iterator[tuple[str, str]]:
    """The expressions of a question, by column."""
    from pyxform.utils import default_is_dynamic  # noqa: PLC0415 - see the package

    for column in EXPRESSIONS:
        text = question.entry.text(column)
        plain = column in BOOLEANS and (text.lower() in YES_NO or ONE_WORD.fullmatch(text))
        if text and not plain:
            yield column, text
    default = question.entry.text("default")
    if question.kind and default and default_is_dynamic(default, question.kind.value):
        yield "default", default


def _expression(
    question: Question, column: str, text: str, source: Source, names: Names
) -> Iterator[Problem]:
    expression, problems = _compiled(question.entry, column, text)
    yield from problems
    if not expression:
        return
    bare = sorted(path for path in expression.paths if PLAIN_NAME.fullmatch(path))
    if column == "choice_filter":
        yield from _filter_columns(question, bare, source) if question.kind in SELECTS else ()
    elif question.kind not in GROUPS:
        for name in bare:
            if name in names.questions:
                yield question.entry.problem("reference_bare", column, name=name)


def _compiled(entry: Entry, column: str, text: str) -> tuple[Expression | None, list[Problem]]:
    """The expression. Each `${name}` is read as a number just as long, which may stand where a path may but
    never beside a name, so that what is glued together is found and positions are the author's.
    """
    readable = REFERENCE.sub(lambda found: " 1".ljust(len(found[0])), text.translate(CURLY_QUOTES))
    try:
        expression = compile_expression(readable)
    except ExpressionError as error:
        return None, [_unreadable(entry, column, text, error)]
    return expression, [_wrong_call(entry, column, readable, error) for error in expression.problems]


def _unreadable(entry: Entry, column: str, text: str, error: ExpressionError) -> Problem:
    for found in REFERENCE.finditer(text):
        if found.start() <= error.position < found.end():
            return entry.problem("reference_misplaced", column, expression=text, reference=found[0])
    fields = {"expression": text, "position": str(error.position + 1), "reason": error.message.rstrip(".")}
    return entry.problem("expression_broken", column, **fields)


def _wrong_call(entry: Entry, column: str, text: str, error: ExpressionError) -> Problem:
    name = text[error.position :].partition("(")[0].strip()
    if name in ODK:
        fields = {"expression": text, "position": str(error.position + 1), "reason": error.message}
        return entry.problem("expression_broken", column, **fields)
    return entry.problem("function_unknown", column, function=name, **suggestion(name, ODK, "{}()"))


def _filter_columns(question: Question, names: list[str], source: Source) -> Iterator[Problem]:
    columns = {column.name for column in source.choices.columns if column.use in ("known", "extra")}
    for name in names:
        if columns and name not in columns:
            yield question.entry.problem(
                "filter_column", "choice_filter", name=name, **suggestion(name, columns)
            )


def _asked_later(question: Question, names: Names) -> Iterator[Problem]:
    for name in references(question.entry.text("relevant")):
        other = names.find(name)
        if other and other.kind is not Kind.CALCULATE and other.entry.row > question.entry.row:
            fields = {"reference": f"${{{name}}}", "other": str(other.entry.row)}
            yield question.entry.problem("relevant_later", "relevant", **fields)


def _cycles(source: Source, names: Names) -> Iterator[Problem]:
    """Each circle of calculations and relevances once, at its first row."""
    graph = {question: _depends_on(question, names) for question in source.questions if question.name}
    for _ in range(MOST_CYCLES):
        cycle = _cycle(graph)
        if not cycle:
            return
        first = min(cycle, key=lambda question: question.entry.row)
        at = cycle.index(first)
        path = " → ".join(f"`{question.name}`" for question in (*cycle[at:], *cycle[:at], first))
        column = "calculation" if first.entry.text("calculation") else "relevant"
        yield first.entry.problem("circular", column, path=path)
        graph[first] = []


def _depends_on(question: Question, names: Names) -> list[Question]:
    said = references(f"{question.entry.text('calculation')} {question.entry.text('relevant')}")
    found = [other for name in said if (other := names.find(name))]
    return [*found, question.parent] if question.parent else found


def _cycle(graph: dict[Question, list[Question]]) -> list[Question] | None:
    """Questions of which each depends on the next and the last on the first."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        found: list[Question] = error.args[1][:0:-1]
        return found
    return None
