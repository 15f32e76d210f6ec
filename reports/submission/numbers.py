"""Numbers of a draft: each is one of the release that its paragraph cites, or it does not stand there."""

from collections.abc import Iterable, Iterator

from reports.release.rules import SMALLEST_NUMBER, SMALLEST_SHOWN
from reports.submission import voices, wording
from reports.submission.cites import ASSESSMENT, RESULT, SOURCE, Figure, figure, kind_of, named, whole_of
from reports.submission.known import Kind, Known, Problem
from reports.submission.text import DONE, Text
from reports.submission.wording import fraction_of, number_of

NEAR = 4
"""How many points of a hundred "one in three" may be from what is shown."""
LARGEST_WHOLE = 12
"""Of more, "57 out of 100" is a number, and no way of speaking."""
BEFORE, FEWEST = 60, 12
"""One person may say something: so many letters behind stands a quote, of so many at least."""


def cited(known: Known, cites: Iterable[str], at: int | None) -> Iterator[Problem]:
    """Results and assessments that no release has, or that it does not show."""
    for each in cites:
        found = _figures(known, each)
        if found == []:
            yield Problem("cite", kind_of(each)[1], at)
        elif found and found[0].is_hidden:
            yield Problem("hidden", kind_of(each)[1], at)


def shown_by(known: Known, cites: Iterable[str]) -> list[Figure]:
    """What releases say of the results and assessments that are cited."""
    return [each for cite in cites for each in _figures(known, cite) or ()]


def _figures(known: Known, cite: str) -> list[Figure] | None:
    """What is shown of it, what it is about first; nothing where it names nothing, None: no number."""
    kind, rest = kind_of(cite)
    if kind == RESULT and known.release:
        found = figure(known.release, rest)
        return [found] if found else []
    return voices.figures(known.voices, rest) if kind == ASSESSMENT else None


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
        part, whole = number_of(match["part"]), number_of(match["whole"])
        if not 0 < part <= whole <= LARGEST_WHOLE:
            continue
        text.done(match)
        if not _near(100 * part / whole, percents):
            yield Problem("share", match[0], at)
    for match in text.take(wording.FRACTION):
        if not _near(fraction_of(match["part"]), percents):
            yield Problem("share", match[0], at)
    for match in text.take(wording.LARGE_IN_WORDS):
        yield Problem("number", match[0], at)
    for match in text.take(wording.SMALL_IN_WORDS):
        if not (match["one"] and DONE * FEWEST in text.left[match.end() : match.end() + BEFORE]):
            yield Problem("small", match[0], at)
    for pattern in (wording.SMALL_OF_THEM, wording.SMALL_BEHIND, wording.TWO_IN_A_WORD):
        yield from (Problem("small", match[0], at) for match in text.take(pattern))
    for match in text.take(wording.SAID_BY_ALL):
        if not _near(0 if wording.NOBODY.match(match[0]) else 100, percents):
            yield Problem("share" if figures else "counted", match[0], at)
    yield from (Problem("counted", match[0], at) for match in text.take(wording.NOT_NAMED))


def unaccounted(text: Text, cites: Iterable[str], at: int | None) -> Iterator[Problem]:
    """What is left when all that is known was accounted for."""
    sourced = bool(named(cites, SOURCE))
    for match, value in text.numbers():
        is_share = _is_share(text, match.end())
        kind: Kind = "number"
        if is_share:
            kind = "outside" if sourced else "share"
        elif value < SMALLEST_SHOWN and not (sourced and value % 1):
            kind = "small"
        elif sourced:
            kind = "outside"
        yield Problem(kind, _around(text, match.start(), match.end()), at)


def differences(known: Known, cites: Iterable[str]) -> Iterator[Problem]:
    """Two numbers that are shown, of which one is a part of the other, and that leave a small one."""
    cites = dict.fromkeys(cites)
    pairs = [(whole, part) for part in named(cites, RESULT) for whole in whole_of(part)]
    wider = [(f"{RESULT} {whole}", f"{RESULT} {part}") for whole, part in pairs]
    heard = [(voices.everywhere(each), each) for each in cites if kind_of(each)[0] == ASSESSMENT]
    for whole, part in (*wider, *heard):
        if whole in cites and 0 < _left(known, whole, part) < SMALLEST_NUMBER:
            yield Problem("difference", f"{kind_of(whole)[1]} – {kind_of(part)[1]}")


def _left(known: Known, whole: str, part: str) -> int:
    """How many the whole has more than the part; 0 where that cannot be told."""
    of, one = _figures(known, whole), _figures(known, part)
    if not of or not one or of[0].people is None or one[0].people is None:
        return 0
    return of[0].people - one[0].people


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
