"""What a recommendation is about, in the words that residents and their organisations use.

Themes of OHCHR and of the Universal Human Rights Index, and the words of the text where themes say nothing,
lead to the issues that UPR Info counts by and to the ten themes of local dialogues. The codes are those of
the codebook by which open answers are read.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Protocol

from reports.recommendations.entry import MOST

_LISTS: Mapping[str, Mapping[str, str]] = tomllib.loads(
    (files("reports") / "recommendations" / "issues.toml").read_text(encoding="utf-8")
)
_ISSUES, _THEMES, _GOALS = _LISTS["issues"], _LISTS["themes"], _LISTS["goals"]
_FIND = {code: re.compile(words, re.IGNORECASE) for code, words in {**_ISSUES, **_THEMES}.items()}
GENERAL = "upr-general"


class Subject(Protocol):
    """What is known of what a recommendation is about."""

    @property
    def themes(self) -> tuple[str, ...]: ...
    @property
    def persons(self) -> tuple[str, ...]: ...
    @property
    def sdgs(self) -> tuple[str, ...]: ...
    @property
    def text(self) -> str: ...


def issues_of(subject: Subject) -> tuple[str, ...]:
    """Issues as UPR Info counts them, by themes and persons concerned; by the text where those say none."""
    found = _found(subject.themes, subject.persons, subject.text)
    return tuple(code for code in _ISSUES if code in found) or (GENERAL,)


def themes_of(subject: Subject) -> tuple[str, ...]:
    """Those of the ten themes of local dialogues that it touches; perhaps none."""
    by_goal = {_GOALS[each] for each in subject.sdgs if each in _GOALS}
    found = _found(subject.themes, subject.persons, subject.text) | by_goal
    return tuple(code for code in _THEMES if code in found)


@lru_cache(maxsize=MOST)
def _found(themes: tuple[str, ...], persons: tuple[str, ...], text: str) -> frozenset[str]:
    """All codes; kept, since a list of all recommendations asks for each of them."""
    said = "\n".join((*themes, *map(_in_short, persons)))
    return frozenset(_among(_ISSUES, said, text)) | frozenset(_among(_THEMES, said, text))


def _among(codes: Iterable[str], said: str, text: str) -> list[str]:
    return [code for code in codes if _FIND[code].search(said)] or [
        code for code in codes if _FIND[code].search(text)
    ]


def _in_short(persons: str) -> str:
    """Without what is only listed: "minorities/ racial, ethnic, … religious" is not about religion."""
    return re.sub(r"\([^()]*\)|/.*", "", persons)
