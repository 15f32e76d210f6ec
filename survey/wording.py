"""What is said to people: texts in every language of a form, with the expressions that stand in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from survey.nodes import Element, Text
from survey.xpath import Expression, compile_expression

Parts = tuple[str | Expression, ...]
Medium = Literal["image", "audio", "video"]

_ITEXT = re.compile(r"^\s*jr:itext\(\s*(.+?)\s*\)\s*$")
MEDIA: tuple[Medium, ...] = ("image", "audio", "video")
_MISSING = "-"
"""What pyxform writes where a translation is missing."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One text by language code ("" where the form is not translated)."""

    parts: Mapping[str, Parts] = field(default_factory=dict)
    default: str = ""

    def say(self, language: str, evaluate: Callable[[Expression], str]) -> str:
        """The text in `language`, else in the default one, else in any; "" if there is none."""
        parts = (
            self.parts.get(language) or self.parts.get(self.default) or next(iter(self.parts.values()), ())
        )
        return tidy("".join(part if isinstance(part, str) else evaluate(part) for part in parts))


Media = Mapping[Medium, Wording]
"""The names of the files that are seen or heard with a text."""


@dataclass(frozen=True, slots=True)
class Translations:
    """The `itext` block of a form (ODK XForms, "Languages"): language codes, the default one, texts by id,
    names of files by id and `form` ("image")."""

    codes: tuple[str, ...] = ()
    default: str = ""
    texts: Mapping[str, Mapping[str, Parts]] = field(default_factory=dict)
    files: Mapping[tuple[str, str], Mapping[str, Parts]] = field(default_factory=dict)

    def wording(self, text_id: str) -> Wording:
        return Wording(self.texts.get(text_id, {}), self.default)

    def media(self, text_id: str) -> Media:
        """The files that go with a text."""
        found = {medium: self.files.get((text_id, medium)) for medium in MEDIA}
        return {medium: Wording(names, self.default) for medium, names in found.items() if names}


def tidy(text: str) -> str:
    """Without needless spaces; line breaks and no-break spaces are meant and stay."""
    return re.sub(r" ?\n ?", "\n", re.sub(r"[ \t\r\f\v]+", " ", text)).strip()


def language_code(name: str) -> str:
    """ "English (en)" gives "en"; a name without a code stays what it is."""
    code = re.search(r"\(([^()]+)\)\s*$", name)
    return code[1].strip() if code else name


def read_translations(itext: Element | None) -> Translations:
    """Read `<itext>`; the default language is the one marked so, else the first."""
    if itext is None:
        return Translations()
    texts: dict[str, dict[str, Parts]] = {}
    files: dict[tuple[str, str], dict[str, Parts]] = {}
    for translation in itext.elements():
        code = language_code(translation.get("lang"))
        for text in translation.elements():
            parts = _spoken(text)
            if parts and parts != (_MISSING,):
                texts.setdefault(text.get("id"), {})[code] = parts
            for form, name in _files(text):
                files.setdefault((text.get("id"), form), {})[code] = (name,)
    marked = [item for item in itext.elements() if item.get("default")] or itext.elements()
    codes = tuple(language_code(item.get("lang")) for item in itext.elements())
    return Translations(codes, language_code(marked[0].get("lang")) if marked else "", texts, files)


def read_wording(element: Element | None, translations: Translations) -> Wording:
    """Read a `<label>` or `<hint>`: a text, `jr:itext('id')`, or another expression in `ref`."""
    if element is None:
        return Wording()
    if ref := element.get("ref"):
        return read_message(ref, translations, or_else=lambda text: (compile_expression(text),))
    return Wording({"": _parts(element)})


def read_media(element: Element | None, translations: Translations) -> Media:
    """The files that go with a `<label>` or `<hint>`."""
    text_id = itext_argument(element.get("ref")) if element is not None else ""
    return translations.media(text_id.strip("'\"")) if text_id else {}


def read_message(
    text: str, translations: Translations, or_else: Callable[[str], Parts] = lambda text: (text,)
) -> Wording:
    """Read the message of a bind: `jr:itext('id')` or the text itself."""
    if not text:
        return Wording()
    if text_id := itext_argument(text):
        return translations.wording(text_id.strip("'\""))
    return Wording({"": or_else(text)})


def itext_argument(expression: str) -> str:
    """What stands between the brackets of `jr:itext(…)`; "" for any other expression."""
    found = _ITEXT.match(expression)
    return found[1] if found else ""


def _spoken(text: Element) -> Parts:
    """The value that is text: not the image, the audio or the short form of it."""
    return next((_parts(value) for value in text.elements() if not value.get("form")), ())


def _files(text: Element) -> Iterator[tuple[str, str]]:
    """ "jr://images/a.png" is the file "a.png" (ODK XForms, "URIs")."""
    for value in text.elements():
        if value.get("form") in MEDIA and (name := value.value().strip()):
            yield value.get("form"), name.rpartition("/")[2]


def _parts(element: Element) -> Parts:
    parts: list[str | Expression] = []
    for child in element.children:
        if isinstance(child, Text):
            parts.append(child.text)
        elif isinstance(child, Element) and child.name == "output":
            parts.append(compile_expression(child.get("value") or child.get("ref")))
    return tuple(parts)
