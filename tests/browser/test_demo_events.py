"""The demo's events, as a stranger on a phone finds them: on the page, then in the chat."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from handlers.words import Words, name_of
from tests.browser.conftest import Visit, visiting
from tests.browser.demo import CHAT, running

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

TITLES = {"en": "Open evening: your rights as a tenant", "ar": "أمسية مفتوحة: حقوقكم كمستأجرين"}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def address(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    async with running(tmp_path_factory.mktemp("demo")) as address:
        yield address


@pytest_asyncio.fixture(loop_scope="session")
async def visit(chromium: Browser, address: str) -> AsyncIterator[Visit]:
    async with visiting(chromium, address) as visit:
        yield visit


@pytest.mark.parametrize("language", TITLES)
async def test_what_is_coming_stands_on_the_page(visit: Visit, language: str) -> None:
    person = await visit(f"/events?language={language}")
    await expect(person.page.locator("main h2")).to_have_count(11)
    await expect(person.page.locator("main")).to_contain_text(TITLES[language])
    await person.finds_no_barrier()
    await person.needs_no_sideways_scroll()
    await person.keeps_picture(f"demo-events-{language}", True)


@pytest.mark.parametrize("language", TITLES)
async def test_a_person_says_that_they_come(visit: Visit, language: str) -> None:
    say = Words(language).say
    person = await visit(CHAT, locale=language)
    await person.taps(name_of(language))
    await person.writes("/events")
    await person.page.get_by_role("button", name=TITLES[language]).click()
    await person.taps(say("Coming"))
    await expect(person.card).to_contain_text(
        say("You are coming. I remind you the evening before and two hours before.")
    )
    await person.finds_no_barrier()
    await person.keeps_picture(f"demo-event-{language}", True)
