"""The demo as a stranger meets it: the real process, a real browser, a phone."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from handlers.words import name_of
from tests.browser.conftest import Visit, visiting
from tests.browser.demo import CHAT, RESULTS, TERMS, Resident, invitation, running
from tests.browser.person import Person
from tests.files import photo

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

BUDGET = 60_000
WISH = {"en": "A clinic that is open in the evening.", "ar": "مستوصف مفتوح في المساء."}
PLAYGROUND = {"en": "PLAYG", "ar": "ملعب اطفال"}
DEVICES = {"en": "en-GB", "ar": "ar-MA"}
HOME = {"latitude": 33.573112, "longitude": -7.589849}
CODE = re.compile(r"([A-Z2-7]{4}-){3}[A-Z2-7]{4}")


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


async def seen(person: Person, name: str, whole: bool = False) -> None:
    """Nothing in the way of anybody here; and a picture of it."""
    await person.finds_no_barrier()
    await person.needs_no_sideways_scroll()
    await person.keeps_picture(f"demo-{name}", whole)


@pytest.mark.parametrize("language", DEVICES)
async def test_a_person_answers_on_a_phone(visit: Visit, language: str) -> None:
    device = {"has_touch": True, "is_mobile": True, "geolocation": HOME, "permissions": ["geolocation"]}
    person = await visit(CHAT, locale=DEVICES[language], **device)
    someone = Resident(person, language)
    await _arrives(person, someone)
    await _answers(person, someone)
    await _reviews_and_sends(person, someone)
    await _changes_and_erases(person, someone)


async def _arrives(person: Person, someone: Resident) -> None:
    language = someone.language
    await expect(person.page.locator("html")).to_have_attribute("lang", language)
    await expect(person.page.locator("#title")).to_have_text(TERMS.say(TERMS.title, language))
    await expect(someone.choices).to_have_count(3)
    assert await person.loaded() < BUDGET
    await seen(person, f"{language}-01-language")
    await person.taps(name_of(language))
    await person.reads(TERMS.say(TERMS.title, language))
    await person.sees_where_the_card_begins()
    await seen(person, f"{language}-02-about")
    await someone.taps("Who is asking, and why?")
    await someone.reads("Who is asking, and why?")
    await person.sees_where_the_card_begins()
    await seen(person, f"{language}-03-who")
    await someone.goes_back()
    await person.reads(TERMS.say(TERMS.title, language))
    await someone.goes_on()
    await someone.reads("Shall I tell you news and results of this consultation?")
    await seen(person, f"{language}-04-news")
    await someone.chooses(0)
    await someone.reads("Before you begin")
    await person.sees_where_the_card_begins()
    await seen(person, f"{language}-05-consent")
    await person.keeps_picture(f"demo-{language}-05-consent-whole", whole=True)
    await someone.goes_on()
    await someone.reads("Your receipt code")
    code = person.card.locator(".code")
    await expect(code).to_have_text(CODE)
    await expect(code).to_have_css("direction", "ltr")
    await seen(person, f"{language}-06-receipt")
    await someone.goes_on()
    await someone.reads_question("welcome")
    await expect(person.log).not_to_contain_text(someone.say("Your receipt code"))
    await seen(person, f"{language}-07-welcome")


async def _answers(person: Person, someone: Resident) -> None:
    language = someone.language
    await someone.goes_on()
    await someone.reads_question("region")
    await person.sees_where_the_card_begins()
    await seen(person, f"{language}-08-region")
    await someone.chooses(5)
    await someone.reads_question("age_band")
    await someone.chooses(1)
    await someone.reads_question("gender")
    await seen(person, f"{language}-09-gender")
    await someone.goes_back()
    await someone.reads_question("age_band")
    await expect(someone.choices.nth(1)).to_have_attribute("aria-pressed", "true")
    await someone.chooses(2)
    await someone.reads_question("gender")
    await someone.taps("Skip")
    await someone.reads_question("themes")
    await someone.toggles(0, 5)
    await person.page.reload()
    await someone.reads_question("themes")
    await expect(person.card.locator("[aria-pressed=true]")).to_have_count(2)
    await someone.toggles(8)
    await seen(person, f"{language}-10-themes")
    await someone.goes_on()
    await expect(someone.choices).to_have_count(3)
    await seen(person, f"{language}-11-urgent")
    await someone.chooses(0)
    await someone.reads_question("housing_problems")
    await someone.toggles(0, 2)
    await someone.goes_on()
    await someone.reads_question("migrant_needs")
    await someone.chooses(2)
    await someone.reads_question("changes_seen")
    await someone.chooses(1)
    await _orders(person, someone)
    await _writes(person, someone)


async def _orders(person: Person, someone: Resident) -> None:
    """The connection is lost and comes back while the first place is given."""
    await someone.reads_question("local_order")
    await person.context.set_offline(True)
    await expect(person.page.locator("#state")).to_be_visible()
    await someone.chooses(2)
    await expect(someone.choices.nth(2)).to_have_attribute("aria-busy", "true")
    await seen(person, f"{someone.language}-12-offline")
    await person.context.set_offline(False)
    await expect(someone.choices).to_have_count(4)
    await expect(person.page.locator("#state")).to_be_hidden()
    await someone.chooses(0)
    await expect(someone.choices).to_have_count(3)
    await seen(person, f"{someone.language}-13-order")
    await someone.chooses(1)
    await expect(someone.choices).to_have_count(2)
    await someone.chooses(0)


async def _writes(person: Person, someone: Resident) -> None:
    language, other = someone.language, {"en": "ar", "ar": "en"}[someone.language]
    await someone.reads_question("household_size")
    await person.writes("lots")
    await expect(person.card.locator(".notice")).to_be_visible()
    await person.sees_where_the_card_begins()
    await seen(person, f"{language}-14-refused")
    await person.writes("٥")
    await someone.reads_question("health_hours")
    await someone.speaks(other)
    await someone.reads_question("health_hours")
    await seen(person, f"{language}-15-in-between-{other}")
    await someone.speaks(language)
    await someone.reads_question("health_hours")
    await person.writes("0,5")
    await _shows_a_place(person, someone)
    await someone.reads_question("first_change")
    await person.writes(WISH[language])
    await someone.reads_question("may_quote")
    await seen(person, f"{language}-17-quote")
    await someone.chooses(1)


async def _shows_a_place(person: Person, someone: Resident) -> None:
    """How safe it is, with a picture and a recording; a place by its kind, on the map, in a photo."""
    language = someone.language
    await someone.reads_question("safety")
    picture, recording = person.card.locator("img"), person.card.locator("audio")
    assert await picture.evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 640
    seconds = "new Promise((heard) => { audio.oncanplay = () => heard(audio.duration); audio.load(); })"
    assert await recording.evaluate(f"(audio) => {seconds}") > 5
    await seen(person, f"{language}-16-safety", whole=True)
    await someone.chooses(4)
    for name, points in (("housing", "40"), ("education", "30"), ("water", "20"), ("roads", "10")):
        await someone.reads_question(f"budget_{name}")
        await person.writes(points)
    await someone.reads_question("knows_place")
    await someone.chooses(0)
    await someone.reads_question("place_kind")
    await person.field.press_sequentially(PLAYGROUND[language])
    await expect(person.card.locator(".choices:visible")).to_have_count(1)
    await seen(person, f"{language}-16-place")
    await person.card.locator(".choices:visible .choice").click()
    await someone.reads_question("place_where")
    await someone.taps("Send my location")
    await someone.reads_question("place_photo")
    await seen(person, f"{language}-16-photo")
    async with person.page.expect_file_chooser() as opened:
        await someone.taps("Choose a photo")
    await (await opened.value).set_files(
        {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": photo(size=(800, 600))}
    )
    await someone.reads_question("first_change")
    await someone.goes_back()
    await someone.reads_question("place_photo")
    await someone.taps("Keep this answer")
    await expect(person.log.locator(".pair").last).to_contain_text(someone.say("a photo"))


async def _reviews_and_sends(person: Person, someone: Resident) -> None:
    language = someone.language
    await someone.reads("Your answers")
    await person.sees_where_the_card_begins()
    await seen(person, f"{language}-18-review")
    await person.keeps_picture(f"demo-{language}-18-review-whole", whole=True)
    await someone.taps("Change one")
    await someone.reads("Which answer do you want to change?")
    await seen(person, f"{language}-19-change-one")
    await someone.chooses(1)
    await someone.reads_question("age_band")
    await expect(someone.choices.nth(2)).to_have_attribute("aria-pressed", "true")
    await someone.chooses(0)
    await someone.reads("Your answers")
    await someone.goes_on()
    await someone.reads("Thank you. Your answers are in.")
    await seen(person, f"{language}-20-sent")


async def _changes_and_erases(person: Person, someone: Resident) -> None:
    language = someone.language
    await someone.looks_at_their_data()
    await seen(person, f"{language}-21-mydata")
    await person.keeps_picture(f"demo-{language}-21-mydata-whole", whole=True)
    await someone.taps("Change my answers")
    await someone.reads("Your answers")
    await someone.taps("Change one")
    await someone.chooses(1)
    await someone.reads_question("age_band")
    await expect(someone.choices.nth(0)).to_have_attribute("aria-pressed", "true")
    await someone.chooses(3)
    await someone.reads("Your answers")
    await someone.taps("Send the changes")
    await someone.reads("Thank you. Your answers are in.")
    await someone.looks_at_their_data()
    await someone.taps("Erase my answers")
    await someone.reads("There are no answers of yours here.")
    await seen(person, f"{language}-22-erased")


async def test_an_organisation_comes_by_the_printed_address(visit: Visit, folder: Path) -> None:
    person = await visit(invitation(folder), locale="ar-MA", has_touch=True, is_mobile=True)
    someone = Resident(person, "ar")
    await someone.taps("Join")
    await seen(person, "ar-33-organisation")
    await someone.chooses(0)
    await person.taps(name_of("ar"))
    await someone.goes_on()
    await someone.chooses(1)
    await someone.goes_on()
    await someone.goes_on()
    await someone.reads_question("goals")
    await person.field.fill("16")
    await person.card.locator(".choices:visible .choice").click()
    await seen(person, "ar-34-goals")
    await someone.goes_on()
    await someone.reads_question("last_asked")
    await person.page.locator("#picker input").fill("2024-05-17", force=True)
    await seen(person, "ar-35-date")
    await person.presses("Enter")
    for name, points in (("points_housing", "60"), ("points_education", "15")):
        await someone.reads_question(name)
        await person.writes(points)
    await someone.reads_question("points_participation")
    await expect(someone.choices).to_contain_text("25")
    await seen(person, "ar-36-points")
    await someone.chooses(0)
    await someone.reads_question("activity_what")


async def test_all_devices_of_a_person_show_the_same(visit: Visit) -> None:
    phone = Resident(await visit(CHAT, locale="en-GB"), "en")
    code = await phone.agrees()
    await phone.goes_on()
    await phone.reads_question("region")
    computer = await visit(CHAT, width=1280, height=800, locale="en-GB")
    await _brings(computer, "AAAA-AAAA-AAAA-AAAA")
    await expect(computer.page.get_by_role("alert")).to_be_visible()
    await seen(computer, "en-30-wrong-code")
    await _brings(computer, code.lower())
    there = Resident(computer, "en")
    await there.reads_question("region")
    await there.chooses(0)
    await there.reads_question("age_band")
    await phone.reads_question("age_band")
    await phone.chooses(0)
    await there.reads_question("gender")
    await seen(computer, "en-31-computer")
    tab = Resident(Person(computer.context, await computer.context.new_page(), computer.pictures), "en")
    await tab.person.open(CHAT)
    await tab.taps("Skip")
    for device in (tab, there, phone):
        await device.reads_question("themes")
    await _forgets_this_device(computer)
    await expect(tab.person.card.locator(".main")).to_have_count(1)
    await phone.toggles(0)
    await seen(computer, "en-32-left")
    assert await computer.context.cookies() == []


async def _brings(person: Person, code: str) -> None:
    dialog = person.page.locator("#return-dialog")
    if not await dialog.is_visible():
        await person.page.locator("#menu-button").click()
        await person.page.locator("[data-dialog=return-dialog]").click()
    await dialog.locator("#code").fill(code)
    await dialog.locator(".main").click()


async def _forgets_this_device(person: Person) -> None:
    await person.page.locator("#menu-button").click()
    await person.page.locator("[data-dialog=leave-dialog]").click()
    await person.page.locator("#leave-dialog .main").click()
    await expect(person.page.locator("footer")).to_be_hidden()


@pytest.mark.parametrize("language", DEVICES)
async def test_who_erases_everything_begins_as_somebody_new(visit: Visit, language: str) -> None:
    person = await visit(CHAT, locale=DEVICES[language])
    someone = Resident(person, language)
    await someone.agrees()
    [before] = await person.context.cookies()
    await person.writes("/forget")
    await someone.reads("Erase everything I keep about you?")
    await seen(person, f"{language}-40-forget")
    await someone.goes_on()
    await expect(person.page.locator("footer")).to_be_hidden()
    await seen(person, f"{language}-41-forgotten")
    await someone.goes_on()
    await expect(someone.choices).to_have_count(3)
    [after] = await person.context.cookies()
    assert after["value"] != before["value"]


async def test_help_and_the_menu(visit: Visit) -> None:
    person = await visit(CHAT, locale="ar-MA", color_scheme="dark")
    someone = Resident(person, "ar")
    await someone.agrees()
    await person.page.locator("#menu-button").click()
    await seen(person, "ar-50-menu-dark")
    await person.page.locator("[data-command='/help']").click()
    await someone.reads("How this works")
    await seen(person, "ar-51-help-dark")
    await someone.goes_on()
    await person.writes("/follow")
    await someone.reads("What do you want to hear about?")
    await person.sees_where_the_card_begins()
    await seen(person, "ar-52-follow-dark")


async def test_by_keyboard_at_twice_the_size(visit: Visit) -> None:
    """640 × 400 is a desktop window of 1280 × 800 at 200 %."""
    person = await visit(CHAT, width=640, height=400, locale="en-GB")
    someone = Resident(person, "en")
    await person.page.locator(".choice").first.focus()
    await person.presses("Enter")
    await person.focuses(person.card.get_by_role("heading"))
    await person.reads(TERMS.say(TERMS.title, "en"))
    await person.sees_where_the_card_begins()
    await seen(person, "en-60-zoomed")
    await person.presses("Tab")
    await person.focuses(person.card.locator(".main"))
    await person.presses("Enter")
    await someone.reads("Shall I tell you news and results of this consultation?")
    await person.focuses(person.card.get_by_role("heading"))
    await person.presses("Tab", "Tab", "Space")
    await someone.reads("Before you begin")
    await person.sees_where_the_card_begins()
    await expect(person.page.locator("#say")).to_be_empty()


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("page", ["/", RESULTS, "/nowhere"])
async def test_pages(visit: Visit, page: str, language: str) -> None:
    person = await visit(f"{page}?language={language}", width=320)
    name = {"/": "home", RESULTS: "results", "/nowhere": "missing"}[page]
    await expect(person.page.locator("html")).to_have_attribute("lang", language)
    assert await person.loaded() < BUDGET
    await seen(person, f"{language}-70-{name}", whole=True)


async def test_only_simulated_answers_are_shown(visit: Visit) -> None:
    person = await visit(RESULTS, locale="en-GB")
    sections = person.page.locator("main > section")
    await expect(sections).to_have_count(1)
    while "40 organisations sent their answers." not in await sections.nth(0).inner_text():
        await person.page.reload()
    await expect(sections.nth(0)).to_contain_text("400 people sent their answers.")
    await expect(sections.nth(0)).to_contain_text("These answers are simulated.")


@pytest.mark.parametrize("language", DEVICES)
async def test_a_person_hides_the_chat_and_goes_on(visit: Visit, language: str) -> None:
    person = await visit(CHAT, locale=DEVICES[language], has_touch=True, is_mobile=True)
    someone = Resident(person, language)
    title = TERMS.say(TERMS.title, language)
    await person.taps(name_of(language))
    await person.reads(title)
    await person.chooses(someone.say("Clear this chat"))
    await someone.reads("There is nothing here.")
    await expect(person.log).to_be_empty()
    await expect(person.page.get_by_text(title)).to_have_count(0)
    assert title not in await person.page.title()
    await seen(person, f"{language}-hidden")
    await person.page.reload()
    await someone.reads("There is nothing here.")
    await expect(person.page.get_by_text(title)).to_have_count(0)
    await someone.goes_on()
    await person.reads(title)
    await expect(person.page.locator("#title")).to_have_text(title)
