"""A list of five hundred choices in a real browser: found by writing, ticked, answered."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import expect

from handlers.words import translations
from tests.bot.channels.web.script import application
from tests.bot.channels.web.visitor import serving
from tests.browser.conftest import Visit
from tests.browser.person import Person
from tests.handlers.answering.test_long_lists import form
from tests.town import Town, open_town

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
TO_THE_QUESTIONS = ("Continue", "No", "I agree, begin", "Go on")
IN_ARABIC = ("متابعة", "لا", "أوافق، لنبدأ", "متابعة")


@pytest_asyncio.fixture(loop_scope="session")
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with open_town(tmp_path) as town:
        yield town


@pytest_asyncio.fixture(loop_scope="session")
async def server(town: Town) -> AsyncIterator[TestServer]:
    async with serving(application(town.desk, translations=translations)) as server:
        yield server


async def arrive(visit: Visit, town: Town, kind: str, language: str, *steps: str) -> Person:
    await town.hold(form(kind))
    person = await visit()
    await person.taps(language)
    for step in steps:
        await person.button(step).first.click()
    return person


async def test_one_is_found_by_a_few_letters(visit: Visit, town: Town) -> None:
    person = await arrive(visit, town, "select_one", "English", *TO_THE_QUESTIONS)
    await person.reads("Where?")
    await expect(person.field).to_have_attribute("placeholder", "Find a choice")
    await person.needs_no_sideways_scroll()
    await person.finds_no_barrier()
    await person.keeps_picture("long-list")
    await person.field.press_sequentially("ain se")
    await expect(person.card.locator(".choices:visible")).to_have_text(["Aïn Sebaâ"])
    await expect(person.page.locator("#say")).to_have_text("1 of 500 choices")
    await person.taps("Aïn Sebaâ")
    await person.reads("What first?")
    await expect(person.field).to_have_value("")
    await expect(person.field).to_have_attribute("placeholder", "Write here")


async def test_several_in_arabic_by_letters_and_keys(visit: Visit, town: Town) -> None:
    person = await arrive(visit, town, "select_multiple", "العربية", *IN_ARABIC)
    await person.reads("أين؟")
    await person.field.fill("سيدى")
    await expect(person.card.locator(".choices:visible")).to_have_count(2)
    await person.keeps_picture("long-list-ar")
    await person.finds_no_barrier()
    await person.toggles("سيدي إفني")
    await expect(person.card.locator(".choices:visible")).to_have_count(2)
    await person.writes("بلدة 3")
    await expect(person.card).to_contain_text("سيدي إفني")
    await person.taps("تم (2)")
    await person.reads("ماذا أولا؟")


async def test_what_was_sent_narrows_the_list_until_all_is_asked_for(visit: Visit, town: Town) -> None:
    person = await arrive(visit, town, "select_one", "English", *TO_THE_QUESTIONS)
    await person.reads("Where?")
    await person.writes("sidi")
    await expect(person.card.locator(".choices")).to_have_count(2)
    await expect(person.card).to_contain_text("is found in 2 of 500 choices.")
    await person.taps("Show all choices")
    await expect(person.card.locator(".choices")).to_have_count(500)
    await person.writes("qqq")
    await expect(person.card).to_contain_text("None of the choices holds that.")
    await expect(person.card.locator(".choices:visible")).to_have_count(500)
    await expect(person.field).to_have_value("")


async def test_the_last_place_of_an_order_is_told_with_the_others(visit: Visit, town: Town) -> None:
    await town.hold()
    person = await visit()
    await person.taps("English")
    for step in (*TO_THE_QUESTIONS, "Settat", "Skip"):
        await person.button(step).first.click()
    await person.reads("Put them in order.")
    await person.taps("Water")
    await expect(person.button("Water")).to_have_count(0)
    await person.taps("Housing")
    await person.reads("How many people live in your home?")
    await expect(person.log).to_contain_text("Water · Housing · Health")
