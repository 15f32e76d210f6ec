"""A single-use code: how it is made, and how it is read however it was typed.

Fifteen signs, five at a time, of 23 that are told apart on paper and aloud; none is a vowel, so that no word
comes about. Fourteen are by chance (63 bits), the last checks the others: 23 is a prime, and each place has a
weight of its own, so that one wrong sign, or two that changed places, is always found.
"""

import re
import unicodedata

from handlers.view import Fresh

SIGNS = "23456789CDFHJKMNPRTVWXY"
FREE = 14
GROUP = 5
ENOUGH = 16
"""Bytes of chance for a code: what division leaves over favours no sign by more than 1 in 2**64."""
_TAKEN_FOR = str.maketrans("BGSZU", "8652V")


def make(fresh: Fresh) -> str:
    """A new code, such as "7KM2P-XW4RC-9HTD3"."""
    left = int.from_bytes(fresh(ENOUGH))
    signs = []
    for _ in range(FREE):
        left, sign = divmod(left, len(SIGNS))
        signs.append(SIGNS[sign])
    return _written("".join(signs) + SIGNS[_check(signs)])


def read(text: str) -> str | None:
    """The code in its one form; None if a sign is missing, wrong, or at another's place."""
    plain = unicodedata.normalize("NFKC", text).upper()
    digits = "".join(str(unicodedata.decimal(sign, sign)) for sign in plain)
    signs = re.sub(r"[\W_]", "", digits).translate(_TAKEN_FOR)
    if len(signs) != FREE + 1 or not set(signs) <= set(SIGNS):
        return None
    return _written(signs) if signs[-1] == SIGNS[_check(list(signs[:-1]))] else None


def _check(signs: list[str]) -> int:
    return sum(weight * SIGNS.index(sign) for weight, sign in enumerate(signs, 2)) % len(SIGNS)


def _written(signs: str) -> str:
    return "-".join(signs[start : start + GROUP] for start in range(0, len(signs), GROUP))
