"""What a paragraph rests on: a number of a release, a recommendation, what people say of one, an event, or
another source.

result residents themes housing region=MA-06
recommendation 115.3
assessment 115.3 region=MA-06 in=settat-2024
event 3f2a1c
source Census of 2024, table 3
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

RESULT, RECOMMENDATION, ASSESSMENT, EVENT, SOURCE = (
    "result",
    "recommendation",
    "assessment",
    "event",
    "source",
)
KINDS = frozenset({RESULT, RECOMMENDATION, ASSESSMENT, EVENT, SOURCE})
BY_CODE = "+code"
"""Behind the name of a survey: the answers that were given with a code."""
NAMED, CHOSEN = 2, 3
"""Words of a result that names a question, and a choice of it."""


def about(cites: Iterable[str]) -> set[str]:
    """The recommendations that are cited, or of which it is cited what people say."""
    cites = tuple(cites)
    heard = (each.split()[0] for each in named(cites, ASSESSMENT) if each)
    return {*named(cites, RECOMMENDATION), *heard}


@dataclass(frozen=True, slots=True)
class Figure:
    """What a release says of one thing. None is not shown. `chosen`: it is about one choice."""

    base: int | None
    count: int | None = None
    percent: int | None = None
    chosen: bool = False

    @property
    def shown(self) -> frozenset[int]:
        return frozenset(each for each in (self.base, self.count, self.percent) if each is not None)

    @property
    def people(self) -> int | None:
        """How many it is about."""
        return self.count if self.chosen else self.base

    @property
    def is_hidden(self) -> bool:
        return self.people is None


def kind_of(cite: str) -> tuple[str, str]:
    """Its first word, and the rest."""
    kind, _, rest = cite.strip().partition(" ")
    return kind, rest.strip()


def named(cites: Iterable[str], kind: str) -> tuple[str, ...]:
    """What is named by those of a kind."""
    return tuple(rest for cite in cites for found, rest in (kind_of(cite),) if found == kind)


def whole_of(result: str) -> tuple[str, ...]:
    """Those results of which this one is a part: its question's base, and the same among everybody."""
    words = result.split()
    row = [each for each in words if "=" in each]
    plain = [each for each in words if "=" not in each]
    wider = [plain[:-1] + row] if len(plain) > CHOSEN - 1 else []
    return tuple(" ".join(each) for each in (*wider, *([plain] if row else [])))


def figure(release: Mapping[str, Any], result: str) -> Figure | None:
    """What a release says of it; None where it knows no such question, choice, region or group."""
    words = result.split()
    row = next((each for each in words if "=" in each), "=")
    plain = [each for each in words if "=" not in each]
    survey = _survey(release, plain[0]) if plain else None
    place = _row(survey, row) if survey else None
    if survey is None or place is None or len(plain) > CHOSEN:
        return None
    people, *asked = survey["questions"]
    if len(plain) < NAMED:
        return Figure(people["blocks"][place]["base"])
    question = next((each for each in asked if each["name"] == plain[1]), None)
    if question is None:
        return None
    block = question["blocks"][place]
    return _chosen(question, block, plain[2]) if len(plain) == CHOSEN else Figure(block["base"])


def _chosen(question: Mapping[str, Any], block: Mapping[str, Any], choice: str) -> Figure | None:
    """Of a ranking: how many put it first."""
    if choice not in question["choices"]:
        return None
    counts = block["places"][0] if "places" in block else block["counts"]
    percent = block["percent"][choice] if "percent" in block else None
    return Figure(block["base"], counts[choice], percent, chosen=True)


def _survey(release: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    access = "code" if name.endswith(BY_CODE) else "open"
    wanted = name.removesuffix(BY_CODE), access
    return next((each for each in release["surveys"] if (each["name"], each["access"]) == wanted), None)


def _row(survey: Mapping[str, Any], row: str) -> int | None:
    dimension, _, category = row.partition("=")
    of = [(each["dimension"] or "", each["category"] or "") for each in survey["rows"]]
    return of.index((dimension, category)) if (dimension, category) in of else None
