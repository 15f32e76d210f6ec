"""The other pages, in a real browser."""

import pytest

from tests.browser.conftest import Visit
from tests.browser.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PAGES = {
    "home": "/",
    "home-arabic": "/?language=ar",
    "events": "/events",
    "events-arabic": "/events?language=ar",
    "round": "/round/settat-2026",
    "round-arabic": "/round/settat-2026?language=ar",
    "missing": "/chat/nowhere",
    "results": "/results/settat-2026",
    "results-arabic": "/results/settat-2026?language=ar",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
async def test_no_barrier_and_no_sideways_scroll(visit: Visit, name: str, scheme: str) -> None:
    person = await visit(PAGES[name], width=320, color_scheme=scheme)
    await opens_all(person)
    await person.finds_no_barrier()
    await person.needs_no_sideways_scroll()
    await person.keeps_picture(f"{name}-{scheme}", whole=True)


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_no_barrier_behind_any_link_of_the_results(visit: Visit, language: str) -> None:
    """Files are not pages; other hosts are not ours."""
    person = await visit(f"{PAGES['results']}?language={language}", width=320)
    ours = "all => [...new Set(all.filter(each => each.origin === location.origin).map(each => each.href))]"
    links = await person.page.eval_on_selector_all("a[href]:not([download])", ours)
    pages = {link.partition("#")[0] for link in links} - {person.page.url}
    assert len(pages) == 2, "in the other languages"
    for page in sorted(pages):
        await person.page.goto(page)
        await opens_all(person)
        await person.finds_no_barrier()
        await person.needs_no_sideways_scroll()


async def opens_all(person: Person) -> None:
    """Whatever is folded away."""
    await person.page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")


async def test_results_on_a_wide_screen_and_on_paper(visit: Visit) -> None:
    person = await visit(PAGES["results"], width=1280, height=900)
    await opens_all(person)
    await person.keeps_picture("results-wide", whole=True)
    await person.page.emulate_media(media="print")
    await person.finds_no_barrier()
    await person.keeps_picture("results-print", whole=True)
