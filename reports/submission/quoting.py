"""Quoted words: those of people who agreed, as they were redacted; those of recommendations; our own."""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from reports.redacting import GAP, only_taken_out
from reports.submission import names
from reports.submission.cites import about
from reports.submission.known import Known, Problem
from reports.submission.referring import RECOMMENDED
from reports.submission.text import DONE, Text, same, seen
from reports.submission.world import state_of

FEWEST = 3
"""Fewer words between marks are a term, not what somebody said, unless somebody says it."""
RUN = 6
"""So many words in a row, without marks, are those of a quote all the same."""
BEFORE = 80
"""Letters in front of a quote in which it is said that somebody says it."""
ALIKE = 0.6
SHORTEST = 3
"""Letters of a region or group that is looked for whatever the case of its letters."""
_QUOTED = re.compile(
    r"“([^“”]+)”|«([^«»]+)»|„([^„“”]+)[“”]|‹([^‹›]+)›|»([^«»]+)«|❝([^❝❞]+)❞|「([^「」]+)」|”([^“”]+)”|"
    r"\"([^\"]+)\"|‚([^‚‘’]{12,})[‘’](?!\w)|(?<!\w)‘((?:[^‘’]|(?<=\w)’(?=\w)){12,})’(?!\w)|"
    r"(?<!\w)'((?:[^']|(?<=\w)'(?=\w)){12,}?)'(?!\w)"
)
"""A mark between two letters is an apostrophe."""
_MIXED = re.compile(r"[“«„‹❝「\"]([^“”«»„‹›❝❞「」\"]+)[”»›❞」\"“]")
_OPEN = re.compile(r"[“«„‹❝「\"]([^“”«»„‹›❝❞「」\"]+)$")
_CLOSE = re.compile(r"^([^“”«»„‹›❝❞「」\"]+)[”»›❞」]")
"""Marks that are no pair, and a quote that goes on in another paragraph."""
_SPEAK = (
    r"\b(?:said|says|told\s+us|wrote|shouted|answered|replied|in\s+(?:her|his|their)\s+words|"
    r"put\s+it(?:\s+like\s+this)?|"
    r"(?:a|ont)\s+(?:dit|écrit|raconté|répondu)|disait|raconte|répond|s[’']écrie)|(?<!\w)[وف]?(?:قال|"
    r"قالت|يقول|تقول|كتبت?|صرحت?)"
)
_SPEAKS = re.compile(rf"(?:{_SPEAK})(?:\s*[:,،]?\s*|(?:\s+\w+){{1,3}}\s*[:،]\s*)$", re.IGNORECASE)
_DASHED = re.compile(
    rf"(?:{_SPEAK}|(?<!\w)(?:voices?|voix|témoignages?|testimony|صوت|"
    rf"شهادة))(?:\s+\w+){{0,4}}\s*:\s*[—–\-]\s+([^—–]{{12,}})",
    re.IGNORECASE,
)
"""A dash in the place of marks; lists have dashes, too."""
_STOP = re.compile(r"[.!?؟…]\s")
_GAPS = re.compile(r"[\[(]\s*(?:\.{2,3}|…)\s*[\])]")
_MARKS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "\u00a0": " ", "\u202f": " "})
_PLACE = re.compile(r"(?<!\w)(?:[Ii]n|[Ff]rom|[Aa]t|[Nn]ear|[Àà]|[Dd]e|[Dd][’'])\s*([A-ZÀ-Þ][\w’'\-]+)")
_WORDS = re.compile(r"\w+")
Runs = frozenset[tuple[str, ...]]


def quoted(text: Text, known: Known, cites: tuple[str, ...], runs: Runs, at: int | None) -> Iterator[Problem]:
    """What stands between marks and may not; all of it is accounted for."""
    own = {same(each) for each in (*known.labels, *known.places, *known.names)}
    numbers = _numbers(text.left, cites)
    found = [each for pattern in (_QUOTED, _MIXED, _DASHED, _OPEN, _CLOSE) for each in text.take(pattern)]
    for match, words in ((each, words) for each in found for words in _between(each)):
        short = len(words.split()) < FEWEST and not _SPEAKS.search(_just_before(text.left, match.start()))
        if short or same(words) in own:
            continue
        if standing := [each for each, one in known.recommendations.items() if same(words) in _official(one)]:
            if numbers and not numbers.intersection(standing):
                yield Problem("misnumbered", words.strip(), at)
        elif not _allowed(words, known.quotes):
            yield Problem("altered" if _is_like(words, known.quotes) else "quote", words.strip(), at)
        else:
            yield from _attributed(text.left, match, known.places, at)
    yield from _unmarked(text, runs, known.places, at)


