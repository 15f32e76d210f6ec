"""What the results page shows: what was published; in the demo, simulated answers and those given there."""

import json
from collections.abc import Sequence
from typing import cast

from bot.channels.web.contract import ResultsOf
from bot.pages.results import Results
from handlers.consultations.counting import section
from handlers.consultations.holding import by_one_person
from storage import consultations, publications
from storage.store import Store


def published_page(store: Store) -> ResultsOf:
    """The results that were published, and what was done, in a language."""

    async def sections(slug: str, language: str) -> Sequence[Results]:
        found = await consultations.get(store.database, slug)
        spoken = found.terms.spoken(language) if found else language
        page = await publications.get(store.database, slug, spoken)
        if page is None:
            return ()
        alone = await by_one_person(store, slug)
        published = {**json.loads(page.results), "published": True, "did": page.did, "alone": alone}
        return [cast(Results, published)]

    return sections


def demo_page(store: Store) -> ResultsOf:
    """Both sections, counted as they are just now."""

    async def sections(slug: str, language: str) -> Sequence[Results]:
        found = await consultations.get(store.database, slug)
        if found is None:
            return ()
        spoken = found.terms.spoken(language)
        return [cast(Results, await section(store, found, simulated, spoken)) for simulated in (True, False)]

    return sections
