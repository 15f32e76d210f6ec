"""Names of States, in a text and in English, French and Arabic."""

import re
from collections.abc import Iterator
from functools import cache

from babel import Locale

from reports.recommendations.states import every
from reports.recommendations.writing import letters

LANGUAGES = ("en", "fr", "ar")
ALSO_WORDS = frozenset({"مالي", "بنين", "عمان"})
"""Names that are words of every day, too: "financial", "sons", and a city."""


def state_of(name: str) -> str:
    """The State as the lists of the United Nations call it; empty where none is called so."""
    return _named().get(letters(name), "")


def states_named(text: str) -> Iterator[str]:
    """Each as it is written."""
    for match in _pattern().finditer(text):
        yield match["name"]


@cache
def _named() -> dict[str, str]:
    return {letters(name): names[0] for names in _all() for name in names}


@cache
def _all() -> tuple[tuple[str, ...], ...]:
    """What each State is called: by the United Nations, and in each language."""
    locales = [Locale(each).territories for each in LANGUAGES]
    codes = {letters(name): code for code, name in locales[0].items() if code.isalpha()}
    return tuple(
        (
            *names,
            *(each[code] for code in {codes.get(letters(one)) for one in names} if code for each in locales),
        )
        for names in every()
    )


@cache
def _pattern() -> re.Pattern[str]:
    """Arabic writes short words together with the name."""
    known = sorted({each for names in _all() for each in names} - ALSO_WORDS, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:[وفبلك]{{1,2}})?(?P<name>{'|'.join(map(re.escape, known))})(?!\w)")
