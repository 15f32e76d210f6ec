"""What somebody else changes is shown on pages that are open, in this process and in others."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession, CookieJar
from aiohttp.test_utils import TestServer

from bot.channels.web.common import WEB
from bot.clock import Clock
from bot.settings import random_bytes
from handlers.announcements import announcing
from handlers.consultations import opening
from handlers.organisations import invitations
from storage import announcements
from storage.changes import Changes
from storage.store import Store
from tests.bot.channels.web.script import application
from tests.bot.channels.web.visitor import CHAT, Browser, Page, serving
from tests.events import WRITING, approves, hosts
from tests.organisations import ANSWERING, ask_organisations, found, registered, verify
from tests.town import SLUG, Resident, Town, words

FIRST, SECOND = "What should come first?", "What do you work on?"


@asynccontextmanager
async def pages(town: Town) -> AsyncIterator[TestServer]:
    """The web chat of one process."""
    app = application(town.desk)
    town.desk.pages = app[WEB].rooms.wake
    async with serving(app) as server, town.store.database.hearing(town.desk.changed):
        yield server


@pytest.fixture
async def other(town: Town, url: str) -> AsyncIterator[Town]:
    """The same town in another process."""
    async with Store(url, town.store.keys) as store:
        yield Town(store, town.folder, town.now)


@asynccontextmanager
async def page_of(somebody: Resident, server: TestServer) -> AsyncIterator[Page]:
    """A page that they have open; what they see now has come already."""
    cookies = {"mushawara": somebody.address}
    async with (
        ClientSession(cookie_jar=CookieJar(unsafe=True), cookies=cookies) as session,
        Browser(session, server).page(f"{CHAT}/socket?again=1") as page,
    ):
        await page.card()
        yield page


def visitor(town: Town) -> Resident:
    return Resident(town, "web", secrets.token_urlsafe(24))


def again(somebody: Resident, town: Town) -> Resident:
    """The same person at another process."""
    return Resident(town, somebody.channel, somebody.address)


async def members(town: Town) -> list[Resident]:
    """Two who speak for one organisation by the web chat, at the first question."""
    await ask_organisations(town)
    await registered(town)
    await verify(town)
    found_members = [visitor(town), visitor(town)]
    for somebody in found_members:
        made = invitations.invite(town.store.keys, await found(town), int(town.now.timestamp()), random_bytes)
        await town.store.apply(Changes(made.writes))
        await somebody.goes_through(f"/start {SLUG}; [English]")
        await somebody.goes_through(
            f"{invitations.command(made.token)}; [Join]; [Go on]; {ANSWERING}; [Go on]"
        )
        assert FIRST in await somebody.sees()
    return found_members


async def close(town: Town) -> None:
    await town.store.apply(opening.closed(await town.consultation(), town.now, random_bytes))


async def test_another_member_of_an_organisation_is_shown_what_one_did(town: Town) -> None:
    one, two = await members(town)
    async with pages(town) as server, page_of(two, server) as page:
        await one.taps("Housing")
        assert (await page.card())["title"] == SECOND


@pytest.mark.postgresql
async def test_another_member_at_another_process_too(town: Town, other: Town) -> None:
    one, two = await members(town)
    async with pages(town), pages(other) as server, page_of(again(two, other), server) as page:
        await one.taps("Housing")
        assert (await page.card())["title"] == SECOND


@pytest.mark.postgresql
async def test_a_person_s_own_page_at_another_process_shows_what_they_did(town: Town, other: Town) -> None:
    somebody = visitor(town)
    await somebody.goes_through(f"/start {SLUG}; [English]; [Continue]")
    async with pages(other) as server, page_of(again(somebody, other), server) as page:
        await somebody.taps("No")
        assert (await page.card())["title"] == (await somebody.card()).title
        await somebody.goes_through("/forget; [Erase everything]")
        assert "no longer remembers" in (await page.frame("farewell"))["farewell"]


async def test_a_consultation_that_a_command_beside_closed_is_shown_closed(town: Town, other: Town) -> None:
    somebody = visitor(town)
    await somebody.goes_through(f"/start {SLUG}; [English]; [Continue]; [No]; [I agree]")
    async with pages(town) as server, page_of(somebody, server) as page:
        before = await somebody.card()
        await close(other)
        await Clock(town.desk).tick()
        assert (await page.card())["title"] not in ("", before.title)


@pytest.mark.postgresql
async def test_a_consultation_that_another_process_closed_is_shown_closed(town: Town, other: Town) -> None:
    somebody = visitor(town)
    await somebody.goes_through(f"/start {SLUG}; [English]; [Continue]; [No]; [I agree]")
    async with pages(other) as server, page_of(again(somebody, other), server) as page:
        before = await somebody.card()
        await close(town)
        card = await page.card()
    assert card["title"] != before.title
    assert card["title"] == (await again(somebody, other).card()).title


@pytest.mark.postgresql
async def test_news_that_another_process_addressed_comes_at_once(town: Town, other: Town) -> None:
    somebody = visitor(town)
    await somebody.goes_through(f"/start {SLUG}; [English]; [Continue]; [Yes]")
    async with pages(other) as server, page_of(again(somebody, other), server) as page:
        meeting = await announcing.write(
            town.store, SLUG, words("A meeting."), None, (), town.now, random_bytes
        )
        await town.store.apply(Changes((announcements.add(meeting),)))
        await Clock(town.desk).tick()
        assert (await page.frame("news"))["news"][0]["text"] == "A meeting."


async def test_an_event_that_is_cancelled_in_the_chat_is_shown_cancelled(town: Town) -> None:
    writer, approver = await hosts(town)
    await writer.goes_through(f"{WRITING.format(room=2)}; [Send for approval]")
    await approves(approver)
    somebody = visitor(town)
    await somebody.goes_through(f"/start {SLUG}; [English]; /events; [Friday 4]")
    async with pages(town) as server, page_of(somebody, server) as page:
        await writer.goes_through("/event; [Open evening]; [Cancel this event]; [Yes, cancel it]")
        assert (await page.card())["body"] == "This event was cancelled."


async def test_what_somebody_does_themselves_is_shown_once(town: Town) -> None:
    somebody = visitor(town)
    await somebody.goes_through(f"/start {SLUG}; [English]; [Continue]")
    async with pages(town) as server, page_of(somebody, server) as page:
        for label in ("No", "I agree"):
            await page.socket.send_json(
                {"id": secrets.token_hex(8), "tap": (await somebody.button(label)).data}
            )
            await page.card()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1):
                await page.card()


async def test_who_has_nothing_to_do_with_it_is_not_bothered(town: Town) -> None:
    one, _ = await members(town)
    stranger = visitor(town)
    await stranger.goes_through(f"/start {SLUG}; [English]")
    async with pages(town) as server, page_of(stranger, server) as page:
        await one.taps("Housing")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1):
                await page.card()
