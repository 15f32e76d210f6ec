"""What is said to people: texts in every language of a form, with the expressions that stand in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from survey.nodes import Element, Text
from survey.xpath import Expression

Said = str | tuple[str | Expression, ...]
"""A text that is always the same, tidied, or its pieces where expressions stand in it."""
Compile = Callable[[str], Expression]
"""Compiles an expression as it stands where the text is said."""
Medium = Literal["image", "audio", "video"]

_ITEXT = re.compile(r"^\s*jr:itext\(\s*(.+?)\s*\)\s*$")
_MEDIA: Mapping[str, Medium] = {"image": "image", "audio": "audio", "video": "video"}
LONGEST_SAID = 4_000
"""Letters of a text with all that is filled in: a message holds a few more."""
MORE = "…"
_MISSING = "-"
"""What pyxform writes where a translation is missing."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One text by language code ("" where the form is not translated)."""

    said: Mapping[str, Said] = field(default_factory=dict)
    default: str = ""

    def say(self, language: str, evaluate: Callable[[Expression], str]) -> str:
        """The text in `language`, else in the default one, else in any; "" if there is none."""
        said = self.said.get(language) or self.said.get(self.default) or next(iter(self.said.values()), "")
        if isinstance(said, str):
            return said
        whole = "".join(part if isinstance(part, str) else evaluate(part) for part in said)
        return shortened(tidy(whole), LONGEST_SAID)


Texts = Mapping[str, Element]
"""The `<text>` of each language."""
Media = Mapping[Medium, Wording]
"""The names of the files that are seen or heard with a text."""


class Translations:
    """The `itext` block of a form (ODK XForms, "Languages"): language codes, the default one, texts by id."""

    def __init__(
        self, codes: tuple[str, ...] = (), default: str = "", texts: Mapping[str, Texts] | None = None
    ) -> None:
        self.codes = codes
        self.default = default
        self._texts = texts or {}

    def wording(self, text_id: str, compiled: Compile) -> Wording:
        """What is said: not the image, the audio or the short form of it."""
        said = {code: _spoken(text, compiled) for code, text in self._texts.get(text_id, {}).items()}
        return Wording(
            {code: text for code, text in said.items() if text not in ("", _MISSING)}, self.default
        )

    def media(self, text_id: str) -> Media:
        """The files that go with a text: "jr://images/a.png" is "a.png" (ODK XForms, "URIs")."""
        found: dict[Medium, dict[str, Said]] = {}
        for code, text in self._texts.get(text_id, {}).items():
            for value in text.elements():
                if (medium := _MEDIA.get(value.get("form"))) and (name := value.value().strip()):
                    found.setdefault(medium, {})[code] = name.rpartition("/")[2]
        return {medium: Wording(names, self.default) for medium, names in found.items()}


def shortened(text: str, most: int) -> str:
    """The text, cut where it has more letters."""
    return text if len(text) <= most else text[: most - 1] + MORE


def tidy(text: str) -> str:
    """Without needless spaces; line breaks and no-break spaces are meant and stay."""
    return re.sub(r" ?\n ?", "\n", re.sub(r"[ \t\r\f\v]+", " ", text)).strip(" \n")


def language_code(name: str) -> str:
    """ "English (en)" gives "en"; a name without a code stays what it is."""
    code = re.search(r"\(([^()]+)\)\s*$", name)
    return code[1].strip() if code else name


def read_translations(itext: Element | None) -> Translations:
    """Read `<itext>`; the default language is the one marked so, else the first."""
    if itext is None:
        return Translations()
    texts: dict[str, dict[str, Element]] = {}
    for translation in itext.elements():
        code = language_code(translation.get("lang"))
        for text in translation.elements():
            texts.setdefault(text.get("id"), {})[code] = text
    marked = [item for item in itext.elements() if "default" in item.attributes] or itext.elements()
    codes = tuple(language_code(item.get("lang")) for item in itext.elements())
    return Translations(codes, language_code(marked[0].get("lang")) if marked else "", texts)


def read_wording(element: Element | None, translations: Translations, compiled: Compile) -> Wording:
    """Read a `<label>` or `<hint>`: a text, `jr:itext('id')`, or another expression in `ref`."""
    if element is None:
        return Wording()
    if ref := element.get("ref"):
        return read_message(ref, translations, compiled, or_else=lambda text: (compiled(text),))
    return Wording({"": _said(element, compiled)})


def read_media(element: Element | None, translations: Translations) -> Media:
    """The files that go with a `<label>` or `<hint>`."""
    text_id = itext_argument(element.get("ref")) if element is not None else ""
    return translations.media(text_id.strip("'\"")) if text_id else {}


def read_message(
    text: str,
    translations: Translations,
    compiled: Compile,
    or_else: Callable[[str], Said] = tidy,
) -> Wording:
    """Read the message of a bind: `jr:itext('id')` or the text itself."""
    if not text:
        return Wording()
    if text_id := itext_argument(text):
        if text_id[0] not in "'\"":
            return Wording({"": (compiled(text),)})
        return translations.wording(text_id.strip("'\""), compiled)
    return Wording({"": or_else(text)})


def itext_argument(expression: str) -> str:
    """What stands between the brackets of `jr:itext(…)`; "" for any other expression."""
    found = _ITEXT.match(expression)
    return found[1] if found else ""


def _spoken(text: Element, compiled: Compile) -> Said:
    """The value without a form, else the long one."""
    for form in ("", "long"):
        for value in text.elements():
            if value.get("form") == form:
                return _said(value, compiled)
    return ""


def _said(element: Element, compiled: Compile) -> Said:
    parts: list[str | Expression] = []
    for child in element.children:
        if isinstance(child, Text):
            parts.append(child.text)
        elif isinstance(child, Element) and child.name == "output":
            parts.append(compiled(child.get("value") or child.get("ref")))
    fixed = [part for part in parts if isinstance(part, str)]
    return tidy("".join(fixed)) if len(fixed) == len(parts) else tuple(parts)
