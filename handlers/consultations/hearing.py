"""Who has been heard in the last release, and who not yet, for those who run a consultation."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.words import Words, name_of
from reports.outlines import Map, drawn
from reports.release.coverage import Heard, heard
from reports.release.reading import survey_released
from storage import consultations, releases
from storage.consultations import Consultation, Region
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Part:
    """The regions, the groups of one question, or the languages; `compared`: against how many live there."""

    name: str
    label: str
    compared: bool
    lines: tuple[tuple[str, Heard], ...]
    map: Map | None = None


@dataclass(frozen=True, slots=True)
class Hearing:
    """What a release says of who took part in one survey; `people` is None where they are too few."""

    access: str
    people: int | None
    parts: tuple[Part, ...]


async def hearings(store: Store, words: Words, found: Consultation) -> list[Hearing]:
    """Of each survey for residents in the last release; nothing before the first."""
    release = await releases.last(store.database, found.slug)
    if release is None:
        return []
    document = json.loads(release.document)
    regions = await consultations.regions(store.database, found.slug)
    figures = _figures(found, regions)
    areas = {each.code: each.outline for each in regions}
    language = found.terms.spoken(words.language)
    made = []
    for survey in document["surveys"]:
        if survey["audience"] == "residents":
            form = await store.form(found.slug, survey["name"], survey["version"])
            read = survey_released(survey, form, language)
            on_map = {found.terms.region_question: areas}
            parts = [_part(each, read["responses"], figures, on_map) for each in read["dimensions"]]
            if spoken := read["languages"]:
                parts.append(_spoken(words, spoken))
            made.append(Hearing(read["access"], read["responses"], tuple(parts)))
    return made


def _spoken(words: Words, people: Mapping[str, int | None]) -> Part:
    """Nobody says how many speak which language, so that there is nothing to compare with."""
    lines = ((name_of(language), Heard(language, number)) for language, number in people.items())
    return Part("", words.say("Language"), compared=False, lines=tuple(lines))


def _figures(found: Consultation, regions: Sequence[Region]) -> dict[str, Mapping[str, int]]:
    """How many people live in each region, and belong to each group as far as the consultation says it."""
    by_region = {each.code: each.population for each in regions if each.population}
    return {**found.terms.population, found.terms.region_question: by_region}


def _part(
    dimension: Mapping[str, Any],
    everybody: int | None,
    figures: Mapping[str, Mapping[str, int]],
    on_map: Mapping[str, Mapping[str, str]],
) -> Part:
    name = dimension["name"]
    found = heard(everybody, dimension["counts"], figures.get(name, {}))
    lines = tuple((dimension["choice_labels"][each.category], each) for each in found)
    compared = any(each.of_population is not None for each in found)
    areas = on_map.get(name, {})
    where = drawn({each.category: areas.get(each.category, "") for each in found})
    return Part(name, dimension["label"], compared, lines, where)
