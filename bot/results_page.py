"""What the results page shows: the release that was published; in the demo, simulated answers."""

import json
from collections.abc import Sequence
from typing import Any, cast

from bot.channels.web.contract import FileOf, ResultsOf
from bot.desk import utc_now
from bot.pages.results import Results
from bot.release_files import DrawnFiles
from handlers.consultations.counting import section
from handlers.consultations.filing import TYPES, file_name, kind_of
from handlers.consultations.holding import by_one_person
from handlers.consultations.showing import shown
from storage import consultations, publications
from storage.consultations import Consultation
from storage.store import Store


def published_page(store: Store) -> ResultsOf:
    """The results that were published, and what was done, in a language.

    What was published never changes: it is read once.
    """
    kept: dict[tuple[str, str], dict[str, Any]] = {}

    async def sections(slug: str, language: str) -> Sequence[Results]:
        found = await consultations.get(store.database, slug)
        spoken = found.terms.spoken(language) if found else language
        page = await publications.get(store.database, slug, spoken)
        if found is None or page is None:
            return ()
        results = kept.get((slug, spoken)) or await _read(store, found, page.results, spoken)
        kept[slug, spoken] = results
        alone = await by_one_person(store, slug)
        published = {**results, "published": True, "did": page.did, "alone": alone}
        return [cast(Results, published)]

    return sections


def published_file(store: Store) -> FileOf:
    """What was published, as a file in a language."""
    drawn = DrawnFiles()

    async def file(slug: str, wanted: str, language: str) -> tuple[str, str, bytes] | None:
        found, kind = await consultations.get(store.database, slug), kind_of(wanted)
        spoken = found.terms.spoken(language) if found else language
        page = await publications.get(store.database, slug, spoken)
        if found is None or page is None or kind is None:
            return None
        release = json.loads(page.results)
        if "release" not in release:
            return None
        body = await drawn.file(store, found, page.results.encode(), kind, spoken)
        return file_name(slug, release["release"], spoken, kind), TYPES[kind], body

    return file


async def _read(store: Store, found: Consultation, published: str, language: str) -> dict[str, Any]:
    """What was published before there were releases stays as it was."""
    results: dict[str, Any] = json.loads(published)
    return await shown(store, found, published, language) if "release" in results else results


def demo_page(store: Store) -> ResultsOf:
    """What was published of simulated answers, or what a release would say of those there are just now."""

    async def sections(slug: str, language: str) -> Sequence[Results]:
        found = await consultations.get(store.database, slug)
        if found is None:
            return ()
        spoken = found.terms.spoken(language)
        if page := await publications.get(store.database, slug, spoken):
            return [cast(Results, await shown(store, found, page.results, spoken))]
        return [cast(Results, await section(store, found, spoken, utc_now().date()))]

    return sections
