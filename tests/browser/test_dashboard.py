"""The dashboard in a real browser: signing in by a link, and every page without a barrier."""

import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from bot.dashboard.setup import PAGES
from handlers.staff import signing_in
from handlers.words import Words
from reports.submission.reading import write
from storage import announcements, consultations, events, organisations, papers, proposals, signatures, staff
from storage.announcements import Announcement
from storage.changes import Changes
from storage.events import Event
from storage.organisations import Organisation, Profile
from storage.papers import Paper
from storage.proposals import proposal
from storage.signatures import Signature
from storage.staff import Role
from tests.bot.dashboard.office import Office, hired, link, office_of
from tests.bot.dashboard.test_recommendations import imported
from tests.bot.dashboard.test_routes import filled
from tests.browser.conftest import Visit, visiting
from tests.browser.person import Person
from tests.dialogues import held
from tests.handlers.upr.test_upr import HEAR, SAY, kept
from tests.organisations import ask_organisations, found, registered
from tests.released import crowd, release
from tests.reports.submission.papers import with_text
from tests.staff import colleague
from tests.town import REGIONS, SLUG, START, open_town, words

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
Enters = Callable[..., Awaitable[Person]]
OPEN_ANSWERS = f"/admin/consultations/{SLUG}/answers/real/residents/wish"
NEWS = Announcement(b"n" * 16, SLUG, "written", 1_795_000_000, words("The hall is open."))
STARTS = int(START.timestamp()) + 86_400
EVENING = Event(
    b"e" * 16,
    SLUG,
    words("Open evening"),
    words("Ask about your lease."),
    STARTS,
    STARTS + 7_200,
    "Africa/Casablanca",
    state="open",
)
PAPER = Paper(
    b"p" * 16,
    SLUG,
    "en",
    "coalition",
    int(START.timestamp()),
    write(replace(with_text("417 people thank Mr Benani."), consultation=SLUG)).decode(),
    ("somebody",),
)
COALITION = (
    Organisation(b"w" * 16, 1, "verified", Profile("Water For All")),
    Organisation(b"t" * 16, 1, "verified", Profile("Tenants together")),
)
"""Who can be asked to sign it, and who was."""
AREAS = ("", "-8.9 33 -8.2 32.7 -8 33.2 -8.6 33.4 -8.9 33", "-8.2 32.7 -7.2 32.6 -7.3 33.3 -8 33.2 -8.2 32.7")
SHOWN = [each.path for each in PAGES if each.method == "GET" and each.action and "/release." not in each.path]


@pytest_asyncio.fixture(loop_scope="session")
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_town(tmp_path) as town:
        await town.hold()
        asked = proposal("extend", SLUG, json.dumps({"closes": "2027-01-03T10:00:00+01:00"}), b"s" * 16)
        await town.store.apply(Changes((proposals.ask(asked),)))
        await ask_organisations(town)
        await registered(town)
        await hired(town, "reader", "Driss")
        lived_in = [
            replace(each, population=people, outline=outline)
            for each, people, outline in zip(REGIONS, (1_000, 1_000, 4_000), AREAS, strict=True)
        ]
        await town.store.apply(Changes(consultations.put_regions(SLUG, lived_in)))
        await crowd(town, 60)
        await release(town)
        await town.store.apply(Changes((announcements.add(NEWS), events.add(EVENING), papers.add(PAPER))))
        signs = (organisations.add(town.store.keys, each) for each in COALITION)
        asked_to = (signatures.put(Signature(PAPER.id, each.id)) for each in COALITION[1:])
        await town.store.apply(Changes((*signs, *asked_to)))
        await held(town, contact=await colleague(town, "reader"))
        await kept(town, HEAR, SAY)
        async with office_of(town) as office:
            yield office


@pytest_asyncio.fixture(loop_scope="session")
async def visit(chromium: Browser, office: Office) -> AsyncIterator[Visit]:
    async with visiting(chromium, str(office.server.make_url("/"))) as visit:
        yield visit


async def enters(
    visit: Visit, office: Office, language: str = "en", role: Role = "owner", **device: object
) -> Person:
    """Somebody of the staff opens their link and taps."""
    token = await link(office.town, await hired(office.town, role))
    person = await visit(signing_in.address("", token, language), **device)
    await person.page.get_by_role("button", name=Words(language).say("Sign in")).click()
    await expect(person.page.locator("#menu")).to_have_count(1)
    return person


