"""What residents say of a recommendation: from results that were published, and from nothing else."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

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


async def assessments(
    store: Store, found: Recommendation, language: str, simulated: bool | None = None
) -> list[Assessment]:
    """All that there are of it, the latest first; titles and regions in this language.

    `simulated`: those alone that are, or are not; None for all.
    """
    made: list[Assessment] = []
    for each in sorted(await consultations.every(store.database), key=lambda one: one.closes):
        one = await _of(store, each, found, language, made[-1] if made else None)
        if one and simulated in {None, one.simulated}:
            made.append(one)
    return made[::-1]


async def _of(
    store: Store, here: Consultation, found: Recommendation, language: str, before: Assessment | None
) -> Assessment | None:
    spoken = here.terms.spoken(language)
    page = await publications.get(store.database, here.slug, spoken)
    document = json.loads(page.results) if page else {}
    if "release" not in document:
        return None
    said = told(document, found.code, here.terms.region_question)
    if not said:
        return None
    everybody, *rest = said
    nodes = await consultations.regions(store.database, here.slug)
    names = {node.code: here.terms.say(node.names, language) for node in nodes}
    return Assessment(
        here.slug,
        here.terms.say(here.terms.title, language),
        date.fromisoformat(document["day"]),
        everybody,
        [Region(names.get(each.region, each.region), each) for each in rest],
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
