"""Photos and places from a real browser: chosen, sent, shown on their way, in English and in Arabic."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import FilePayload, expect

from bot.channels.web.common import WEB
from handlers.words import Words, name_of, translations
from storage import attachments, collected
from tests.bot.channels.web.script import application
from tests.bot.channels.web.visitor import CHAT, serving
from tests.browser.conftest import Visit
from tests.browser.person import Person
from tests.files import SOUND, hold, kept, photo
from tests.town import SLUG, Town, open_town

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

DEVICES = {"en": "en-GB", "ar": "ar-MA"}
HOME = {"latitude": 33.573112, "longitude": -7.589849}
PHOTO: FilePayload = {
    "name": "../../My Name.jpg",
    "mimeType": "image/jpeg",
    "buffer": photo(size=(1600, 1200)),
}


@pytest_asyncio.fixture(loop_scope="session")
async def street(tmp_path: Path) -> AsyncIterator[Town]:
    async with open_town(tmp_path) as town:
        await hold(town)
        yield town


@pytest_asyncio.fixture(loop_scope="session")
async def server(street: Town) -> AsyncIterator[TestServer]:
    app = application(street.desk, translations=translations)
    street.desk.fetchers["web"] = app[WEB].holding.fetch
    async with serving(app) as server:
        yield server


class Sender:
    """Somebody who sends files, in one language; buttons are found by what they say."""

    def __init__(self, person: Person, language: str) -> None:
        self.person, self.say = person, Words(language).say
        self.language = language

    async def begins(self) -> None:
        await self.person.card.get_by_role("button", name=name_of(self.language), exact=True).click()
        for sentence in ("Continue", "No", "I agree, begin", "Go on"):
            await self.taps(sentence)
        await self.stands_at(1)

    async def taps(self, sentence: str) -> None:
        await self.person.card.get_by_role("button", name=self.say(sentence), exact=True).click()

    async def chooses(self, sentence: str, file: FilePayload) -> None:
        """Tap the button, then choose in the dialog of the phone."""
        async with self.person.page.expect_file_chooser() as opened:
            await self.taps(sentence)
        await (await opened.value).set_files(file)

    async def is_told(self, sentence: str) -> None:
        await expect(self.person.page.locator("#state")).to_have_text(sentence)

    async def stands_at(self, number: int) -> None:
        place = translations(self.language).gettext("%(at)s of %(all)s") % {"at": number, "all": 6}
        await expect(self.person.card.locator(".place")).to_have_text(place)


@pytest.mark.parametrize("language", DEVICES)
async def test_a_photo_and_a_place_from_a_phone(visit: Visit, street: Town, language: str) -> None:
    device = {"has_touch": True, "is_mobile": True, "geolocation": HOME, "permissions": ["geolocation"]}
    person = await visit(CHAT, locale=DEVICES[language], **device)
    sender = Sender(person, language)
    await sender.begins()
    await person.finds_no_barrier()
    await person.needs_no_sideways_scroll()
    await person.keeps_picture(f"file-wanted-{language}")
    await sender.chooses("Choose a photo", PHOTO)
    await sender.stands_at(2)
    await expect(person.log).to_contain_text(sender.say("a photo"))
    await person.keeps_picture(f"file-sent-{language}")
    await sender.taps("Back")
    await expect(person.card).to_contain_text(
        sender.say("You have sent a photo. Send another one to replace it.")
    )
    await person.finds_no_barrier()
    await person.keeps_picture(f"file-stands-{language}")
    for sentence in ("Keep this answer", "Skip", "Skip"):
        await sender.taps(sentence)
    await sender.stands_at(4)
    await person.finds_no_barrier()
    await person.keeps_picture(f"place-wanted-{language}")
    await sender.taps("Send my location")
    await sender.stands_at(5)
    await expect(person.log).to_contain_text("33.57, -7.59")
    await sender.taps("Skip")
    await sender.stands_at(6)
    await sender.taps("Skip")
    await sender.taps("Send")
    await person.reads(sender.say("Thank you. Your answers are in."))
    found = collected.each(street.store.database, street.store.keys, SLUG, "real")
    (submission,) = [sent.document.submission async for _, sent in found]
    assert "<home>33.57 -7.59 0 0</home>" in submission
    (name,) = attachments.named_in(submission)
    assert await attachments.get(street.store.database, street.store.keys, SLUG, name)
    assert "My Name" not in submission


async def test_by_keyboard_and_a_wrong_file_is_said(visit: Visit, street: Town) -> None:
    person = await visit(CHAT, locale="en-GB")
    sender = Sender(person, "en")
    await sender.begins()
    async with person.page.expect_file_chooser() as opened:
        await person.button("Choose a photo").press("Enter")
    sound: FilePayload = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": SOUND}
    await (await opened.value).set_files(sound)
    await expect(person.card.locator(".notice")).to_contain_text("That is not a photo that I can read.")
    await person.finds_no_barrier()
    await person.sees_the_whole_card()
    assert await kept(street) == 0


async def test_what_is_too_large_does_not_leave_the_phone(visit: Visit, street: Town) -> None:
    person = await visit(CHAT, locale="en-GB")
    sender = Sender(person, "en")
    await sender.begins()
    await sender.chooses("Choose a photo", {**PHOTO, "buffer": bytes(10_000_001)})
    await sender.is_told("That file is too large. It may have up to 10 MB.")
    await expect(person.button("Choose a photo")).not_to_have_attribute("aria-busy", "true")


async def test_who_does_not_let_the_browser_say_where_can_write_it(visit: Visit, street: Town) -> None:
    person = await visit(CHAT, locale="en-GB", permissions=[])
    sender = Sender(person, "en")
    await sender.begins()
    for number in (2, 3, 4):
        await sender.taps("Skip")
        await sender.stands_at(number)
    await sender.taps("Send my location")
    await sender.is_told("I could not find where you are. You can write it instead.")
    await person.writes("33.573112, -7.589849")
    await sender.stands_at(5)


async def test_a_line_that_breaks_is_said_and_the_file_can_be_sent_again(visit: Visit, street: Town) -> None:
    person = await visit(CHAT, locale="en-GB")
    sender = Sender(person, "en")
    await sender.begins()
    await person.page.route("**/file?*", lambda route: route.abort("internetdisconnected"))
    await sender.chooses("Choose a photo", PHOTO)
    await sender.is_told("That could not be sent. Please try again.")
    await person.page.unroute("**/file?*")
    await sender.chooses("Choose a photo", PHOTO)
    await sender.stands_at(2)
    assert await kept(street) == 1