async def test_a_link_is_followed_with_one_tap_and_leaves_nothing_in_the_address(
    visit: Visit, office: Office
) -> None:
    token = await link(office.town, await hired(office.town))
    person = await visit(signing_in.address("", token, "en"))
    assert token not in person.page.url
    await expect(person.page.locator("#by-hand")).to_be_hidden()
    await person.finds_no_barrier()
    await person.keeps_picture("dashboard-door")
    await person.page.get_by_role("button", name="Sign in").click()
    await expect(person.page.get_by_role("heading", level=1)).to_have_text("Consultations")
    await person.page.get_by_role("button", name="Menu").click()
    await person.page.get_by_role("button", name="Sign out").click()
    await expect(person.page.get_by_role("heading", level=1)).to_have_text("Open the dashboard")


async def test_another_language_keeps_the_link(visit: Visit, office: Office) -> None:
    token = await link(office.town, await hired(office.town))
    person = await visit(signing_in.address("", token, "en"))
    await person.page.get_by_role("link", name="العربية").click()
    await person.page.get_by_role("button", name=Words("ar").say("Sign in")).click()
    await expect(person.page.locator("html")).to_have_attribute("dir", "rtl")
    await expect(person.page.locator("#menu")).to_have_count(1)


async def test_without_scripts_the_code_is_written_by_hand(visit: Visit, office: Office) -> None:
    token = await link(office.town, await hired(office.town))
    person = await visit("/admin/enter", java_script_enabled=False)
    await person.page.get_by_label("The end of your link").fill(token)
    await person.page.get_by_role("button", name="Sign in").click()
    await expect(person.page.get_by_role("heading", level=1)).to_have_text("Consultations")


@pytest.mark.parametrize(
    ("width", "language", "scheme"),  # each goes together with each of the others
    [(320, "en", "light"), (320, "ar", "dark"), (1280, "en", "dark"), (1280, "ar", "light")],
)
async def test_no_barrier_and_no_sideways_scroll(
    visit: Visit, office: Office, language: str, scheme: str, width: int
) -> None:
    person = await enters(visit, office, language, width=width, height=800, color_scheme=scheme)
    known = {"organisation": (await found(office.town)).id.hex()}
    every = await staff.every(office.town.store.database, office.town.store.keys)
    known["code"] = next(each.code for each in every if each.name == "Driss")
    known |= {"announcement": NEWS.id.hex(), "event": EVENING.id.hex(), "region": "jadida", "task": "hear"}
    known |= {"paper": PAPER.code, "number": "1"}
    known["recommendation"] = (await imported(office.town, "121.1"))[0].code
    for path in SHOWN:
        await person.open(f"/admin{filled(path, **known)}")
        await person.finds_no_barrier()
        await person.needs_no_sideways_scroll()
        name = re.sub(r"\{[^}]*\}", "one", path).strip("/").replace("/", "-") or "overview"
        await person.keeps_picture(f"dashboard-{name}-{language}-{scheme}-{width}", whole=True)
    await person.page.keyboard.press("Tab")
    await person.focuses(person.page.locator(".skip"))


async def test_the_menu_of_a_phone_opens_and_closes_by_the_keyboard(visit: Visit, office: Office) -> None:
    person = await enters(visit, office)
    menu = person.page.locator("#menu")
    await expect(menu).to_be_hidden()
    await person.page.get_by_role("button", name="Menu").focus()
    await person.presses("Enter")
    await expect(menu).to_be_visible()
    await person.finds_no_barrier()
    await person.keeps_picture("dashboard-menu")
    await person.presses("Escape")
    await expect(menu).to_be_hidden()


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 360)])
async def test_an_open_answer_is_read_without_a_barrier(
    visit: Visit, office: Office, language: str, width: int
) -> None:
    await crowd(office.town, 30)
    person = await enters(visit, office, language, width=width, height=800)
    await person.open(f"/admin/consultations/{SLUG}/answers")
    await person.finds_no_barrier()
    await person.open(OPEN_ANSWERS)
    await expect(person.page.locator(".words").first).to_have_attribute("dir", "auto")
    for list_of_codes in (await person.page.locator("summary").all())[1:]:
        await list_of_codes.click()
    await person.finds_no_barrier()
    await person.needs_no_sideways_scroll()
    await person.keeps_picture(f"dashboard-reading-{language}-{width}", whole=True)


async def test_an_open_answer_is_coded_without_scripts(visit: Visit, office: Office) -> None:
    await crowd(office.town, 30)
    token = await link(office.town, await hired(office.town))
    person = await visit("/admin/enter", java_script_enabled=False)
    await person.page.get_by_label("The end of your link").fill(token)
    await person.page.get_by_role("button", name="Sign in").click()
    await person.open(OPEN_ANSWERS)
    await person.page.get_by_label("Housing", exact=True).check()
    await person.page.get_by_role("button", name="Save and read the next").click()
    await expect(person.page.get_by_role("status")).to_have_text("It is done.")
    await expect(person.page.get_by_label("Housing", exact=True)).not_to_be_checked()
    await person.page.get_by_role("link", name="Leave it unread").click()
    await expect(person.page.locator("#words")).to_be_visible()
