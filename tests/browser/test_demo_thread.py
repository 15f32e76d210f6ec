"""The demo's thread on a stranger's phone: events, recommendations, a round, a contact, a paper."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from handlers.submissions.telling import form_name
from handlers.words import Words, name_of
from tests.browser.conftest import Visit, visiting
from tests.browser.demo import CHAT, running
from tests.browser.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PAPERS = 4
TITLES = {"en": "Open evening: your rights as a tenant", "ar": "أمسية مفتوحة: حقوقكم كمستأجرين"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def address(folder: Path) -> AsyncIterator[str]:
    async with running(folder) as address:
        yield address


@pytest_asyncio.fixture(loop_scope="session")
async def visit(chromium: Browser, address: str) -> AsyncIterator[Visit]:
    async with visiting(chromium, address) as visit:
        yield visit


@pytest.mark.parametrize("language", TITLES)
async def test_what_is_coming_stands_on_the_page(visit: Visit, language: str) -> None:
    person = await visit(f"/events?language={language}")
    await expect(person.page.locator("main h2")).to_have_count(12)
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


@pytest.mark.parametrize("language", TITLES)
async def test_a_person_finds_their_contact_in_the_menu(visit: Visit, language: str) -> None:
    say = Words(language).say
    person = await visit(CHAT, locale=language)
    await person.taps(name_of(language))
    await person.chooses(say("Your contact"))
    await person.reads(say("Who answers in which region?"))
    await person.finds_no_barrier()
    await person.keeps_picture(f"demo-contact-{language}", True)


async def test_the_thread_from_a_recommendation_to_a_word_file(visit: Visit, folder: Path) -> None:
    """In both languages: the pages for everybody, then the dashboard by the address that was printed."""
    printed = re.search(r"/admin/join#in=\S+", (folder / "demo.log").read_text())
    assert printed
    person = await visit(printed[0])
    await person.page.get_by_role("button", name="Accept").click()
    while await person.page.locator(".door").count() < PAPERS:
        await person.open("/admin/papers")  # written once enough people have answered
    for language in TITLES:
        await _reads(person, language)
        await _takes(person, language)


async def _reads(person: Person, language: str) -> None:
    """One recommendation with two years, and the round."""
    await person.open(f"/recommendations?language={language}")
    await person.page.locator(".door").first.click()
    await expect(person.page.locator("#residents ~ h3")).to_have_count(2)
    await _looks(person, f"recommendation-{language}")
    await person.open(f"/round/regional-dialogue?language={language}")
    await expect(person.page.locator("#silent")).to_be_visible()
    await _looks(person, f"round-{language}")


async def _takes(person: Person, language: str) -> None:
    """The paper in this language, which is ready to be taken."""
    say = Words(language).say
    await person.open("/admin/papers")
    await person.page.locator("[popovertarget=menu]").click()
    await person.page.locator(f"button[name=language][value={language}]").click()
    await _looks(person, f"papers-{language}")
    papers = person.page.locator(".door", has_text=form_name(Words(language), "organisation"))
    await papers.filter(has_text=name_of(language)).click()
    await _looks(person, f"paper-{language}")
    async with person.page.expect_download() as taken:
        await person.page.get_by_role("button", name=say("Take it as a Word file"), exact=True).click()
    assert (await (await taken.value).path()).read_bytes().startswith(b"PK")


async def _looks(person: Person, name: str) -> None:
    await person.finds_no_barrier()
    await person.needs_no_sideways_scroll()
    await person.keeps_picture(f"demo-{name}", True)
