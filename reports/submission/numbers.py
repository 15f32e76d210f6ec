"""Numbers of a draft: each is one of the release that its paragraph cites, or it does not stand there."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from reports.release.rules import SMALLEST_NUMBER, SMALLEST_SHOWN
from reports.submission import wording
from reports.submission.cites import RESULT, SOURCE, Figure, figure, named, whole_of
from reports.submission.known import Kind, Problem
from reports.submission.text import DONE, Text

NEAR = 4
"""How many points of a hundred "one in three" may be from what is shown."""
BEFORE, FEWEST = 60, 12
"""One person may say something: so many letters behind stands a quote, of so many at least."""


def cited(release: Mapping[str, Any], cites: Iterable[str], at: int | None) -> Iterator[Problem]:
    """Results that the release does not have, or does not show."""
    for each in named(cites, RESULT):
        found = figure(release, each)
        if found is None:
            yield Problem("cite", each, at)
        elif found.is_hidden:
            yield Problem("hidden", each, at)


def shown_by(release: Mapping[str, Any], cites: Iterable[str]) -> list[Figure]:
    """What the release says of the results that are cited."""
    found = (figure(release, each) for each in named(cites, RESULT))
    return [each for each in found if each is not None]


def leave_shown(text: Text, figures: Iterable[Figure]) -> None:
    """A number that is shown is accounted for; a share only as a share."""
    figures = tuple(figures)
    people = {float(n) for each in figures for n in (each.base, each.count) if n is not None}
    shares = {float(each.percent) for each in figures if each.percent is not None}
    for match, value in text.numbers():
        if value in (shares if _is_share(text, match.end()) else people):
            text.done(match)


def told_in_words(text: Text, figures: Iterable[Figure], at: int | None) -> Iterator[Problem]:
    """ "One in five", "half of the residents", "three women"."""
    percents = [each.percent for each in figures if each.percent is not None]
    for match in wording.ONE_IN.finditer(text.left):
        part, whole = _number(match["part"]), _number(match["whole"])
        if whole >= part > 0 and not _near(100 * part / whole, percents):
            text.done(match)
            yield Problem("share", match[0], at)
    for match in text.take(wording.FRACTION):
        said = next(
            value for names, value in wording.FRACTIONS.items() if match["part"].lower() in names.split("|")
        )
        if not _near(said, percents):
            yield Problem("share", match[0], at)
    for match in text.take(wording.SMALL_IN_WORDS):
        if not (_is_one(match["word"]) and DONE * FEWEST in text.left[match.end() : match.end() + BEFORE]):
            yield Problem("small", match[0], at)
    yield from (Problem("small", match[0], at) for match in text.take(wording.SMALL_OF_THEM))
    yield from (Problem("number", match[0], at) for match in text.take(wording.TENS_IN_WORDS))


def unaccounted(text: Text, cites: Iterable[str], at: int | None) -> Iterator[Problem]:
    """What is left when all that is known was accounted for."""
    sourced = bool(named(cites, SOURCE))
    for match, value in text.numbers():
        is_share = _is_share(text, match.end())
        kind: Kind = "number"
        if is_share:
            kind = "outside" if sourced else "share"
        elif value < SMALLEST_SHOWN:
            kind = "small"
        elif sourced:
            kind = "outside"
        yield Problem(kind, _around(text, match.start(), match.end()), at)


def differences(release: Mapping[str, Any], cites: Iterable[str]) -> Iterator[Problem]:
    """Two numbers that are shown, of which one is a part of the other, and that leave a small one."""
    those = dict.fromkeys(named(cites, RESULT))
    for part in those:
        for whole in whole_of(part):
            if whole in those and 0 < _left(figure(release, whole), figure(release, part)) < SMALLEST_NUMBER:
                yield Problem("difference", f"{whole} – {part}")


def _left(whole: Figure | None, part: Figure | None) -> int:
    if whole is None or part is None or whole.people is None or part.people is None:
        return 0
    return whole.people - part.people


def _is_one(word: str | None) -> bool:
    return word is not None and wording.NUMBERS[word.lower()] == 1


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else wording.NUMBERS[word.lower()]


def _near(share: float, percents: Iterable[int]) -> bool:
    return any(abs(share - each) <= NEAR for each in percents)


def _is_share(text: Text, end: int) -> bool:
    behind = text.left[end : end + 12].lstrip(" \u00a0\u202f\u200e\u061c").lower()
    return behind.startswith(
        ("%", "٪", "per cent", "percent", "pour cent", "في المئة", "في المائة", "بالمئة", "بالمائة")
    )


def _around(text: Text, start: int, end: int) -> str:
    """The number with the word behind it."""
    return " ".join(text.left[start : end + 24].replace("¦", " ").split()[:2])
