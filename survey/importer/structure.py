"""Faults in types, names and groups."""

from collections.abc import Iterator

from survey.importer.columns import is_name
from survey.importer.others import has_other
from survey.importer.source import Question, Source
from survey.importer.types import GROUPS, SELECTS, SUPPORTED, Kind
from survey.problems import Problem, suggestion

RESERVED = ("meta", "instanceID", "instanceName")
NAMELESS = (Kind.END_GROUP, Kind.END_REPEAT, Kind.UNUSED)
DEEPEST = 20
SPOKEN = ("name", "label")


def check_structure(source: Source) -> Iterator[Problem]:
    """All that is wrong with the shape of the sheet 'survey'."""
    if not any(question.kind not in (*GROUPS, Kind.UNUSED) for question in source.questions):
        yield source.survey.problem("form_empty", "type")
    yield from _missing_types(source)
    for question in source.questions:
        yield from _type(question)
        yield from _name(question)
    yield from _duplicates(source)
    yield from _depth(source)
    for question in source.loose_ends:
        closes = question.kind in (Kind.END_GROUP, Kind.END_REPEAT)
        yield question.entry.problem("group_unopened" if closes else "group_unclosed", "type")


def _depth(source: Source) -> Iterator[Problem]:
    """Groups within groups, deeper than anybody could follow."""
    depths: dict[Question | None, int] = {None: 0}
    for question in source.questions:
        depths[question] = depths[question.parent] + 1
        if question.kind in (Kind.BEGIN_GROUP, Kind.BEGIN_REPEAT) and depths[question] == DEEPEST + 1:
            yield question.entry.problem("group_deep", "type", limit=str(DEEPEST))


def _missing_types(source: Source) -> Iterator[Problem]:
    for entry in source.survey.entries:
        if not entry.text("type") and any(column in SPOKEN for column, _ in entry.cells):
            yield entry.problem("type_missing", "type")


def _type(question: Question) -> Iterator[Problem]:
    entry, said = question.entry, question.type
    match said.kind:
        case None:
            yield entry.problem("type_unknown", "type", type=said.text, **_similar_type(said.text))
        case Kind.UNSUPPORTED:
            yield entry.problem("type_unsupported", "type", type=said.text)
        case Kind.UNUSED:
            yield entry.problem("type_unused", "type", type=said.text)
        case kind if kind in SELECTS and not said.list_name:
            yield entry.problem("list_unnamed", "type", type=kind.value)
        case kind if kind in SELECTS and ("${" in said.list_name or (said.rest and not has_other(question))):
            yield entry.problem("type_unsupported", "type", type=said.text)


def _similar_type(text: str) -> dict[str, str]:
    command, *rest = text.split()
    similar = suggestion(command, map(str, SELECTS), " ".join(["{}", *rest]))
    return similar or suggestion("_".join([command, *rest]), map(str, SUPPORTED))


def _name(question: Question) -> Iterator[Problem]:
    entry, name = question.entry, question.name
    if question.kind in NAMELESS:
        return
    if not name:
        if question.kind is not Kind.NOTE:  # the compiler names it
            yield entry.problem("name_missing", "name")
    elif not is_name(name):
        yield entry.problem("name_invalid", "name", name=name)
    elif name in RESERVED:
        yield entry.problem("name_reserved", "name", name=name)


def _duplicates(source: Source) -> Iterator[Problem]:
    """A name is told apart within its group; answers are counted by the name alone, whatever the group."""
    for name, questions in source.named().items():
        seen: dict[Question | None, Question] = {}
        answered = [question for question in questions if question.kind not in (*GROUPS, Kind.NOTE)]
        for question in questions:
            before = seen.setdefault(question.parent, question)
            if before is not question:
                yield question.entry.problem("name_duplicate", "name", name=name, other=str(before.entry.row))
            elif question in answered[1:]:
                other = str(answered[0].entry.row)
                yield question.entry.problem("name_shared", "name", name=name, other=other)
            elif question is not questions[0] and question.kind not in GROUPS:
                other = str(questions[0].entry.row)
                yield question.entry.problem("name_repeated", "name", name=name, other=other)
