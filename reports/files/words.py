"""The words that files are written with. They come from above, where languages are known."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Protocol

from babel import Locale, UnknownLocaleError

from survey.reading import UNWRITABLE

ISOLATES = str.maketrans("", "", "\u2066\u2067\u2068\u2069")
"""Other programs draw a box for them."""


class Words(Protocol):
    """The sentences of one language."""

    @property
    def language(self) -> str: ...

    def say(self, sentence: str, **values: str | int) -> str: ...

    def many(self, one: str, several: str, count: int, **values: str | int) -> str: ...

    def day(self, day: date) -> str: ...

    def number(self, number: Decimal) -> str: ...

    def listed(self, parts: Iterable[str]) -> str: ...


def clean(text: str) -> str:
    """A text that fits into an XML file and that every program draws."""
    return UNWRITABLE.sub("", text.translate(ISOLATES))


def from_right_to_left(language: str) -> bool:
    """By the script of the language."""
    try:
        return str(Locale.parse(language, sep="-").text_direction) == "rtl"
    except (UnknownLocaleError, ValueError):
        return False
