"""A release is made: every real response is opened, counted and forgotten, and what may be shown is kept."""

import asyncio
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.consultations import machine_signs
from handlers.consultations.grids import Reader, accesses, codes_in, grid_of, with_codes
from handlers.consultations.machine_signs import Noted
from handlers.reading.codebook import counted
from handlers.reading.finding import open_questions
from handlers.refused import Refused
from handlers.taking_part import begun
from reports.release.budgets import bands_in
from reports.release.document import Document, written
from reports.release.gathering import Gathered
from reports.release.ledger import BEGUN, Kept, Ledger, Part, packed, unpacked
from storage import collected, consultations, readings, releases
from storage.changes import Changes
from storage.consultations import Consultation, Version
from storage.readings import Kind
from storage.releases import Release
from storage.store import Store
from survey import engine

WHILE = ("open", "closed", "published")
"""In which states of a consultation there are answers that can be counted."""


class ReleaseUnsafe(Refused):
    """None was made: whatever is hidden, comparing it with those before could point at somebody."""


@dataclass(frozen=True, slots=True)
class Made:
    """`changes` keep it; None where too little has changed, so that the last one holds."""

    release: Release
    changes: Changes | None
    later: tuple[str, ...] = ()
    """Questions that are not in it, since they were not there, or not so, at the first release."""


async def make(store: Store, consultation: Consultation, day: date) -> Made:
    """The next release, if enough has changed. Raises `ReleaseUnsafe`.

    When it is saved: `Stale` if another process made one meanwhile, or the consultation moved on.
    """
    slug, keys = consultation.slug, store.keys
    before = await releases.last(store.database, slug)
    remembered = unpacked(await releases.ledger(store.database, keys, slug))
    latest = await consultations.latest(store.database, slug)
    now = await as_they_are(store, consultation, latest.values(), "real")
    kept = {part: remembered.get(part, each) for part, each in now.items()}
    left_out = consultation.terms.machine_made == "left_out"
    gathered = await gathered_in(store, slug, kept, "real", left_out)
    for part, who in (await begun.now(store, consultation, latest.values(), remembered)).items():
        kept[part] = remembered.get(part, Kept(who.grid, Ledger()))
        gathered[part] = who
    about = {part: about_of(latest[part[0]], part) for part in kept}
    then = await asyncio.to_thread(_made, gathered, kept, about)
    later = tuple(name for part in now for name in _later(kept[part], now[part]))
    if before and all(then[part].ledger is kept[part].ledger for part in kept):
        return Made(before, None, later)
    number = before.number + 1 if before else 1
    surveys = [json.loads(then[part].ledger.last) for part in now]
    all_now = {**remembered, **then}
    stand = [json.loads(each.ledger.last) for part, each in all_now.items() if part[1] == BEGUN]
    found = await machine_signs.noted(store, slug)
    release = Release(slug, number, written(whole(slug, number, day, surveys, stand, found, left_out)))
    writes = releases.add(keys, release, packed(all_now), consultation.state)
    return Made(release, Changes(writes), later)


async def as_they_are(
    store: Store, consultation: Consultation, versions: Iterable[Version], kind: Kind
) -> dict[Part, Kept]:
    """Each survey with its grid, and nothing remembered; in the author's order."""
    by_name = {version.survey: version for version in versions}
    read = await readings.read_questions(store.database, store.keys, consultation.slug, kind)
    found: dict[Part, Kept] = {}
    for terms in consultation.terms.surveys:
        if version := by_name.get(terms.name):
            form = await store.form(consultation.slug, terms.name, version.number)
            still_open = read.get(terms.name, set()) & open_questions(form).keys()
            grid = with_codes(grid_of(form, consultation.terms), still_open, counted(consultation.terms))
            for access in await accesses(store, consultation, version.audience):
                found[terms.name, access] = Kept(grid, Ledger())
    return found


async def gathered_in(
    store: Store, slug: str, kept: Mapping[Part, Kept], kind: Kind, left_out: bool = False
) -> dict[Part, Gathered]:
    """Each response of this kind in the grid of its survey; where `left_out`, without what looks made."""
    key = releases.key(store.keys, slug)
    found = {part: Gathered(each.grid, key) for part, each in kept.items()}
    read = {part: Reader(each.grid) for part, each in kept.items()}
    async for survey, sent in collected.each(store.database, store.keys, slug, kind):
        if left_out and sent.document.looks_made:
            continue
        part, form = (survey, sent.document.access), await store.form(slug, survey, sent.version)
        codes = codes_in(form, readings.of(store.keys, slug, sent))
        answers = engine.answers(form, sent.document.submission)
        answers |= bands_in(form, answers) | codes
        found[part].add(read[part].read(sent.id, answers, sent.document.language))
    return found


def _made(
    gathered: Mapping[Part, Gathered], kept: Mapping[Part, Kept], about: Mapping[Part, Document]
) -> dict[Part, Kept]:
    """Beside the event loop: auditing takes seconds."""
    from reports.release.audit import ImpossibleCounts, UnsafeRelease  # noqa: PLC0415 - linear programs
    from reports.release.making import make_release  # noqa: PLC0415 - take half a second to load

    made: dict[Part, Kept] = {}
    try:
        for part, each in gathered.items():
            made[part] = Kept(each.grid, make_release(each, kept[part].ledger, about[part]))
    except (UnsafeRelease, ImpossibleCounts) as error:
        raise ReleaseUnsafe(
            "No release was made. Whatever is hidden, comparing it with those before could point at somebody "
            f"(question '{error}'). The last release holds. Try again once more people have answered."
        ) from error
    return made


def about_of(version: Version, part: Part) -> Document:
    """What stands in the document of a survey beside its numbers."""
    survey, access = part
    return {"name": survey, "version": version.number, "audience": version.audience, "access": access}


def whole(
    slug: str,
    number: int,
    day: date,
    surveys: Sequence[Document],
    begun: Sequence[Document] = (),
    signs: Sequence[Noted] = (),
    left_out: bool = False,
) -> Document:
    """The document of a release. `begun`: of each survey those who did not send it; `signs`: that responses
    look made by a machine, and whether those are `left_out`."""
    about = {"consultation": slug, "release": number, "day": day.isoformat(), "left_out": left_out}
    return {**about, "signs": list(signs), "surveys": list(surveys), "begun": list(begun)}


def _later(kept: Kept, now: Kept) -> list[str]:
    return [each.name for each in now.grid.asked if each not in kept.grid.asked]
