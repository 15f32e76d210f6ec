"""Days with the month written out, in any language: "15 March 2020", "1er mars 2020", "١٥ مارس ٢٠٢٠"."""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import get_month_names

from survey.searching import fold

_VARIANTS = {"ar": ("ar", "ar_MA", "ar_DZ", "ar_LB", "ar_MR")}
"""Arabic names its months in different ways between the Gulf and the Atlantic."""
_SHORTEST = 3
_ORDINAL = re.compile(r"(\d{1,2})(st|nd|rd|th|er|o)?", re.ASCII)
_FILLERS = frozenset(("of", "de", "del", "le", "the"))


def read_day(text: str, language: str) -> tuple[str, str, str] | None:
    """Year, month and day as digits, where `text` is a day with its month written out; else None.

    The month may be in `language` or in English, whole or its first three letters or more. The day comes
    before the month or after it, the year with its four digits last.
    """
    words = [word for word in fold(text).split() if word not in _FILLERS]
    if len(words) < 3 or not re.fullmatch(r"\d{4}", words[-1], re.ASCII):
        return None
    for day, month in ((words[0], words[1:-1]), (words[-2], words[:-2])):
        found, number = _ORDINAL.fullmatch(day), _month(" ".join(month), language)
        if found and number:
            return words[-1], str(number), found[1]
    return None


def _month(word: str, language: str) -> int:
    """1 to 12, or 0 where no month, or more than one, begins like this."""
    names = {**_names("en"), **_names(language.partition("-")[0])}
    if word in names:
        return names[word]
    begun = {number for name, number in names.items() if len(word) >= _SHORTEST and name.startswith(word)}
    return begun.pop() if len(begun) == 1 else 0


@lru_cache(maxsize=64)
def _names(language: str) -> dict[str, int]:
    return {
        fold(name): number
        for locale in _VARIANTS.get(language, (language,))
        if _is_known(locale)
        for context in ("format", "stand-alone")
        for number, name in get_month_names("wide", context, locale).items()
    }


def _is_known(locale: str) -> bool:
    try:
        return bool(Locale.parse(locale))
    except (UnknownLocaleError, ValueError):
        return False
