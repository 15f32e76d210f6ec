"""The numbers that Word writes before paragraphs by itself: they stand in no text of the file.

Rules: ECMA-376, part 1, 17.9 (numbering) and 17.7.4.14 (styles whose paragraphs have a number).
"""

import re
from dataclasses import dataclass, field, replace

from reports.recommendations.elements import WORD, Element, count, path, value

LONGEST = 40
"""Letters of what a level writes; more of them are no number."""
DEEPEST = 20
"""Styles that are based on each other."""
_NUMBER = re.compile(r"\d+(?:\.\d+)+")
"""Of a recommendation: of the review, and its own. A list that counts 1, 2, 3 sets out a page."""
Numbered = tuple[str, int]
"""A numbering and a level of it; an empty name where there is none."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class _Level:
    """`text`: what it writes, with a sign such as "%2" for the number of each level."""

    start: int = 1
    form: str = "decimal"
    text: str = ""


@dataclass
class _List:
    """One list of the file, as far as it has counted. `begun`: the numberings that started it anew."""

    levels: dict[int, _Level]
    counted: dict[int, int] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    def starts(self, at: int, start: int) -> None:
        """From now on a level begins with this number, whenever it begins."""
        self.levels[at] = replace(self.levels.get(at, _Level()), start=start)
        self.counted.pop(at, None)

    def next(self, at: int) -> str:
        """What is written before the next paragraph of this level."""
        level = self.levels.get(at, _Level())
        self.counted = {each: reached for each, reached in self.counted.items() if each <= at}
        self.counted[at] = self.counted[at] + 1 if at in self.counted else level.start
        return re.sub(r"%([1-9])", lambda sign: self._written(int(sign[1]) - 1), level.text)

    def _written(self, at: int) -> str:
        level = self.levels.get(at, _Level())
        reached = self.counted.get(at, level.start)
        if level.form == "lowerLetter":
            return _LETTERS[(reached - 1) % len(_LETTERS)]
        return str(reached) if level.form.startswith("decimal") else ""


def numbers_of(body: Element, numbering: Element | None, styles: Element | None) -> dict[Element, str]:
    """What Word writes before paragraphs, where it looks like the number of a recommendation."""
    if numbering is None:
        return {}
    counting = _Counting(numbering, styles)
    told = {paragraph: counting.next(paragraph) for paragraph in body.iter(f"{WORD}p")}
    return {paragraph: said for paragraph, said in told.items() if _NUMBER.search(said)}


class _Counting:
    """Goes through all paragraphs in their order."""

    def __init__(self, numbering: Element, styles: Element | None) -> None:
        lists = {
            _id(each, "abstractNumId"): _List(_levels(each)) for each in numbering.iter(path("abstractNum"))
        }
        self._nums = {_id(each, "numId"): each for each in numbering.iter(path("num"))}
        self._lists = {
            name: lists[of]
            for name, each in self._nums.items()
            if (of := value(each, path("abstractNumId"))) in lists
        }
        found = styles.iter(path("style")) if styles is not None else ()
        self._styles = {_id(each, "styleId"): _style(each) for each in found}

    def next(self, paragraph: Element) -> str:
        """What is written before it; nothing where it has no number."""
        name, at = self._numbered(paragraph)
        if name not in self._lists:
            return ""
        return self._started(name).next(at)

    def _numbered(self, paragraph: Element) -> Numbered:
        """Its numbering and the level: its own, else that of its style."""
        own, style = _own(paragraph), value(paragraph, path("pPr", "pStyle"))
        for _ in range(DEEPEST):
            if own[0] or style not in self._styles:
                break
            own, style = self._styles[style]
        return own

    def _started(self, name: str) -> _List:
        """The list that a numbering counts in, begun anew where it says so and has not yet."""
        found = self._lists[name]
        if name not in found.begun:
            found.begun.add(name)
            for each in self._nums[name].iter(path("lvlOverride")):
                if (start := count(each, path("startOverride"), -1)) >= 0:
                    found.starts(_level(each), start)
        return found


def _style(element: Element) -> tuple[Numbered, str]:
    """Its own numbering, and the style it is based on: read once, however many paragraphs have it."""
    return _own(element), value(element, path("basedOn"))


def _own(element: Element) -> Numbered:
    """What a paragraph, or a style, says by itself."""
    said = element.find(path("pPr", "numPr"))
    name = "" if said is None else value(said, path("numId"))
    return (name, count(said, path("ilvl"), 0)) if said is not None and name else ("", 0)


def _levels(abstract: Element) -> dict[int, _Level]:
    return {_level(each): _read(each) for each in abstract.iter(path("lvl"))}


def _read(level: Element) -> _Level:
    text, form = value(level, path("lvlText")), value(level, path("numFmt"), "decimal")
    return _Level(count(level, path("start"), 1), form, text if len(text) <= LONGEST else "")


def _level(element: Element) -> int:
    said = _id(element, "ilvl")
    return int(said) if said in set("012345678") else 0


def _id(element: Element, name: str) -> str:
    return str(element.get(f"{WORD}{name}", ""))
