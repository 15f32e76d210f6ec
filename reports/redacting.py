"""What in somebody's own words could point at a person, and what was taken out of them. Pure.

Numbers, addresses and links are found surely enough to be taken out unasked. Of names there are only guesses:
whoever reads decides.
"""

import re
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

GAP = "[…]"
Kind = Literal["address", "number", "name"]
SURE: tuple[Kind, ...] = ("address", "number")
_GAPS = re.compile(rf"(?:{re.escape(GAP)})+")
_WORD = re.compile(r"\w")

_UNSEEN = "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
"""Marks of direction and joiners, which people do not see between two digits."""
_BETWEEN = rf"[\s().,/\\_:\-\u2010-\u2015\u066b\u066c{_UNSEEN}]{{0,4}}"
_FIRST = r"(?<![\w\-])(?<![\w\-]\.)"
"""Where a row of words with dots between them begins. Tried from each of its words, it would be read again
and again: 4,000 letters took the better part of a second."""
_ENDINGS = "com|org|net|info|me|io|co|app|fr|ma|dz|tn|eg|es|ng|sn|ci|ml|be|ca|de|uk|id|si"
_ARABIC_TITLES = (
    "السيد|السيدة|سيدي|سيد|سي|للا|لالة|لالا|مولاي|الأستاذ|الأستاذة|الاستاذ|الاستاذة|الدكتور|الدكتورة|الحاج|"
    "الحاجة|الشيخ|الشيخة|القائد|الباشا|الفقيه|عبد|أبو|ابو|بن|ابن|بنت|آيت|ايت|أولاد|اسمي|اسمه|اسمها|يدعى|تدعى"
)
_LATIN_TITLES = "Mr|Mrs|Ms|Miss|Dr|Prof|Mme|Mlle|Sidi|Lalla|Moulay|Haj|Hajj|Hajja"
_NAMED = "[^\\W\\d_][\\w’'\\-]*"
_CAPITAL = r"(?<!\w)[A-ZÀ-ÖØ-Þ][\w’'\-]++"
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("address", re.compile(r"[^\s@]{1,64}@[\w\-]+(?:\.[\w\-]+)*|@\w{2,}")),
    ("address", re.compile(rf"[^\s@]{{1,64}}[ {_UNSEEN}]?@[ {_UNSEEN}]?[\w\-]+(?:\.[\w\-]+)+")),
    ("address", re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)),
    ("address", re.compile(rf"{_FIRST}[\w\-]+(?:\.[\w\-]+)*\.(?:{_ENDINGS})\b(?:/\S*)?", re.IGNORECASE)),
    ("number", re.compile(rf"[+(]?\d(?:{_BETWEEN}\d){{6,}}")),
    ("number", re.compile(r"\b[^\W\d_]{1,3}[ \-]?\d{4,}\b")),
    ("number", re.compile(r"\d{5,}")),
    ("name", re.compile(rf"(?<!\w)[وفبلك]?(?:{_ARABIC_TITLES})\s+{_NAMED}(?:\s+{_NAMED})?")),
    ("name", re.compile(rf"\b(?:{_LATIN_TITLES})\b\.?\s+{_NAMED}(?:\s+{_CAPITAL})*")),
    ("name", re.compile(rf"{_CAPITAL}(?:\s+{_CAPITAL})+")),
    ("name", re.compile(rf"(?<![.!?…:\n])(?<![.!?…:\n]\s)(?<!\A)\b{_CAPITAL}(?:\s+{_CAPITAL})*")),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; `kind` is what it could be, None for what points at nobody as far as can be told."""

    text: str
    kind: Kind | None = None


def pieces(text: str) -> list[Piece]:
    """The whole text in parts, one after the other."""
    kinds = _kinds(text)
    parts = groupby(range(len(text)), key=lambda at: kinds[at])
    return [Piece("".join(text[at] for at in places), kind) for kind, places in parts]


def without(text: str) -> str:
    """A text without numbers, addresses and links, to begin with; names are left to who reads."""
    left = "".join(GAP if each.kind in SURE else each.text for each in pieces(text))
    return _GAPS.sub(GAP, left)


def is_clean(text: str) -> bool:
    """Whether no number, address or link is left."""
    return all(each.kind not in SURE for each in pieces(text))


def only_taken_out(text: str, words: str) -> bool:
    """Whether `words` is the text with parts taken out, each place marked with `GAP`, and nothing else.

    Whole words at its beginning and its end may be left out without a mark.
    """
    whole, at = " ".join(text.split()), 0
    parts = [" ".join(part.split()) for part in words.split(GAP)]
    for place, part in enumerate(parts):
        before = r"(?<!\w)" if place == 0 and _WORD.match(part) else ""
        after = r"(?!\w)" if place == len(parts) - 1 and _WORD.match(part[-1:]) else ""
        found = re.compile(f"{before}{re.escape(part)}{after}").search(whole, at)
        if found is None:
            return False
        at = found.end()
    return True


def _kinds(text: str) -> list[Kind | None]:
    """What each letter is part of. Where two overlap, what is surer counts."""
    kinds: list[Kind | None] = [None] * len(text)
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            places = range(*match.span())
            if kind in SURE or not any(kinds[at] for at in places):
                for at in places:
                    kinds[at] = kinds[at] or kind
    return kinds
