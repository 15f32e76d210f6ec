"""From an invitation to the released counts: somebody runs a consultation on the dashboard alone.

`CHAOS` set, as for `make chaos`, 500 people arrive.
"""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, FilePayload, expect

from bot.settings import random_bytes
from handlers.consultations.filing import KINDS
from handlers.organisations import invitations
from handlers.staff import signing_in
from handlers.words import Words
from reports.release.rules import SLACK
from storage.changes import Changes
from survey.importer.sheets import read_sheets
from tests.bot.dashboard.office import ANOTHER, MISTAKEN, Office, office_of
from tests.bot.dashboard.test_founding import FIELDS
from tests.browser.conftest import visiting
from tests.browser.person import Person
from tests.load.size import ARRIVALS
from tests.released import crowd
from tests.survey.forms import as_xlsx
from tests.town import SLUG, START, Town, open_town

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
BEGINS = {"csv": b"", "json": b"{", "xlsx": b"PK", "docx": b"PK"}
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest_asyncio.fixture(loop_scope="session")
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """A consultation that opens next week."""
    async with open_town(tmp_path) as town:
        await town.hold(state="scheduled", opens=START.replace(day=30))
        async with office_of(town) as office:
            yield office


async def invited(town: Town, language: str) -> str:
    """Where somebody joins the staff."""
    made = invitations.enlist(
        town.store.keys, "administrator", "Amina", int(town.now.timestamp()), random_bytes
    )
    await town.store.apply(Changes(made.writes))
    return signing_in.invitation_address("", made.token).replace("#", f"?language={language}#")


def workbook(markdown: str) -> FilePayload:
    """The survey as a spreadsheet that somebody chooses on their device."""
    sheets = read_sheets(markdown.encode(), ".md")
    content = as_xlsx({each.name: [row.cells for row in (each.header, *each.rows)] for each in sheets})
    return {"name": "survey.xlsx", "mimeType": SHEET, "buffer": content}


class Journey:
    """One person's way through the pages, each looked at for barriers and kept as a picture."""

    def __init__(self, person: Person, language: str, name: str = "journey") -> None:
        self.person, self.page, self.name = person, person.page, name
        self.say, self.language, self.steps = Words(language).say, language, 0

    async def looks(self, name: str) -> None:
        self.steps += 1
        await self.person.finds_no_barrier()
        await self.person.needs_no_sideways_scroll()
        await self.person.keeps_picture(f"{self.name}-{self.language}-{self.steps:02}-{name}", whole=True)

    async def follows(self, sentence: str) -> None:
        await self.page.get_by_role("link", name=self.say(sentence), exact=True).click()

    async def taps(self, sentence: str) -> None:
        await self.page.get_by_role("button", name=self.say(sentence), exact=True).click()

    async def reads(self, sentence: str) -> None:
        await expect(self.page.get_by_text(self.say(sentence), exact=True).first).to_be_visible()

    async def chooses(self, file: FilePayload) -> None:
        await self.page.locator("input[name=form]").set_input_files(file)
        await self.taps("Check it")

    async def sees_about(self, people: int) -> None:
        await self.person.open(f"/admin/consultations/{SLUG}")
        await expect(self.page.locator(".figures .box").first).to_contain_text(str(people))

    async def downloads(self) -> dict[str, Any]:
        """Each file of the release in the language of the page: what the JSON says, else all bytes."""
        found: dict[str, Any] = {}
        for kind in KINDS:
            link = self.page.locator(f"a[download][hreflang={self.language}][href*='release.{kind}']")
            async with self.page.expect_download() as coming:
                await link.click()
            content = Path(await (await coming.value).path()).read_bytes()
            assert content.startswith(BEGINS[kind])
            found[kind] = json.loads(content) if kind == "json" else content
        return found

    async def does(self, way: str, name: str) -> None:
        """On the page of the consultation: what it means, then so be it."""
        await self.person.open(f"/admin/consultations/{SLUG}")
        await self.follows(way)
        await self.looks(name)
        await self.taps(way)
        await self.reads("It is done.")


SCREENS = pytest.mark.parametrize(
    ("language", "width", "height"), [("en", 1280, 800), ("ar", 360, 740)], ids=["desk", "phone"]
)


@SCREENS
async def test_from_an_invitation_to_the_released_counts(
    chromium: Browser, office: Office, language: str, width: int, height: int
) -> None:
    town = office.town
    async with visiting(chromium, str(office.server.make_url("/"))) as visit:
        person = await visit(await invited(town, language), width=width, height=height)
        journey = Journey(person, language)
        await journey.looks("invited")
        await journey.taps("Accept")
        await journey.looks("overview")
        await person.page.get_by_role("heading", level=2).get_by_role("link").click()
        await journey.looks("consultation")
        await journey.follows("Surveys")
        await journey.chooses(workbook(MISTAKEN))
        await expect(person.page.locator("table").first.locator("tbody tr")).to_have_count(3)
        await journey.looks("three-mistakes")
        await journey.chooses(workbook(ANOTHER))
        await journey.reads("This was uploaded. People do not see it yet.")
        await journey.looks("uploaded")
        await person.page.get_by_role("link", name="Français", exact=True).click()
        await expect(person.page.locator(".phone")).to_have_attribute("lang", "fr")
        await journey.taps("Publish this version")
        await journey.reads("It is done.")
        await journey.looks("published-version")
        await journey.does("Open it now", "open")
        await crowd(town, ARRIVALS // 2, seed=1)
        await journey.sees_about(ARRIVALS // 2)
        await crowd(town, ARRIVALS - ARRIVALS // 2, seed=2)
        await journey.sees_about(ARRIVALS)
        await journey.looks("arrived")
        await journey.does("Close it now", "close")
        await journey.does("Make a release", "release")
        await journey.looks("released")
        files = await journey.downloads()
    assert set(files) == set(KINDS)
    everybody = files["json"]["surveys"][0]["questions"][0]["blocks"][0]["base"]
    assert everybody == pytest.approx(ARRIVALS, abs=SLACK)
    assert (await town.consultation()).state == "closed"


@SCREENS
async def test_a_consultation_is_begun_where_something_was_missing_first(
    chromium: Browser, office: Office, language: str, width: int, height: int
) -> None:
    async with visiting(chromium, str(office.server.make_url("/"))) as visit:
        person = await visit(await invited(office.town, language), width=width, height=height)
        journey, page = Journey(person, language, "begun"), person.page
        await journey.taps("Accept")
        await journey.follows("Begin a consultation")
        for name, text in FIELDS.items():
            if name not in {"groups", "organiser.ar"}:
                await page.locator(f"[name='{name}']").fill(text.replace("\r", ""))
        await page.locator("input[name=form]").set_input_files(workbook(ANOTHER))
        await journey.taps("Begin a consultation")
        await expect(page.locator("[aria-invalid]")).to_have_count(1)
        await journey.looks("something-missing")
        await page.locator("[name='organiser.ar']").fill(FIELDS["organiser.ar"])
        await page.locator("input[name=form]").set_input_files(workbook(ANOTHER))
        await journey.taps("Begin a consultation")
        await journey.reads("It is done.")
        await journey.follows("Texts and dates")
        await journey.looks("texts-and-dates")
