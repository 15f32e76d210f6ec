"""Pictures and recordings in the web chat, in a real browser."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import expect

from bot.stored_media import StoredMedia
from handlers.words import translations
from tests.bot.channels.web.script import application
from tests.bot.channels.web.visitor import serving
from tests.browser.conftest import Visit
from tests.browser.test_long_lists import IN_ARABIC, TO_THE_QUESTIONS
from tests.pictures import FILES, SURVEY
from tests.town import Town, open_town

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session")
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with open_town(tmp_path) as town:
        await town.hold(SURVEY, files=FILES)
        yield town


@pytest_asyncio.fixture(loop_scope="session")
async def server(town: Town) -> AsyncIterator[TestServer]:
    app = application(town.desk, translations=translations, media=StoredMedia(town.store).content)
    async with serving(app) as server:
        yield server


@pytest.mark.parametrize(
    ("language", "steps", "title"),
    [
        ("English", TO_THE_QUESTIONS, "Where do you fetch water?"),
        ("العربية", IN_ARABIC, "من أين تجلبون الماء؟"),
    ],
)
async def test_a_question_is_seen_and_heard(
    visit: Visit, language: str, steps: tuple[str, ...], title: str
) -> None:
    person = await visit()
    await person.taps(language)
    for step in steps:
        await person.button(step).first.click()
    await person.reads(title)
    pictures = person.card.locator("img")
    await expect(pictures).to_have_count(3)
    for picture in await pictures.all():
        assert await picture.evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 320
    await expect(person.card.locator("audio")).to_have_attribute(
        "aria-label", f"Listen: {title}" if language == "English" else f"استمعوا: {title}"
    )
    await person.needs_no_sideways_scroll()
    await person.finds_no_barrier()
    await person.keeps_picture(f"media-{language}", whole=True)
    await person.card.locator(".choice").nth(1).click()
    await expect(person.card.locator("img, audio")).to_have_count(0)
