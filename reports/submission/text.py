"""A text of which parts are accounted for, one after the other, until nothing is left to be asked about."""

import re
from collections.abc import Iterable

DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩٫٬", "0123456789.,")
DONE = "¦"
"""Stands for each letter that was accounted for: no letter, digit or space."""
_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?:[,.\u00a0\u202f \u2009']\d{3})+(?!\d)|\d+(?:[.,]\d+)?")
_GROUPED = re.compile(r"\d{1,3}(?:[^\d]\d{3})+")


class Text:
    """What people wrote; `left` has `DONE` where something was accounted for."""

    def __init__(self, written: str) -> None:
        self.left = written.translate(DIGITS)

    def take(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        """Each place of a pattern, which is accounted for with that."""
        found = list(pattern.finditer(self.left))
        for each in found:
            self.done(each)
        return found

    def leave_out(self, words: Iterable[str]) -> None:
        """What is known: longer ones first, as whole words, whatever the case of their letters."""
        for each in sorted({one.translate(DIGITS).strip() for one in words}, key=len, reverse=True):
            if each:
                self.take(re.compile(rf"(?<!\w){re.escape(each)}(?!\w)", re.IGNORECASE))

    def numbers(self) -> list[tuple[re.Match[str], float]]:
        """Those that are left, with what they say."""
        return [(each, value_of(each[0])) for each in _NUMBER.finditer(self.left)]

    def done(self, match: re.Match[str]) -> None:
        """It is accounted for."""
        start, end = match.span()
        self.left = f"{self.left[:start]}{DONE * (end - start)}{self.left[end:]}"


def value_of(written: str) -> float:
    """ "1,234" is 1234; "3,5" is 3.5."""
    if _GROUPED.fullmatch(written):
        return float(re.sub(r"\D", "", written))
    return float(written.replace(",", "."))


def same(text: str) -> str:
    """To compare texts by: spaces, case and the marks around them do not count."""
    return " ".join(text.split()).strip(" .,;:!?…،؛؟\"“”«»‘’'").casefold()
