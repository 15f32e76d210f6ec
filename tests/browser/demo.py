"""The real demo in a process of its own, and somebody who takes part in it in one language."""

import asyncio
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import ClientError, ClientSession
from playwright.async_api import Locator, expect

from bot.cli.demo import FOLDER
from handlers.consultations.folder import read_folder
from handlers.words import Words, name_of
from survey.form import Form
from tests.browser.person import Person
from tests.ports import free_port

CHAT = "/chat/regional-dialogue"
RESULTS = "/results/regional-dialogue"
TERMS = read_folder(FOLDER).terms
FORMS = [Form.load(survey.xform) for survey in read_folder(FOLDER).surveys]
ASKED = {question.name: (form, question.ref) for form in FORMS for question in form.questions}


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[str]:
    """The address of a demo that runs as `mushawara demo` does, with its data in `folder`."""
    listen = f"127.0.0.1:{free_port()}"
    command = Path(sys.executable).with_name("mushawara")
    with (folder / "demo.log").open("wb") as log:
        demo = await asyncio.create_subprocess_exec(
            command, "demo", "--listen", listen, "--data", str(folder / "data"), stdout=log, stderr=log
        )
    try:
        await _ready(demo, f"http://{listen}/health", folder / "demo.log")
        yield f"http://{listen}"
    finally:
        if demo.returncode is None:
            demo.send_signal(signal.SIGTERM)
        assert await demo.wait() == 0, (folder / "demo.log").read_text()


async def _ready(demo: asyncio.subprocess.Process, address: str, log: Path) -> None:
    async with ClientSession() as session:
        while demo.returncode is None:
            try:
                async with session.get(address) as response:
                    if response.status == 200 and "Ctrl+C" in log.read_text():
                        return
            except ClientError:
                pass
            await asyncio.sleep(0.05)


def invitation(folder: Path) -> str:
    """The address for organisations that a demo with its data in `folder` has printed, without its host."""
    printed = (folder / "demo.log").read_text()
    found = re.search(rf"{CHAT}#join=\S+", printed)
    assert found, printed
    return found[0]


class Resident:
    """A person who reads, taps and writes in one language; buttons are found by what they are for."""

    def __init__(self, person: Person, language: str) -> None:
        self.person, self.language = person, language
        self.say = Words(language).say

    @property
    def choices(self) -> Locator:
        return self.person.card.locator(".choice")

    async def reads_question(self, name: str) -> None:
        """The question of that name, as the form has it in this language."""
        form, ref = ASKED[name]
        await self.person.reads(form.label(ref, self.language))

    async def chooses(self, *places: int) -> None:
        """Tap choices by their place in the list."""
        for place in places:
            await self.choices.nth(place).click()

    async def toggles(self, *places: int) -> None:
        """Tap choices of which several may hold; each is waited for."""
        for place in places:
            await self.choices.nth(place).click()
            await expect(self.choices.nth(place)).to_have_attribute("aria-pressed", "true")

    async def goes_on(self) -> None:
        """Tap the way on: Continue, Done, I agree, Send."""
        await self.person.card.locator(".main").click()

    async def goes_back(self) -> None:
        await self.person.card.locator(".back").click()

    async def taps(self, sentence: str) -> None:
        """Tap the button that says this sentence in the language at hand."""
        await self.person.card.get_by_role("button", name=self.say(sentence), exact=True).click()

    async def reads(self, sentence: str) -> None:
        """The heading of the card is this sentence in the language at hand."""
        await self.person.reads(self.say(sentence))

    async def speaks(self, language: str) -> None:
        """Change the language, by the menu."""
        await self.person.page.locator("#menu-button").click()
        await self.person.page.locator("[data-command='/language']").click()
        await self.person.taps(name_of(language))
        await expect(self.person.page.locator("html")).to_have_attribute("lang", language)
        self.language, self.say = language, Words(language).say

    async def looks_at_their_data(self) -> None:
        await self.person.page.locator("#menu-button").click()
        await self.person.page.locator("[data-command='/mydata']").click()
        await self.reads("What I keep about you")

    async def agrees(self) -> str:
        """From the choice of language to the first question; the receipt code."""
        await self.person.taps(name_of(self.language))
        await self.person.reads(TERMS.say(TERMS.title, self.language))
        await self.goes_on()
        await self.reads("Shall I tell you news and results of this consultation?")
        await self.chooses(0)
        await self.reads("Before you begin")
        await self.goes_on()
        await self.reads("Your receipt code")
        code = await self.person.card.locator(".code").inner_text()
        await self.goes_on()
        await self.reads_question("welcome")
        return code
