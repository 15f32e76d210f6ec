"""What residents say of a recommendation: from results that were published, and from nothing else."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers.words import Words
from reports.recommendations.assessed import Gap, Told, comparable, gap, told, trend
from storage import consultations, publications
from storage.consultations import Consultation
from storage.recommendations import Recommendation, Status
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Region:
    """What one region says, and what it is called."""

    label: str
    told: Told


@dataclass(frozen=True, slots=True)
class Assessment:
    """What people said in one consultation; `than_before`: beside what they said in the one before it.

    `simulated`: nobody said it, as in the demo.
    """

    slug: str
    title: str
    day: date
    everybody: Told
    regions: Sequence[Region]
    than_before: Gap = "open"
    simulated: bool = False

    @property
    def told(self) -> list[Told]:
        """Everybody, then each region."""
        return [self.everybody, *(each.told for each in self.regions)]


@dataclass(frozen=True, slots=True)
class Published:
    """Results as they were published, and what regions are called; read once for all recommendations."""

    here: Consultation
    document: Mapping[str, Any]
    regions: Mapping[str, str]


async def all_results(store: Store, language: str) -> list[Published]:
    """All that there are, the earliest first; what regions are called in this language."""
    found: list[Published] = []
    for here in sorted(await consultations.every(store.database), key=lambda one: one.closes):
        page = await publications.get(store.database, here.slug, here.terms.spoken(language))
        document = json.loads(page.results) if page else {}
        if "release" in document:
            nodes = await consultations.regions(store.database, here.slug)
            names = {node.code: here.terms.say(node.names, language) for node in nodes}
            found.append(Published(here, document, names))
    return found


def assessments(
    results: Iterable[Published], found: Recommendation, language: str, simulated: bool | None = None
) -> list[Assessment]:
    """All that there are of a recommendation, the latest first; titles in this language.

    `simulated`: those alone that are, or are not; None for all.
    """
    made: list[Assessment] = []
    for each in results:
        one = _of(each, found, language, made[-1] if made else None)
        if one and simulated in {None, one.simulated}:
            made.append(one)
    return made[::-1]


def _of(
    results: Published, found: Recommendation, language: str, before: Assessment | None
) -> Assessment | None:
    here, document = results.here, results.document
    said = told(document, found.code, here.terms.region_question)
    if not said:
        return None
    everybody, *rest = said
    return Assessment(
        here.slug,
        here.terms.say(here.terms.title, language),
        date.fromisoformat(document["day"]),
        everybody,
        [Region(results.regions.get(each.region, each.region), each) for each in rest],
        since(before, said),
        document.get("simulated", False),
    )


def since(before: Assessment | None, now: Sequence[Told]) -> Gap:
    """What everybody says beside the time before; open where other places were asked then."""
    if before is None or not comparable(before.told, now):
        return "open"
    return trend(before.everybody.step, now[0].step)


def gap_in(words: Words, status: Status | None, said: Told) -> str:
    """What people see beside what is officially said, in a sentence; empty where nothing can be compared."""
    say = words.say
    if status is None or said.step is None:
        return ""
    return {
        "less": say("People here see less than is officially said."),
        "more": say("People here see more than is officially said."),
        "alike": say("People here see about what is officially said."),
        "open": say("These numbers do not tell whether people see what is officially said."),
    }[gap(status, said.step)]


def trend_in(words: Words, than_before: Gap) -> str:
    """What people say beside the time before, in a sentence; empty where it cannot be told."""
    say = words.say
    return {
        "less": say("People say that less is done than the time before."),
        "more": say("People say that more is done than the time before."),
    }.get(than_before, "")