def _just_before(text: str, place: int) -> str:
    return text[max(0, place - BEFORE) : place]


def _between(match: re.Match[str]) -> list[str]:
    """What stands between marks, without what stood between marks in it."""
    words = next(each for each in match.groups() if each is not None)
    return [part for part in re.split(f"{DONE}+", words) if re.search(r"\w", part)]


@lru_cache(maxsize=5_000)
def _official(text: str) -> str:
    """Texts of recommendations are compared with each quote."""
    return same(text)


def under(heading: str, text: str, known: Known, at: int) -> Iterator[Problem]:
    """A quote below a heading that names a region or a group."""
    place = _named(seen(heading), known.places, exactly=True)
    written = Text(text).take(_QUOTED) if place else []
    groups = ([each for each in match.groups() if each] for match in written)
    if any(len(words.split()) >= FEWEST and _allowed(words, known.quotes) for (words,) in groups):
        yield Problem("attributed", place, at)


def runs_of(quotes: Iterable[str]) -> Runs:
    """All that are so many words long."""
    return frozenset(run for each in quotes for run, _ in _runs(each))


def _numbers(text: str, cites: tuple[str, ...]) -> set[str]:
    """The recommendations that a paragraph is about."""
    lists = (each["numbers"] for each in RECOMMENDED.finditer(text))
    written = {number for each in lists for number in re.findall(r"\d+(?:\.\d+)*", each)}
    return {*written, *about(cites)}


def _attributed(text: str, match: re.Match[str], places: Iterable[str], at: int | None) -> Iterator[Problem]:
    """Who is quoted was promised that neither region nor group is told."""
    before, own, after = _around(text, match.start(), match.end())
    place = _named(f"{own} {after}", places) or _named(before, places, exactly=True)
    if place:
        yield Problem("attributed", place, at)
    elif other := next((each for each in _PLACE.finditer(own) if not _is_known(each[1])), None):
        yield Problem("told", other[0], at)


def _is_known(word: str) -> bool:
    """A State, a month or a language: no place where somebody lives."""
    return bool(state_of(word)) or word.casefold() in names.words("no places")


def _around(text: str, start: int, end: int) -> tuple[str, str, str]:
    """The sentence before a quote, its own, and what follows in it."""
    before, after = _STOP.split(text[:start]), _STOP.split(text[end:])
    return " ".join(before[-2:-1]), before[-1], after[0]


def _named(text: str, places: Iterable[str], *, exactly: bool = False) -> str:
    """A region or a group; groups are words of every day, so that only capitals tell in another sentence."""
    flags = 0 if exactly else re.IGNORECASE
    found = (each for each in places if len(each.strip()) >= (1 if exactly else SHORTEST))
    return next((each for each in found if _place(each, flags).search(text)), "")


@lru_cache(maxsize=5_000)
def _place(name: str, flags: int) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)[وفبلك]?{re.escape(seen(name))}(?!\w)", flags)


def _unmarked(text: Text, runs: Runs, places: Iterable[str], at: int | None) -> Iterator[Problem]:
    """Words of somebody who may be quoted, without marks, and with their region."""
    for run, start in _runs(text.left):
        if run in runs:
            _, own, after = _around(text.left, start, start)
            if place := _named(f"{own} {after}", places):
                yield Problem("attributed", place, at)


def _runs(text: str) -> Iterator[tuple[tuple[str, ...], int]]:
    words = [(each[0].casefold(), each.start()) for each in _WORDS.finditer(seen(text))]
    for place in range(len(words) - RUN + 1):
        yield tuple(word for word, _ in words[place : place + RUN]), words[place][1]


def _allowed(words: str, quotes: Iterable[str]) -> bool:
    """A part of a quote is one, where whole words were left out and marked."""
    bare = _alike(words).strip(" .,;:!?…،؛؟")
    return bool(bare) and any(only_taken_out(_alike(each), bare) for each in quotes)


def _alike(text: str) -> str:
    """Two who type the same may type another apostrophe, and other dots for what is left out."""
    return _GAPS.sub(GAP, seen(text).translate(_MARKS))


def _is_like(words: str, quotes: Iterable[str]) -> bool:
    return any(
        SequenceMatcher(None, same(words), same(each), autojunk=False).ratio() >= ALIKE for each in quotes
    )
