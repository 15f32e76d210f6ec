"""What a recommendation is about, in the words that residents and their organisations use.

Themes of OHCHR and of the Universal Human Rights Index, and the words of the text where themes say nothing,
lead to the issues that UPR Info counts by and to the ten themes of local dialogues. The codes are those of
the codebook by which open answers are read.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files

from reports.recommendations.entry import Recommendation

_LISTS: Mapping[str, Mapping[str, str]] = tomllib.loads(
    (files("reports") / "recommendations" / "issues.toml").read_text(encoding="utf-8")
)
_ISSUES, _THEMES, _GOALS = _LISTS["issues"], _LISTS["themes"], _LISTS["goals"]
_FIND = {code: re.compile(words, re.IGNORECASE) for code, words in {**_ISSUES, **_THEMES}.items()}
GENERAL = "upr-general"


def issues_of(recommendation: Recommendation) -> tuple[str, ...]:
    """Issues as UPR Info counts them, by themes and persons concerned; by the text where those say none."""
    return tuple(_codes(recommendation, _ISSUES)) or (GENERAL,)


def themes_of(recommendation: Recommendation) -> tuple[str, ...]:
    """Those of the ten themes of local dialogues that it touches; perhaps none."""
    by_goal = {_GOALS[each] for each in recommendation.sdgs if each in _GOALS}
    found = set(_codes(recommendation, _THEMES)) | by_goal
    return tuple(code for code in _THEMES if code in found)


def _codes(recommendation: Recommendation, among: Mapping[str, str]) -> Iterator[str]:
    said = "\n".join((*recommendation.themes, *map(_in_short, recommendation.persons)))
    found = [code for code in among if _FIND[code].search(said)]
    yield from found or [code for code in among if _FIND[code].search(recommendation.text)]


def _in_short(persons: str) -> str:
    """Without what is only listed: "minorities/ racial, ethnic, … religious" is not about religion."""
    return re.sub(r"\(.*?\)|/.*", "", persons)
