"""The pages of recommendations on a phone: the list, and one with all that is known of it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from handlers.recommendations.marking import Marks, marked
from storage import recommendations
from storage.changes import Changes
from tests.bot.dashboard.office import office_of
from tests.bot.dashboard.test_recommendations import imported
from tests.browser.conftest import Visit, visiting
from tests.browser.test_pages import opens_all
from tests.recommendations import published
from tests.town import SLUG, Town, open_town

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
LONG = (
    "Address the continued discrimination against members of the Roma community in some parts of "
    "the country, especially in securing adequate housing (United States of America)"
)


async def known(town: Town) -> recommendations.Recommendation:
    """Two pages of them, one with all that can be said of it."""
    every = await imported(town, *(f"122.{each}" for each in range(130, 165)))
    one = replace(
        every[0],
        text=LONG,
        states=("United States of America",),
        persons=("minorities/ racial, ethnic, linguistic, religious or descent-based groups",),
        sdgs=("10", "16.3"),
        source="A/HRC/43/15/Add.1 - Para.3",
    )
    await town.store.apply(Changes((recommendations.change(one),)))
    await published(town, SLUG, one, "2026-11-24", 20, 55, 110, None, None)
    for marks in (
        Marks(competent=True, owner="The housing office", status="not implemented", source="National report"),
        Marks(status="in progress", source="Mid-term report"),
    ):
        found = await recommendations.coded(town.store.database, one.code)
        assert found
        await town.store.apply(Changes(await marked(town.store, found, marks, date(2026, 11, 24))))
    return one


@pytest_asyncio.fixture(loop_scope="session")
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with open_town(tmp_path) as town:
        await town.hold()
        yield town


@pytest_asyncio.fixture(loop_scope="session")
async def visit(chromium: Browser, town: Town) -> AsyncIterator[Visit]:
    async with office_of(town) as office, visiting(chromium, str(office.server.make_url("/"))) as visit:
        yield visit


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ar", "dark")])
async def test_no_barrier_and_no_sideways_scroll(
    visit: Visit, town: Town, language: str, scheme: str
) -> None:
    one = await known(town)
    person = await visit(f"/recommendations?language={language}", width=320, color_scheme=scheme)
    for name, path in (("list", "/recommendations"), ("one", f"/recommendations/{one.code}")):
        await person.open(f"{path}?language={language}")
        await opens_all(person)
        await person.finds_no_barrier()
        await person.needs_no_sideways_scroll()
        await person.keeps_picture(f"recommendations-{name}-{language}", whole=True)
