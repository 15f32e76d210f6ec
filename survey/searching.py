"""Finding choices in a long list by a few letters, however they are written. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Protocol, TypeVar

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("ٱٲٳٵ", "ا"),
        **dict.fromkeys("ىیېۍے", "ي"),
        **dict.fromkeys("ةہۃە", "ه"),
        "ک": "ك",
        "ڪ": "ك",
        **dict.fromkeys("ءـ", ""),
        **{"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"},
        **dict.fromkeys("'’‘ʼ`´\u200c\u200d\u00ad", ""),
    }
)
"""Letters that stand for each other when people write quickly; what is only drawn or breathed is left out."""
_NUKTA_VIRAMA = (7, 9)
"""Combining classes of marks that make another letter, in the scripts of India, and are no accents."""


class Labelled(Protocol):
    """A choice as it is offered."""

    @property
    def name(self) -> str: ...

    @property
    def label(self) -> str: ...


Found = TypeVar("Found", bound=Labelled)


def fold(text: str) -> str:
    """Words as they are compared: case, accents, vowel marks, forms of alef, hamza and yeh, tatweel, the
    script of digits and punctuation make no difference.

    `fold("Al-Ǧadīda ١")` is "al gadida 1"; `fold("الإِسكَنـدرية")` equals `fold("الاسكندريه")`.
    """
    parted = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    letters = (_letter(character) for character in parted.translate(_ALIKE))
    return " ".join(unicodedata.normalize("NFC", "".join(letters)).split())


def exact(options: Sequence[Found], text: str) -> list[Found]:
    """The choices whose label is `text`; where there is none, those whose name it is."""
    wanted = fold(text)
    if not wanted:
        return []
    labelled = [option for option in options if fold(option.label) == wanted]
    return labelled or [option for option in options if fold(option.name) == wanted]


def search(options: Sequence[Found], text: str) -> list[Found]:
    """The choices whose label holds every word of `text`, or its beginning, anywhere; in their order."""
    wanted = fold(text).split()
    if not wanted:
        return []
    return [option for option in options if _holds(fold(option.label), wanted)]


def _holds(label: str, wanted: Sequence[str]) -> bool:
    return all(word in label for word in wanted)


def _letter(character: str) -> str:
    """What is left of a letter, mark or digit; a space for anything else."""
    category, accent = unicodedata.category(character), unicodedata.combining(character)
    if category == "Mn" and accent and accent not in _NUKTA_VIRAMA:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    return character if category[0] in "LMN" else " "
