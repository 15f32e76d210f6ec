"""Faults in lists of choices, where they are written and where they are used."""

from collections.abc import Iterator, Sequence
from unicodedata import category, normalize

from survey.importer.source import YES_NO, Entry, Question, Source
from survey.importer.types import SELECTS, SEVERAL
from survey.lookalikes import glyphs
from survey.problems import Problem, suggestion

LONGEST_LIST = 1_000
"""Choices that one question may offer at once."""
OWN = ("list_name", "name", "label")
MOST_CHOICES = 200_000
"""Of all questions together; each question holds the choices of its list."""


def check_choices(source: Source) -> Iterator[Problem]:
    """All that is wrong with lists: unknown, empty, of one choice, nameless or doubled choices."""
    spaced = {question.type.list_name for question in source.questions if question.kind in SEVERAL}
    twice = YES_NO.get(source.setting("allow_choice_duplicates").lower(), False)
    for name, entries in source.lists.items():
        yield from _entries(name, entries)
        yield from _spaces(entries) if name in spaced else ()
        if name and not twice:
            yield from _duplicates(name, entries)
            yield from _alike_names(name, entries)
            yield from _alike_labels(name, entries)
    selects = [item for item in source.questions if item.kind in SELECTS and item.type.list_name]
    for question in selects:
        yield from _use(question, source)
    if sum(len(source.lists.get(question.type.list_name, ())) for question in selects) > MOST_CHOICES:
        yield Problem("choices_many", fields={"limit": str(MOST_CHOICES)})


def _entries(name: str, entries: Sequence[Entry]) -> Iterator[Problem]:
    for entry in entries:
        if not name:
            yield entry.problem("choice_unlisted", "list_name")
        if not entry.text("name") and (entry.translations("label") or not name):
            yield entry.problem("choice_nameless", "name")


def _spaces(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Several chosen names are kept with spaces between them, so none may hold one."""
    for entry in entries:
        name = entry.text("name")
        if len(name.split()) > 1:
            yield entry.problem("choice_spaced", "name", name=name, better="_".join(name.split()))


def _duplicates(list_name: str, entries: Sequence[Entry]) -> Iterator[Problem]:
    first: dict[str, Entry] = {}
    for entry in entries:
        name = entry.text("name")
        before = first.setdefault(_looks(name), entry)
        if name and before is not entry:
            fields = {"list": list_name, "name": name, "other": str(before.row)}
            yield entry.problem("choice_duplicate", "name", **fields)


def _alike_names(list_name: str, entries: Sequence[Entry]) -> Iterator[Problem]:
    """Names that are not the same, and that people and spreadsheets take for each other."""
    first: dict[str, Entry] = {}
    for entry in entries:
        name = entry.text("name")
        before = first.setdefault(glyphs(name), entry)
        if name and before is not entry and _looks(name) != _looks(before.text("name")):
            fields = {"list": list_name, "name": name, "other": str(before.row)}
            yield entry.problem("choice_alike", "name", **fields)


def _alike_labels(list_name: str, entries: Sequence[Entry]) -> Iterator[Problem]:
    """Texts in one language that nobody can tell apart; what a filter may tell apart may have the same."""
    first: dict[tuple[object, ...], Entry] = {}
    for entry in entries:
        further = {key: cell.text for key, cell in entry.cells.items() if key[0] not in OWN}
        for language, cell in entry.translations("label").items():
            shown = (language, glyphs(cell.text), *sorted(further.items()))
            before = first.setdefault(shown, entry)
            if before is not entry and entry.text("name") != before.text("name"):
                fields = {"list": list_name, "text": cell.text, "other": str(before.row)}
                yield entry.problem("label_alike", "label", language, **fields)


def _looks(name: str) -> str:
    """Names that look the same are the same: letters however put together, without what cannot be seen."""
    return "".join(letter for letter in normalize("NFC", name) if category(letter) != "Cf")


def _use(question: Question, source: Source) -> Iterator[Problem]:
    name = question.type.list_name
    if "${" in name or not source.choices.headers("list_name"):
        return
    entries = source.lists.get(name)
    if entries is None:
        similar = suggestion(name, filter(None, source.lists))
        yield question.entry.problem("list_unknown", "type", list=name, **similar)
        return
    choices = [entry for entry in entries if entry.text("name")]
    if not choices:
        yield question.entry.problem("list_empty", "type", list=name)
    elif len(choices) > LONGEST_LIST and not question.entry.text("choice_filter"):
        yield question.entry.problem("list_long", "type", list=name, limit=f"{LONGEST_LIST:,}")
    elif len(choices) == 1:
        yield question.entry.problem("choice_single", "type", list=name)
