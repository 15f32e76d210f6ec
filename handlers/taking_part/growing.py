"""How many took part, release by release, and at which question those stand who did not send their answers.

Between two releases nothing is counted; so the days are those of releases, and no others.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handlers.taking_part.begun import REVIEW
from handlers.words import Words
from storage import releases
from storage.consultations import Consultation
from storage.store import Store
from survey.form import Form

Number = int | None
"""None where they are too few to say."""


@dataclass(frozen=True, slots=True)
class Begun:
    """Those who did not send it, by question."""

    people: Number
    stops: Mapping[str, Number]


@dataclass(frozen=True, slots=True)
class Point:
    """What one release says; `begun` is None where it says nothing of it."""

    day: str
    sent: Number
    begun: Begun | None


@dataclass(frozen=True, slots=True)
class Growth:
    """Of one survey and one door. Who has not sent anything came in by no door: they stand with the first."""

    access: str
    tells_begun: bool
    points: tuple[Point, ...]
    stops: tuple[tuple[str, Number], ...]


async def growths(store: Store, words: Words, found: Consultation) -> list[Growth]:
    """Of each survey for residents in the last release; nothing before the first."""
    documents = [json.loads(each.document) for each in await releases.every(store.database, found.slug)]
    made: list[Growth] = []
    told = set()
    for survey in documents[-1]["surveys"] if documents else ():
        if survey["audience"] == "residents":
            name, access = survey["name"], survey["access"]
            form = await store.form(found.slug, name, survey["version"])
            made.append(_growth(words, found, form, documents, (name, access), name not in told))
            told.add(name)
    return made


def _growth(
    words: Words,
    found: Consultation,
    form: Form,
    documents: list[dict[str, Any]],
    part: tuple[str, str],
    first: bool,
) -> Growth:
    points = [_point(words, each, part, first) for each in documents]
    last = points[-1].begun
    language = found.terms.spoken(words.language)
    stops = dict(last.stops) if last else {}
    if all(number is None for number in stops.values()):
        stops = {}
    labelled = tuple((_label(words, form, name, language), number) for name, number in stops.items())
    return Growth(part[1], any(point.begun for point in points), tuple(points), labelled)


def _point(words: Words, document: Mapping[str, Any], part: tuple[str, str], first: bool) -> Point:
    sent = [each for each in document["surveys"] if (each["name"], each["access"]) == part]
    begun = [each for each in document.get("begun", ()) if each["name"] == part[0] and first]
    people = sent[0]["questions"][0]["blocks"][0]["base"] if sent else None
    day = words.value("date", document["day"])
    return Point(day, people, _begun(begun[0]["questions"][0]) if begun else None)


def _begun(question: Mapping[str, Any]) -> Begun:
    (block,) = question["blocks"]
    return Begun(block["base"], {each: block["counts"][each] for each in question["choices"]})


def _label(words: Words, form: Form, name: str, language: str) -> str:
    if name == REVIEW:
        return words.say("At the end, before sending")
    refs = {each.name: each.ref for each in form.questions}
    return form.heading(refs[name], language) if name in refs else name
