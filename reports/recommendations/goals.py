"""The Sustainable Development Goals, as files name them: by number, by target or in words."""

import re

from reports.recommendations.writing import letters

GOALS = (
    "No poverty",
    "Zero hunger",
    "Good health and well-being",
    "Quality education",
    "Gender equality",
    "Clean water and sanitation",
    "Affordable and clean energy",
    "Decent work and economic growth",
    "Industry, innovation and infrastructure",
    "Reduced inequalities",
    "Sustainable cities and communities",
    "Responsible consumption and production",
    "Climate action",
    "Life below water",
    "Life on land",
    "Peace, justice and strong institutions",
    "Partnerships for the goals",
)
_NUMBERS = {letters(name): str(number) for number, name in enumerate(GOALS, 1)}
_NUMBERED = re.compile(
    r"(?:S\d{2}\s+)?(?P<word>(?:sdgs?|goals?|targets?)\b[\s:]*)?(?P<goal>\d{1,2})(?:\.(?P<target>\d{1,2}|[a-d]))?"
    r"(?:\s*[-–—:.)]+\s*|\s+|$)(?P<name>.*)",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"sdgs?\s*\d{1,2}(?:[\s,;&]+sdgs?\s*\d{1,2})+", re.IGNORECASE)
_LIST = re.compile(r"(?:\d{1,2}(?:\.(?:\d{1,2}|[a-d]))?(?:\s*[,;&]\s*|\s+and\s+|\s+|$))+", re.IGNORECASE)


def goals_in(line: str, expected: bool = False) -> tuple[str, ...]:
    """The goals of a line: "16", "16.3"; nothing where it speaks of something else.

    `expected`: goals are what stands here, so that numbers alone are meant as such.
    """
    bare = re.sub(r"^\s*sdgs?\b[\s:]*", "", line, flags=re.IGNORECASE)
    if (expected or bare != line) and _LIST.fullmatch(bare.strip()):
        numbers = re.findall(r"\d{1,2}(?:\.(?:\d{1,2}|[a-d]))?", bare, re.IGNORECASE)
        return tuple(each.lower() for each in numbers if _is_goal(each.split(".")[0]))
    if _SEVERAL.fullmatch(line.strip()):
        return tuple(each for each in re.findall(r"\d+", line) if _is_goal(each))
    found = _NUMBERED.fullmatch(line.strip())
    if found and _is_goal(found["goal"]):
        named = not found["name"] or _NUMBERS.get(letters(found["name"])) == found["goal"]
        told = expected and (named or re.match(r"\s*[-–—:]", line[found.end("goal") :].lstrip(".0123456789")))
        if told or found["word"] or (named and found["name"]):
            target = f".{found['target'].lower()}" if found["target"] else ""
            return (f"{int(found['goal'])}{target}",)
        return ()
    number = _NUMBERS.get(letters(line))
    return (number,) if number else ()


def _is_goal(number: str) -> bool:
    return 1 <= int(number) <= len(GOALS)
