"""Quoted words: those of people who agreed, as they were redacted; those of recommendations; our own."""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from reports.redacting import only_taken_out
from reports.submission.known import Known, Problem
from reports.submission.text import Text, same

FEWEST = 3
"""Fewer words between marks are a term, not what somebody said."""
ALIKE = 0.6
_QUOTED = re.compile(
    r"“([^“”]+)”|«([^«»]+)»|„([^„“]+)“|\"([^\"]+)\"|(?<!\w)‘((?:[^‘’]|(?<=\w)’(?=\w)){12,})’(?!\w)|"
    r"(?<!\w)'((?:[^']|(?<=\w)'(?=\w)){12,}?)'(?!\w)"
)
"""A mark between two letters is an apostrophe."""


_STOP = re.compile(r"[.!?؟…]\s")


def quoted(text: Text, known: Known, at: int | None) -> Iterator[Problem]:
    """What stands between marks and may not; all of it is accounted for."""
    labels = {same(each) for each in (*known.labels, *known.places, *known.names)}
    for match in text.take(_QUOTED):
        words = next(each for each in match.groups() if each is not None)
        if (
            len(words.split()) < FEWEST
            or same(words) in labels
            or _stands_in(words, known.recommendations.values())
        ):
            continue
        if not _allowed(words, known.quotes):
            yield Problem("altered" if _is_like(words, known.quotes) else "quote", words.strip(), at)
        elif place := _said_of(_sentence(text.left, match.start(), match.end()), known.places):
            yield Problem("attributed", place, at)


def _sentence(text: str, start: int, end: int) -> str:
    """What stands around a quote, up to the next full stop on each side."""
    before, after = _STOP.split(text[:start])[-1], _STOP.split(text[end:])[0]
    return f"{before} {after}"


def _said_of(sentence: str, places: Iterable[str]) -> str:
    """The region or the group that they are said to be of; they were promised that it is not told."""
    return next((each for each in places if re.search(rf"(?<!\w){re.escape(each)}(?!\w)", sentence)), "")


def _stands_in(words: str, texts: Iterable[str]) -> bool:
    return any(same(words) in same(each) for each in texts)


def _allowed(words: str, quotes: Iterable[str]) -> bool:
    """A part of a quote is one, where whole words were left out and marked."""
    bare = words.strip(" .,;:!?…،؛؟")
    return bool(bare) and any(only_taken_out(each, bare) for each in quotes)


def _is_like(words: str, quotes: Iterable[str]) -> bool:
    return any(
        SequenceMatcher(None, same(words), same(each), autojunk=False).ratio() >= ALIKE for each in quotes
    )
