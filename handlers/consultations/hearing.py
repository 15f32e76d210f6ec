"""Who has been heard in the last release, and who not yet, for those who run a consultation."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handlers.words import Words
from reports.release.coverage import Heard, heard
from reports.release.reading import survey_released
from storage import consultations, releases
from storage.consultations import Consultation
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Part:
    """The regions, or the groups of one question; `compared`: against how many live there."""

    name: str
    label: str
    compared: bool
    lines: tuple[tuple[str, Heard], ...]


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
    figures = await _figures(store, found)
    language = found.terms.spoken(words.language)
    made = []
    for survey in document["surveys"]:
        if survey["audience"] == "residents":
            form = await store.form(found.slug, survey["name"], survey["version"])
            read = survey_released(survey, form, language)
            parts = tuple(_part(each, read["responses"], figures) for each in read["dimensions"])
            made.append(Hearing(read["access"], read["responses"], parts))
    return made


async def _figures(store: Store, found: Consultation) -> dict[str, Mapping[str, int]]:
    """How many people live in each region, and belong to each group as far as the consultation says it."""
    regions = await consultations.regions(store.database, found.slug)
    by_region = {each.code: each.population for each in regions if each.population}
    return {**found.terms.population, found.terms.region_question: by_region}


def _part(
    dimension: Mapping[str, Any], everybody: int | None, figures: Mapping[str, Mapping[str, int]]
) -> Part:
    found = heard(everybody, dimension["counts"], figures.get(dimension["name"], {}))
    lines = tuple((dimension["choice_labels"][each.category], each) for each in found)
    compared = any(each.of_population is not None for each in found)
    return Part(dimension["name"], dimension["label"], compared, lines)
