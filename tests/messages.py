"""`make messages`: collects the sentences that residents are shown and brings the catalogues up to date.

In Python they are what `say`, `many`, `_` and `ngettext` are called with; in templates `_` and `ngettext`.
What can be wrong with a form is said by the catalogue of `survey/problems.py`.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from jinja2 import Environment
from jinja2.ext import extract_from_ast

from handlers.words import LANGUAGES
from survey.problems import DID_YOU_MEAN, ERRORS, WARNINGS

TOP = Path(__file__).resolve().parent.parent
CATALOGUES = {
    language: TOP / "handlers" / "locales" / f"{language}.po"
    for language in LANGUAGES
    if language != "en"  # the sentences themselves are English
}
SAYING = ("bot/**/*.py", "bot/**/*.html", "handlers/**/*.py", "reports/**/*.py")
TEXTS = {"say": 1, "_": 1, "gettext": 1, "many": 2, "ngettext": 2}
"""How many texts a call by this name begins with."""


def template() -> polib.POFile:
    """Every sentence once, in the order of the files, without translations."""
    found: dict[str, polib.POEntry] = {}
    for path in sorted(each for pattern in SAYING for each in TOP.glob(pattern)):
        source = path.read_text(encoding="utf-8")
        for texts in in_python(source) if path.suffix == ".py" else in_template(source):
            entry = found.setdefault(texts[0], _entry(*texts))
            if (place := (path.relative_to(TOP).as_posix(), "")) not in entry.occurrences:
                entry.occurrences.append(place)
    for text in (*ERRORS.values(), *WARNINGS.values(), DID_YOU_MEAN):
        found.setdefault(text, _entry(text)).occurrences.append(("survey/problems.py", ""))
    catalogue = polib.POFile()
    catalogue.extend(found.values())
    return catalogue


def in_python(source: str) -> Iterator[tuple[str, ...]]:
    """Sentences in the order of the source, inside f-strings too; with its plural where there is one."""
    for call in _calls(ast.parse(source)):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        wanted = call.args[: TEXTS.get(name, 0)]
        texts = [one.value for one in wanted if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if texts and len(texts) == TEXTS[name]:
            yield tuple(texts)


def in_template(source: str) -> Iterator[tuple[str, ...]]:
    """The same, for a jinja2 template."""
    parsed = Environment(autoescape=True, extensions=["jinja2.ext.i18n"]).parse(source)
    for _, _, texts in extract_from_ast(parsed, babel_style=False):
        yield tuple(text for text in texts or () if text is not None)


def updated(path: Path) -> polib.POFile:
    """A catalogue with today's sentences. What nobody says any more stands at its end, as obsolete."""
    catalogue = polib.pofile(str(path), wrapwidth=100)
    today = template()
    forms = range(plural_forms(catalogue))
    for entry in today:
        entry.msgstr_plural = dict.fromkeys(forms, "") if entry.msgid_plural else {}
    catalogue.merge(today)
    order = {entry.msgid: place for place, entry in enumerate(today)}
    catalogue.sort(key=lambda entry: (entry.obsolete, order.get(entry.msgid, 0)))
    return catalogue


def plural_forms(catalogue: polib.POFile) -> int:
    """How many plural forms the language has."""
    found = re.search(r"nplurals=(\d)", catalogue.metadata["Plural-Forms"])
    assert found, "the header says how many plural forms there are"
    return int(found[1])


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    if isinstance(node, ast.Call):
        yield node
    for child in ast.iter_child_nodes(node):
        yield from _calls(child)


def _entry(one: str, several: str = "") -> polib.POEntry:
    flags = ["python-format"] if "%(" in one else []
    return polib.POEntry(msgid=one, msgid_plural=several, flags=flags)


def main() -> None:
    """Write all catalogues; say what is left to translate."""
    for path in CATALOGUES.values():
        catalogue = updated(path)
        catalogue.save(str(path))
        left = len(catalogue.untranslated_entries()) + len(catalogue.fuzzy_entries())
        sys.stdout.write(f"{path.name}: {left} to translate, {len(catalogue.obsolete_entries())} obsolete\n")


if __name__ == "__main__":
    main()
