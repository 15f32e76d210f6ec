"""Files and places from a page: bound to the device and to the card at hand, and never more than may be."""

import asyncio
import gzip
import io
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from aiohttp.test_utils import TestServer
from aiohttp.web import HTTPServiceUnavailable

from bot.channels.web import holding as holdings
from bot.channels.web.common import WEB
from bot.channels.web.holding import MOST, Holding
from bot.networks import networks_of
from tests.bot.channels.web.script import application
from tests.bot.channels.web.visitor import CHAT, Browser, Page, browsing, serving
from tests.files import SOUND, hold, kept, photo
from tests.town import Town, open_town

STEPS = ("English", "Continue", "No", "I agree", "Go on")


@pytest.fixture
async def street(tmp_path: Path) -> AsyncIterator[Town]:
    async with open_town(tmp_path) as town:
        await hold(town)
        yield town


@pytest.fixture
async def server(street: Town) -> AsyncIterator[TestServer]:
    app = application(street.desk)
    street.desk.fetchers["web"] = app[WEB].holding.fetch
    async with serving(app) as server:
        yield server


def button(card: Any, label: str) -> str:
    found = [each for row in card["buttons"] for each in row if each["label"].startswith(label)]
    return str(found[0]["data"])


async def begun(page: Page) -> Any:
    """At the first question, which wants a photo."""
    card = await page.card()
    for label in STEPS:
        await page.send(tap=button(card, label))
        card = await page.card()
    return card


async def posts(browser: Browser, at: str, content: Any, key: str = "", **headers: str) -> int:
    url = browser.url(f"{CHAT}/file")
    named = {"id": key or uuid4().hex, "at": at}
    async with browser.session.post(url, params=named, data=content, headers=headers) as response:
        return response.status


async def looks(page: Page) -> Any:
    await page.send(look=True)
    return await page.card()


async def test_a_photo_is_posted_and_the_next_question_comes(browser: Browser, street: Town) -> None:
    async with browser.page() as page:
        card = await begun(page)
        assert card["wants"] == {"kind": "image", "largest": 10_000_000, "decimals": 0}
        assert await posts(browser, button(card, "Choose a photo"), photo()) == 200
        assert (await looks(page))["progress"] == [2, 6]
    assert await kept(street) == 1


async def test_what_is_posted_twice_under_one_id_is_one_answer(browser: Browser, street: Town) -> None:
    async with browser.page() as page:
        at = button(await begun(page), "Choose a photo")
        assert await posts(browser, at, photo(), key="the-same-id") == 200
        assert await posts(browser, at, photo(), key="the-same-id") == 409
        assert (await looks(page))["progress"] == [2, 6]
    assert await kept(street) == 1


async def test_a_wrong_file_is_answered_on_the_card(browser: Browser, street: Town) -> None:
    async with browser.page() as page:
        card = await begun(page)
        assert await posts(browser, button(card, "Choose a photo"), SOUND) == 200
        assert (await looks(page))["notice"].startswith("That is not a photo that I can read.")
    assert await kept(street) == 0


async def test_a_question_that_is_past_gets_no_file_of_another(browser: Browser, street: Town) -> None:
    async with browser.page() as page:
        card = await begun(page)
        late = button(card, "Choose a photo")
        await page.send(tap=button(card, "Skip"))
        await page.card()
        assert await posts(browser, late, photo()) == 409
    assert await kept(street) == 0


async def test_nobody_posts_without_a_card_of_their_own(
    browser: Browser, server: TestServer, street: Town
) -> None:
    async with browser.page() as page:
        at = button(await begun(page), "Choose a photo")
        async with browsing(server) as stranger:
            assert await posts(stranger, at, photo()) == 409
        assert await posts(browser, "1.1.send", photo()) == 409
        assert await posts(browser, "x" * 65, photo()) == 400
        assert await posts(browser, at, photo(), key="../../etc") == 400
    assert await kept(street) == 0


async def test_another_site_posts_nothing(browser: Browser, street: Town) -> None:
    async with browser.page() as page:
        at = button(await begun(page), "Choose a photo")
        assert await posts(browser, at, photo(), Origin="https://elsewhere.example") == 403
    assert await kept(street) == 0


