"""What the rows of a thematic list say, gathered for each recommendation, and what stands above them."""

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace

from reports.recommendations.cells import Part, has_code, label_of, persons_in, position_in, unique
from reports.recommendations.entry import About, Position, Recommendation
from reports.recommendations.goals import goals_in
from reports.recommendations.states import canonical, names_in, states_in
from reports.recommendations.writing import letters, without_bullet

_DOCUMENT = re.compile(r"A/HRC/\d+/\d+")


@dataclass
class Raw:
    """A recommendation as its lines are gathered."""

    number: str = ""
    parts: defaultdict[Part, list[str]] = field(default_factory=lambda: defaultdict(list))

    def copy(self, number: str, text: str) -> "Raw":
        """Another that shares its row."""
        made = replace(self, number=number, parts=defaultdict(list))
        for part, lines in self.parts.items():
            made.parts[part] = [*lines]
        made.parts["text"] = [text]
        return made


@dataclass
class Above:
    """The theme, the goal and the position under which rows stand."""

    theme: str = ""
    goal: str = ""
    position: Position = ""

    def around(self, raw: Raw) -> Raw:
        """A recommendation with what stands above it, which comes first."""
        told: dict[Part, str] = {"themes": self.theme, "sdgs": self.goal, "position": self.position}
        for part, line in told.items():
            raw.parts[part][:0] = [line] if line else []
        return raw

    def told(self, line: str, label: str, certain: bool = True) -> None:
        """A heading. `label`: the word that themes are called by here. `certain`: that it is one."""
        before, _, after = line.partition(":")
        if after and (label_of(before) == "themes" or (label and before.strip() == label)):
            self.theme, self.goal = after.strip(), ""
        elif position := position_heading(line):
            self.position, self.theme, self.goal = position, "", ""
        elif goals_in(line):
            self.goal = line
        elif certain:
            self.theme, self.goal = without_bullet(line), ""


def position_heading(line: str) -> Position:
    """What the State said, where a heading says that and names no theme."""
    said = re.search(r"recommendation", line, re.IGNORECASE) or len(line.split()) <= 3
    if not said or has_code(line) or re.search("victim|witness|famil", letters(line)):
        return ""
    return position_in(line)


def recommendation(raw: Raw, about: About) -> Recommendation:
    """Of all its lines."""
    text = " ".join(raw.parts["text"]).strip()
    named = tuple(name for line in raw.parts["states"] for name in names_in(without_bullet(line)))
    source = " ".join(raw.parts["source"])
    document = _DOCUMENT.search(source)
    return Recommendation(
        canonical(about.country),
        about.session,
        raw.number,
        text.rstrip(" ;."),
        states_in(text)[0] or named,
        next((said for line in reversed(raw.parts["position"]) if (said := position_in(line))), ""),
        source,
        unique(raw.parts["themes"]),
        unique([name for line in raw.parts["persons"] for name in persons_in(line) or [line]]),
        tuple(dict.fromkeys(goal for line in raw.parts["sdgs"] for goal in goals_in(line, expected=True))),
        about.cycle,
        document[0] if document else "",
    )
