"""One cell of a thematic list: which of its lines are text, source, themes, goals and persons concerned."""

import re
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Literal

from reports.recommendations.entry import Position
from reports.recommendations.goals import goals_in
from reports.recommendations.writing import letters, lines_of, without_bullet

Part = Literal["number", "text", "source", "position", "states", "themes", "persons", "sdgs", "comments"]
_LABELS: tuple[tuple[Part, str], ...] = (
    ("source", r"sources?(?: of (?:the )?positions?)?|positions? sources?"),
    (
        "sdgs",
        r"(?:related |relevant )?(?:sdgs?|sustainable development goals?|goals?)(?: ?[(/] ?sdgs?\)?)?",
    ),
    (
        "persons",
        r"(?:affected|concerned|vulnerable|targeted?) (?:persons?|groups?|people|populations?)"
        r"|(?:persons?|groups?|people|populations?)(?: (?:concerned|affected|in focus))?"
        r"|rights[- ]?holders?(?: concerned)?",
    ),
    (
        "themes",
        r"(?:full list of )?(?:themes?|topics?|rights? or areas?|areas?|issues?)(?: ?[/&] ?sub-?themes?)?",
    ),
    ("position", r"(?:state.s )?positions?(?: of the state)?|state.s? response|responses?"),
    ("states", r"recommending (?:states?|countr(?:y|ies))|recommended by|made by"),
    ("number", r"(?:recommendation )?(?:numbers?|no\.?|n°|#|paragraphs?)"),
    ("text", r"(?:text of (?:the )?)?recommendations?|texts?"),
    (
        "comments",
        r"(?:assessments?|comments?|observations?|level of implementation|status of implementation).*",
    ),
)
# Counted, not "as many as there are": of a long row of dashes each could belong to either part of it.
_NUMBER = re.compile(
    r"(?:(?P<document>[A-Z]/HRC/[\w/.-]{1,40}?)[\s,:–-]{1,9}(?:para(?:graph)?s?\.?\s*)?)?"
    r"(?:(?:recommendation|rec\.?|no\.?|para(?:graph)?\.?)\s*)?"
    r"(?P<number>\d{1,3}(?:\s?\.\s?\d{1,3})+(?:\.?\(?[a-z](?![a-z])\)?)?|\d{1,3}(?=[.)]\s))"
    r"(?:[.):]?\s+|[.):]|(?=[A-Z“\"‘(])|$)\s*(?P<text>.*)",
    re.IGNORECASE | re.DOTALL,
)
_INLINE = re.compile(
    r"(?<=\S) ?;? ?(?=(?:sources? of (?:the )?position|affected persons?|persons? concerned|sdgs?) ?:)",
    re.IGNORECASE,
)
"""Before a label in the middle of a line."""
_NEXT_CODE = re.compile(r"[;,]\s+(?=[A-Z]\d{1,2}\s+\S)")
"""Between two themes in one line."""
_CODE = re.compile(r"(?:[A-Z]{1,2}\d{1,3}|\d{1,2}(?:\.\d{1,2}){1,3})\.?\s+\S")
PERSONS = frozenset(
    map(
        letters,
        (files("reports") / "recommendations" / "persons.csv").read_text(encoding="utf-8").split("\n"),
    )
) - {""}
"""How lists call the persons concerned, as far as they can be told from themes."""


_SAID = frozenset({"supported", "noted", "accepted", "rejected", "supportednoted", "supportedinpart"})


def label_of(text: str) -> Part | None:
    """What follows, if this is a label: "Affected persons", "SDGs"."""
    plain = " ".join(text.replace("’", "'").strip(" :.").casefold().split())
    return next((part for part, words in _LABELS if re.fullmatch(words, plain)), None)


def parts_of(text: str, meant: Part) -> Iterator[tuple[Part, str]]:
    """Each line of a cell with what it holds. `meant`: what lines without a label hold in this column."""
    part = meant
    for line in (each for whole in lines_of(text) for each in _INLINE.split(whole)):
        bare = without_bullet(line)
        before, colon, after = bare.partition(":")
        if found := label_of(before if colon else bare):
            part = found
            bare = without_bullet(after.strip())
        elif part == "source" and meant == "text" and not _is_source(bare):
            part = meant
        if bare:
            part = _by_what_it_holds(bare, part, meant)
            yield from ((part, each) for each in (_NEXT_CODE.split(bare) if part == "themes" else [bare]))


def _by_what_it_holds(line: str, part: Part, meant: Part) -> Part:
    """Goals and themes with a code are told by themselves, wherever they stand."""
    lists = {"themes", "persons", "sdgs"}
    if part == "text" and letters(line) in _SAID:
        return "position"
    if part in {"text", "source", "position", "comments"} and not (part == "source" and goals_in(line)):
        return part
    if goals_in(line, expected=part == "sdgs"):
        return "sdgs"
    if part in lists and _CODE.match(line):
        return "themes"
    if part == "sdgs":
        return meant if meant in {"themes", "persons"} else "themes"
    return part


def _is_source(line: str) -> bool:
    return bool(re.search(r"[A-Z]/(?:HRC|\d)|\bpara", line))


def numbered(text: str) -> tuple[str, str]:
    """The number at the beginning of a text, and what comes after it; an empty number where there is none."""
    found = _NUMBER.match(text.strip())
    if found is None:
        return "", text.strip()
    number = re.sub(r"\s", "", found["number"]).replace("(", "").replace(")", "")
    return re.sub(r"(\d)([a-z])$", r"\1.\2", number, flags=re.IGNORECASE), found["text"].strip()


def position_in(text: str) -> Position:
    """What a State said to a recommendation; empty where these words do not tell."""
    plain = " ".join(text.casefold().split())
    if re.search(r"\bpart(?:s|ly|ial|ially)?\b", plain) and re.search("support|accept|note", plain):
        return "in part"
    positive = re.sub(
        r"\b(?:does|did|do|cannot|could|will|would)?\s*not\s+(?:be\s+|enjoy(?:ing|ed)?\s+(?:the\s+)?)?(?:support\w*|accept\w*)"
        r"|\bun(?:supported|accepted)",
        " noted ",
        plain,
    )
    noted = bool(re.search(r"\bnot(?:ed|ing)\b|\breject|\brefus", positive))
    supported = bool(re.search(r"support|accept|\benjoy", positive))
    if noted and supported:
        return "in part"
    return "noted" if noted else "supported" if supported else ""


def persons_in(line: str) -> list[str]:
    """The persons concerned, where a line names known ones alone: one, or several with commas."""
    if letters(line) in PERSONS:
        return [line]
    names = [name.strip() for name in re.split(r",| - ", line)]
    return names if all(letters(name) in PERSONS for name in names) else []


def has_code(line: str) -> bool:
    """Whether it begins with the code of a theme: "A12", "12.1.3"."""
    return bool(_CODE.match(line))


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """Each once, in their order, whatever blanks and capitals they are written with."""
    found: dict[str, str] = {}
    for each in values:
        found.setdefault(letters(each), each)
    return tuple(found.values())
