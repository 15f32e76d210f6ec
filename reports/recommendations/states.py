"""The States that made a recommendation, out of the brackets behind its sentences."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from reports.recommendations.writing import letters

LONGEST = 300
"""Letters of a bracket with States in it."""
_BEHIND = re.compile(r"[\s]*(?:$|[;.,(\[])")
_AND = re.compile(r"\s(?:and|&)\s")
_UNCLOSED = re.compile(r"\(([^()]+)$")


def states_in(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """States as they are written, in their order, each once; and those of them that are not known as States.

    A bracket counts where it ends a sentence and names a known State; where none does, the last one of the
    text counts, unless it holds a number or an abbreviation.
    """
    brackets = list(_brackets(text))
    found = [names for each in brackets if any(map(known, names := names_in(each)))]
    if not found and brackets and _could_be(brackets[-1]):
        found = [names_in(brackets[-1])]
    states = tuple(dict.fromkeys(name for names in found for name in names))
    return states, tuple(name for name in states if not known(name))


def known(name: str) -> bool:
    """Whether a State is called so."""
    return letters(name) in _known()


def canonical(name: str) -> str:
    """What a State is called in the lists of the United Nations; the name itself where it is not known."""
    return _known().get(letters(name), name)


@cache
def every() -> tuple[tuple[str, ...], ...]:
    """All States, each with the names it has, first the one of the lists of the United Nations."""
    lines = (files("reports") / "recommendations" / "states.csv").read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("|")) for line in lines)


@cache
def _known() -> dict[str, str]:
    return {letters(each): first for first, *others in every() for each in (first, *others)}


def _brackets(text: str) -> Iterator[str]:
    """What stands in brackets, outermost, at the end of a sentence."""
    text = text.replace("[", "(").replace("]", ")")
    depth, start = 0, 0
    for place, letter in enumerate(text):
        if letter == "(":
            depth += 1
            start = place + 1 if depth == 1 else start
        elif letter == ")" and depth:
            depth -= 1
            if depth == 0 and _BEHIND.match(text, place + 1):
                yield text[start:place]
    if depth and (rest := _UNCLOSED.search(text)):
        yield rest[1]


def names_in(inside: str) -> list[str]:
    """Names, apart at commas outside of inner brackets, and at "and" where that makes States of it."""
    pieces, depth = [""], 0
    for letter in inside:
        depth += (letter == "(") - (letter == ")")
        if letter in ",;/" and depth == 0:
            pieces.append("")
        else:
            pieces[-1] += letter
    names = [name for piece in pieces if (bare := piece.strip(" .")) for name in _apart(bare)]
    return [name for name in names if name]


def _apart(piece: str) -> list[str]:
    piece = re.sub(r"^(?:and|&)\s", "", piece)
    if known(piece) or len(piece) > LONGEST:
        return [piece]
    for joint in _AND.finditer(piece):
        left = piece[: joint.start()].strip()
        if known(left) and all(map(known, right := _apart(piece[joint.end() :].strip()))):
            return [left, *right]
    parts = [part.strip() for part in _AND.split(piece)]
    return parts if len(parts) > 1 and all(map(_could_be, parts)) else [piece]


def _could_be(inside: str) -> bool:
    """Whether it is written as names of States are."""
    return (
        not re.search(r"\d", inside)
        and bool(re.search(r"[a-z]", inside))
        and inside[:1].isupper()
        and len(inside) <= LONGEST
    )
