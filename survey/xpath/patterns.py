"""Patterns that strangers write, matched against what others write: never for long, never in much memory."""

from __future__ import annotations

import re
from functools import lru_cache
from math import prod

import regex

from survey.xpath.allowance import Allowance, LimitExceeded
from survey.xpath.errors import ExpressionError

ATTEMPTS = ((0.001, 400), (0.01, 4_000), (0.1, 40_000))
"""Seconds that a search may take, and the steps that it counts as; most are done in the first millisecond."""
LONGEST = 4_000
"""Letters of a pattern."""
LARGEST = 1_000_000
"""Letters of a pattern with what it repeats written out, as its compiler does: half a second, 200 MB."""
_COUNT = re.compile(r"\{\s*([0-9]+)")


def matches(text: str, pattern: str, allowance: Allowance) -> bool:
    """Whether the pattern is found in the text. One that is not done in time is not: one answer must not hold
    up everybody. Raises ExpressionError for a pattern that cannot be read."""
    compiled = _compile(pattern)
    for seconds, steps in ATTEMPTS:
        allowance.spend(steps)
        try:
            return compiled.search(text, timeout=seconds) is not None
        except TimeoutError:
            continue
    return False


@lru_cache(maxsize=1000)
def _compile(pattern: str) -> regex.Pattern[str]:
    if len(pattern) > LONGEST or len(pattern) * prod(int(n) or 1 for n in _COUNT.findall(pattern)) > LARGEST:
        raise LimitExceeded("steps")
    try:
        return regex.compile(pattern)
    except (regex.error, OverflowError, RecursionError) as error:
        raise ExpressionError(f"This pattern cannot be read: {error}") from None
