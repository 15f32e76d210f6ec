"""`select_one list or_other`: a choice "other" at the end of the list, and a question for what it is.

pyxform says "Other" in English whatever the language and takes no choice filter beside it (XLSForm,
"or_other"), so both are added here, as if the author had written them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from survey.importer.source import Cell, Entry, Question, Source
from survey.importer.types import OR_OTHER, Kind, read_type
from survey.problems import Problem

OTHER = "other"
ENDING = "_other"
"""What is put behind the name of a question to name the one that asks what it is."""

SAID: Mapping[str, tuple[str, str]] = {
    "": ("Other", "What is it?"),
    "en": ("Other", "What is it?"),
    "fr": ("Autre", "Dites quoi, en quelques mots."),
    "ar": ("شيء آخر", "ما هو؟"),
    "es": ("Otra cosa", "¿Qué es?"),
    "pt": ("Outra coisa", "O que é?"),
    "it": ("Altro", "Che cosa?"),
    "de": ("Etwas anderes", "Was ist es?"),
    "nl": ("Iets anders", "Wat is het?"),
    "tr": ("Başka bir şey", "Nedir?"),
    "id": ("Yang lain", "Apa itu?"),
    "sw": ("Kitu kingine", "Ni nini?"),
    "ru": ("Другое", "Что это?"),
    "uk": ("Інше", "Що це?"),
    "fa": ("چیز دیگر", "چیست؟"),
    "ur": ("کچھ اور", "وہ کیا ہے؟"),
    "hi": ("कुछ और", "वह क्या है?"),
    "zh": ("其他", "是什么？"),
}
"""The choice and the question by language; "" for a form that says no language."""


def has_other(question: Question) -> bool:
    """Whether the type ends in `or_other`."""
    return question.kind in (Kind.SELECT_ONE, Kind.SELECT_MULTIPLE) and question.type.rest in OR_OTHER


def with_others(source: Source) -> Source:
    """The form with all that `or_other` stands for written out.

    The longer list is one of its own, so that other questions keep theirs.
    """
    lists, questions = dict(source.lists), list[Question]()
    for question in source.questions:
        if has_other(question) and question.type.list_name in source.lists:
            longer = f"{question.type.list_name}{ENDING}"
            lists[longer] = list(_longer(source, question.type.list_name, longer))
            questions += _asked(source, question, longer)
        else:
            questions.append(question)
    added = [entry for name in lists if name not in source.lists for entry in lists[name]]
    following = {question.entry: after.entry for question, after in pairwise(questions)}
    return replace(
        source,
        questions=tuple(questions),
        lists=lists,
        survey=replace(source.survey, entries=tuple(_in_rows(source, following))),
        choices=replace(source.choices, entries=(*source.choices.entries, *added)),
    )


def check_others(source: Source) -> Iterator[Problem]:
    """Languages in which "other" is not known here, where the list does not say it itself."""
    for question in filter(has_other, source.questions):
        name = question.type.list_name
        if _said_by_author(source, name) is None:
            for code, language in source.languages.items():
                if base(code) not in SAID:
                    fields = {"language": language, "list": name}
                    yield question.entry.problem("or_other_untranslated", "type", **fields)


def _in_rows(source: Source, following: Mapping[Entry, Entry]) -> Iterator[Entry]:
    """The rows of the sheet, each new one after the question that it belongs to."""
    known = set(source.survey.entries)
    for entry in source.survey.entries:
        yield entry
        if (after := following.get(entry)) and after not in known:
            yield after


def _longer(source: Source, name: str, longer: str) -> Iterator[Entry]:
    for entry in source.lists[name]:
        yield replace(entry, cells={**entry.cells, ("list_name", ""): Cell("list_name", longer)})
    if _said_by_author(source, name) is None:
        labels = {code: _said(code)[0] for code in source.languages or ("",)}
        yield added_row("choices", 0, {"list_name": longer, "name": OTHER}, labels)


def _asked(source: Source, question: Question, longer: str) -> Iterator[Question]:
    yield replace(question, type=replace(question.type, list_name=longer))
    own = _said_by_author(source, question.type.list_name)
    labels = {code: own.text("label", code) if own else _said(code)[1] for code in source.languages or ("",)}
    one = question.kind is Kind.SELECT_ONE
    reference = f"${{{question.name}}}"
    chosen = f"{reference} = '{OTHER}'" if one else f"selected({reference}, '{OTHER}')"
    cells = {"type": "text", "name": f"{question.name}{ENDING}", "relevant": chosen}
    added = added_row(question.entry.sheet, question.entry.row, cells, labels)
    yield Question(added, read_type("text"), question.parent)


def added_row(sheet: str, row: int, cells: Mapping[str, str], labels: Mapping[str, str]) -> Entry:
    """A row that the author did not write, with its label in each language."""
    plain = {(name, ""): Cell(name, text) for name, text in cells.items()}
    return Entry(
        sheet, row, 0, {**plain, **{("label", code): Cell("label", labels[code]) for code in labels}}
    )


def _said_by_author(source: Source, name: str) -> Entry | None:
    return next((entry for entry in source.lists.get(name, ()) if entry.text("name") == OTHER), None)


def _said(code: str) -> tuple[str, str]:
    return SAID.get(base(code), SAID[""])


def base(code: str) -> str:
    """The language of a code, without its script or country."""
    return code.replace("_", "-").partition("-")[0].lower()
