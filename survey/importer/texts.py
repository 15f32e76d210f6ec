"""Faults in what people read: texts and translations that are missing, texts that are too long."""

from collections.abc import Iterable, Iterator

from survey.importer.columns import MEDIA, TRANSLATED
from survey.importer.source import Entry, Source, Table
from survey.importer.types import Kind
from survey.problems import Problem

LONGEST_MESSAGE = 4096
LONGEST_BUTTON = 100
SILENT = (Kind.BEGIN_GROUP, Kind.END_GROUP, Kind.END_REPEAT, Kind.CALCULATE, Kind.HIDDEN, Kind.UNUSED)


def check_texts(source: Source, asked: Iterable[str] = ()) -> Iterator[Problem]:
    """All that is wrong with texts. `asked`: codes of the languages that the form must come in."""
    wanted = _wanted_languages(source, tuple(asked))
    yield from _labels(source.survey, _spoken(source), source, wanted)
    yield from _labels(source.choices, source.choices.entries, source, wanted)
    for name in TRANSLATED[1:]:
        yield from _other_texts(name, source, wanted)
    for entry in _spoken(source):
        yield from _long_texts(entry)
    for entry in source.choices.entries:
        yield from _long_labels(entry)
    if source.setting("default_language") and not source.default_language:
        entry, said = source.settings.entries[0], source.setting("default_language")
        yield entry.problem("language_unknown", "default_language", language=said)


def units(text: str) -> int:
    """The length as Telegram counts it: in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _wanted_languages(source: Source, asked: tuple[str, ...]) -> dict[str, str]:
    """Codes and words for the languages to come in. A form without translations is in its only language."""
    if not source.languages and len(asked) <= 1:
        return {}
    return {**source.languages, **{code: code for code in asked if code not in source.languages}}


def _spoken(source: Source) -> list[Entry]:
    return [question.entry for question in source.questions if question.kind and question.kind not in SILENT]


def _labels(
    table: Table, entries: Iterable[Entry], source: Source, wanted: dict[str, str]
) -> Iterator[Problem]:
    """Everything shown has a label in every language."""
    entries = list(entries)
    present = table.headers("label")
    first = source.default_language or next(iter(wanted), "")
    if not entries:
        return
    if not present:
        yield table.problem("column_missing", name=f"label::{wanted[first]}" if wanted else "label")
        return
    if wanted and "" in present:
        yield table.problem("language_unsaid", present[""], header=f"label::{wanted[first]}")
    for code, language in wanted.items():
        if code not in present and not ("" in present and code == first):
            yield table.problem("translation_column_missing", language=language, header=f"label::{language}")
    for entry in entries:
        yield from _label(entry, {code: header for code, header in present.items() if code}, wanted)


def _label(entry: Entry, columns: dict[str, str], wanted: dict[str, str]) -> Iterator[Problem]:
    labels = entry.translations("label")
    if not labels and (entry.text("name") or entry.text("type")):
        yield entry.problem("label_missing", "label")
    for code, header in columns.items() if labels else ():
        if code not in labels:
            yield entry.problem("translation_missing", header, language=wanted[code])


def _other_texts(name: str, source: Source, wanted: dict[str, str]) -> Iterator[Problem]:
    """Hints and messages may fall back on another language, but the author should know."""
    unsaid = source.survey.headers(name).get("")
    if wanted and unsaid and name in MEDIA:
        return
    if wanted and unsaid:
        yield source.survey.problem("untranslated", unsaid)
        return
    for question in source.questions:
        texts = question.entry.translations(name)
        for code, language in wanted.items() if texts else ():
            if code not in texts:
                shown = fallback(texts, source.default_language)
                other = wanted[shown]
                yield question.entry.problem(
                    "fallback", f"{name}::{language}", language=language, other=other
                )


def fallback(texts: Iterable[str], default: str) -> str:
    """The language shown where one is missing: the text for all, the default language's, or the first."""
    present = list(texts)
    return next((code for code in ("", default) if code in present), present[0])


def _long_texts(entry: Entry) -> Iterator[Problem]:
    """A question and its hint share one message; an explanation has one of its own."""
    for name in ("label", "constraint_message", "required_message"):
        for language, cell in entry.translations(name).items():
            hint = entry.text("hint", language) or entry.text("hint") if name == "label" else ""
            length = units(f"{cell.text}\n{hint}".strip())
            if length > LONGEST_MESSAGE:
                fields = {"length": str(length), "limit": str(LONGEST_MESSAGE)}
                yield entry.problem("text_long", name, language, **fields)


def _long_labels(entry: Entry) -> Iterator[Problem]:
    for language, cell in entry.translations("label").items():
        length = units(cell.text)
        if length > LONGEST_BUTTON:
            fields = {"length": str(length), "limit": str(LONGEST_BUTTON)}
            yield entry.problem("choice_long", "label", language, **fields)
