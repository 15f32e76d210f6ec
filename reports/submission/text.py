"""A text of which parts are accounted for, one after the other, until nothing is left to be asked about."""

import re
import unicodedata
from functools import lru_cache

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩٫٬＠", "0123456789.,@")
_UNSEEN = re.compile("[\u00ad\u061c\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Marks that nobody sees, or that Arabic may go without: short vowels, and the line that stretches a word."""
_ONE_LETTER = re.compile(
    "[\u00bc-\u00be\u2150-\u215f\u2460-\u24ff\u2776-\u2793\uff10-\uff5a\U0001d400-\U0001d7ff]"
)
"""A fraction, a number in a ring, a letter that is wide or as in mathematics."""
_ALIKE = str.maketrans("аеорсухіјѕАВЕКМНОРСТУХІЈЅοΟ", "aeopcyxijsABEKMHOPCTYXIJSoO", "*")
"""Letters of other scripts that look like Latin ones, and the mark of emphasis."""
DONE = "¦"
"""Stands for each letter that was accounted for: no letter, digit or space."""
_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?:[,.\u00a0\u202f \u2009']\d{3})+(?!\d)|\d+(?:[.,]\d+)?")
_GROUPED = re.compile(r"\d{1,3}(?:[^\d]\d{3})+")
_SCALE = re.compile(
    r"\s*(?:(thousand|mille|ألف|آلاف)|millions?|billions?|milliards?|مليون|ملايين|مليار)(?!\w)", re.IGNORECASE
)
THOUSAND, MILLION = 1_000, 1_000_000


def seen(text: str) -> str:
    """As people see it, whatever marks or forms of digits it is written with."""
    bare = _UNSEEN.sub("", unicodedata.normalize("NFC", text)).translate(_DIGITS).translate(_ALIKE)
    return _ONE_LETTER.sub(lambda each: unicodedata.normalize("NFKC", each[0]), bare)


class Text:
    """What people wrote; `left` has `DONE` where something was accounted for."""

    def __init__(self, written: str) -> None:
        self.left = seen(written)

    def take(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        """Each place of a pattern, which is accounted for with that."""
        found = list(pattern.finditer(self.left))
        for each in found:
            self.done(each)
        return found

    def leave_out(self, words: frozenset[str]) -> None:
        """What is known: longer ones first, as whole words, whatever the case of their letters."""
        for pattern in _whole(words):
            self.take(pattern)

    def numbers(self) -> list[tuple[re.Match[str], float]]:
        """Those that are left, with what they say."""
        return [
            (each, value_of(each[0]) * _scale(self.left, each.end())) for each in _NUMBER.finditer(self.left)
        ]

    def done(self, match: re.Match[str]) -> None:
        """It is accounted for."""
        start, end = match.span()
        self.left = f"{self.left[:start]}{DONE * (end - start)}{self.left[end:]}"


@lru_cache(maxsize=4)
def _whole(words: frozenset[str]) -> tuple[re.Pattern[str], ...]:
    """Once for all paragraphs of a paper: to make a pattern takes longer than to look for it."""
    known = sorted({seen(one).strip() for one in words} - {""}, key=len, reverse=True)
    return tuple(re.compile(rf"(?<!\w){re.escape(each)}(?!\w)", re.IGNORECASE) for each in known)


def value_of(written: str) -> float:
    """ "1,234" is 1234; "3,5" is 3.5."""
    if _GROUPED.fullmatch(written):
        return float(re.sub(r"\D", "", written))
    return float(written.replace(",", "."))


def _scale(text: str, end: int) -> int:
    """ "13 million" is more than 13."""
    behind = _SCALE.match(text, end)
    return 1 if not behind else THOUSAND if behind[1] else MILLION


def same(text: str) -> str:
    """To compare texts by: spaces, case and the marks around them do not count."""
    return " ".join(seen(text).split()).strip(" .,;:!?…،؛؟\"“”«»‘’'").casefold()
