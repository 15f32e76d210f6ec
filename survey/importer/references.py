"""`${name}` in expressions and texts: what it names, and what it may be."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from survey.importer.source import Cell, Entry, Question, Source
from survey.problems import Problem, suggestion

REFERENCE = re.compile(r"\$\{([^{}]*)\}")
UNCLOSED = re.compile(r"\$\{[^{}]*(?=\{|$)")
LAST_SAVED = "last-saved#"
OF_THE_COMPILER = ("instanceID",)
NEVER = ("type", "name")


@dataclass(frozen=True, slots=True)
class Names:
    """Questions and groups by name."""

    questions: Mapping[str, Sequence[Question]]

    def find(self, name: str) -> Question | None:
        """The one question of this name, if there is just one."""
        found = self.questions.get(name, ())
        return found[0] if len(found) == 1 else None

    def fault(self, name: str) -> tuple[str, dict[str, str]] | None:
        """What is wrong with `${name}`: a kind of problem and its fields."""
        reference = f"${{{name}}}"
        if name in OF_THE_COMPILER or self.find(name):
            return None
        if name in self.questions:
            rows = ", ".join(str(question.entry.row) for question in self.questions[name])
            return "reference_ambiguous", {"reference": reference, "rows": rows}
        if name.startswith(LAST_SAVED):
            return "reference_unsupported", {"reference": reference}
        if not name.strip() or name.strip() in self.questions:
            similar = {"suggestion": f"${{{name.strip()}}}"} if name.strip() else {}
            return "reference_broken", {"reference": reference, **similar}
        return "reference_unknown", {
            "reference": reference,
            **suggestion(name.strip(), self.questions, "${{}}"),
        }


def references(text: str) -> list[str]:
    """The names in `${…}`, in order, each once."""
    return list(dict.fromkeys(REFERENCE.findall(text)))


def check_references(source: Source) -> Iterator[Problem]:
    """References that name nothing, or more than one question, wherever they stand."""
    names = Names(source.named())
    for table in (source.survey, source.choices, source.settings):
        for entry in table.entries:
            for (column, language), cell in entry.cells.items():
                may_refer = column == "label" if table is source.choices else column not in NEVER
                if may_refer and "${" in cell.text:
                    yield from _cell(entry, column, language, cell, names)


def _cell(entry: Entry, column: str, language: str, cell: Cell, names: Names) -> Iterator[Problem]:
    for unclosed in UNCLOSED.findall(cell.text):
        yield entry.problem("reference_broken", column, language, reference=unclosed)
    for name in references(cell.text):
        if fault := names.fault(name):
            kind, fields = fault
            yield entry.problem(kind, column, language, **fields)