async def endless(size: int) -> AsyncIterator[bytes]:
    for _ in range(size // 100_000):
        yield bytes(100_000)


async def test_too_large_is_refused_said_or_not_and_read_no_further(browser: Browser, street: Town) -> None:
    async with browser.page() as page:
        at = button(await begun(page), "Choose a photo")
        assert await posts(browser, at, io.BytesIO(bytes(10_000_001))) == 413
        assert await posts(browser, at, endless(10_200_000)) == 413
        bomb = gzip.compress(bytes(50_000_000))
        assert await posts(browser, at, bomb, **{"Content-Encoding": "gzip"}) == 415
        assert (await looks(page))["progress"] == [1, 6]
    assert await kept(street) == 0


async def test_an_empty_file_is_asked_for_again(browser: Browser, street: Town) -> None:
    async with browser.page() as page:
        at = button(await begun(page), "Choose a photo")
        assert await posts(browser, at, b"") == 200
        assert (await looks(page))["notice"].startswith("I could not get that file.")
    assert await kept(street) == 0


async def test_one_file_at_a_time_for_a_device_and_a_few_for_all(
    browser: Browser, server: TestServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holdings, "LONGEST", 0.1)
    holding = server.app[WEB].holding
    async with browser.page() as page:
        at = button(await begun(page), "Choose a photo")
        assert browser.token
        async with holding.room_for(browser.token):
            assert await posts(browser, at, photo()) == 503
        rooms = [holding.room_for(f"device {number}") for number in range(MOST)]
        for room in rooms:
            await room.__aenter__()
        assert await posts(browser, at, photo()) == 503
        await rooms[0].__aexit__(None, None, None)
        assert await posts(browser, at, photo()) == 200


async def test_one_network_leaves_room_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holdings, "LONGEST", 0)
    holding, here = Holding(), networks_of("192.0.2.1")
    async with AsyncExitStack() as rooms:
        for number in range(MOST // 4):
            await rooms.enter_async_context(holding.room_for(f"device {number}", here))
        with pytest.raises(HTTPServiceUnavailable):
            await rooms.enter_async_context(holding.room_for("one more", here))
        async with holding.room_for("somebody else", networks_of("198.51.100.1")):
            pass
    async with holding.room_for("one more", here):
        pass


async def test_a_page_that_goes_in_the_middle_leaves_nothing(
    browser: Browser, server: TestServer, street: Town
) -> None:
    holding = server.app[WEB].holding
    begins = asyncio.Event()

    async def half() -> AsyncIterator[bytes]:
        yield photo()[:100]
        begins.set()
        await asyncio.sleep(60)

    async with browser.page() as page:
        at = button(await begun(page), "Choose a photo")
        sending = asyncio.create_task(posts(browser, at, half()))
        await begins.wait()
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        async with asyncio.timeout(10):
            while await posts(browser, at, photo()) == 503:
                await asyncio.sleep(0.01)
        assert (await looks(page))["progress"] == [2, 6]
    assert holding._contents == {}
    assert holding._devices == set()


async def test_a_place_comes_over_the_socket_for_the_card_at_hand(browser: Browser, street: Town) -> None:
    async with browser.page() as page:
        card = await begun(page)
        late = button(card, "Choose a photo")
        for _ in range(3):
            await page.send(tap=button(card, "Skip"))
            card = await page.card()
        assert card["wants"] == {"kind": "place", "largest": 0, "decimals": 2}
        await page.send(place=[33.57, -7.59], at=late)
        again = await page.card()
        assert again["notice"].startswith("Your last message was sent before this appeared")
        await page.send(place=[33.57, -7], at=button(again, "Send my location"))
        assert (await page.card())["progress"] == [5, 6]


@pytest.mark.parametrize(
    "frame",
    [
        '{"id": "12345678", "place": [1e999999, 2], "at": "1.2.send"}',
        '{"id": "12345678", "place": [NaN, 2], "at": "x"}',
    ],
)
async def test_a_place_that_is_no_place_changes_nothing(browser: Browser, frame: str) -> None:
    async with browser.page() as page:
        await begun(page)
        await page.socket.send_str(frame)
        assert (await page.frame("ack"))["ack"] == "12345678"
        assert (await looks(page))["progress"] == [1, 6]
