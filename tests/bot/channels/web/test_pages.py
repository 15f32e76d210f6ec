"""The pages, as the server gives them."""

import json
import re

import pytest

from tests.bot.channels.web.script import EVENTS, ScriptedDesk
from tests.bot.channels.web.visitor import CHAT, Browser

BUDGET = 60_000
PAGES = ["/", "/events", CHAT, "/results/settat-2026", "/nowhere"]


async def get(browser: Browser, path: str, status: int = 200, languages: str = "") -> str:
    headers = {"Accept-Language": languages}
    async with browser.session.get(browser.url(path), headers=headers) as response:
        assert response.status == status
        return await response.text()


@pytest.mark.parametrize("path", [*PAGES, "/events.ics", "/health", f"{CHAT}/socket"])
async def test_every_response_carries_the_headers(browser: Browser, path: str) -> None:
    async with browser.session.get(browser.url(path)) as response:
        policy = response.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", PAGES)
async def test_pages_have_nothing_inline_and_nothing_from_elsewhere(browser: Browser, path: str) -> None:
    async with browser.session.get(browser.url(path)) as response:
        html = await response.text()
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?! type=)", html)
    assert not re.search(r"src=\"(https?:)?//|<link[^>]*href=\"(https?:)?//", html)


async def test_a_chat_page_loads_little_and_keeps_it(browser: Browser) -> None:
    html = await get(browser, CHAT)
    total = len(html.encode())
    for path in set(re.findall(r"/static/[^\"]+", html)):
        async with browser.session.get(browser.url(path)) as response:
            assert "immutable" in response.headers["Cache-Control"]
            total += len(await response.read())
    assert total < BUDGET


async def test_old_and_unknown_files(browser: Browser) -> None:
    async with browser.session.get(browser.url("/static/old/page.css")) as response:
        assert response.headers["Cache-Control"] == "no-cache"
    await get(browser, "/static/old/secret.toml", 404)


async def test_the_page_speaks_the_language_of_the_conversation(browser: Browser) -> None:
    assert '<html lang="en"' in await get(browser, CHAT)
    assert '<html lang="ar" dir="rtl">' in await get(browser, CHAT, languages="de, ar-MA;q=0.9, en;q=0.5")
    assert '<html lang="ar"' in await get(browser, f"{CHAT}?language=ar")
    async with browser.page() as page:
        await page.send(tap="0:speak:ar")
    assert '<html lang="ar"' in await get(browser, CHAT)


async def test_the_home_page_lists_what_is_open(browser: Browser) -> None:
    assert 'href="/chat/settat-2026?language=fr"' in await get(browser, "/?language=fr")


async def test_events_are_listed_with_links_in_full_and_nothing_of_them_is_code(browser: Browser) -> None:
    html = await get(browser, "/events?language=ar")
    assert '<html lang="ar" dir="rtl">' in html
    assert "Maison des jeunes &lt;Settat&gt;" in html
    link = EVENTS[0].link
    assert f'href="{link}" rel="noreferrer nofollow ugc" dir="ltr">{link}</a>' in html
    assert 'href="/events.ics?language=ar"' in html
    assert f'href="{CHAT}?language=ar"' in html, "where one says whether one comes"


async def test_the_events_as_a_calendar_come_in_the_language_asked_for(browser: Browser) -> None:
    async with browser.session.get(browser.url("/events.ics?language=ar")) as response:
        assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert b"NAME:ar" in await response.read()


@pytest.mark.parametrize("path", ["/chat/nowhere", "/results/nowhere", "/nowhere"])
async def test_an_unknown_address_is_explained(browser: Browser, path: str) -> None:
    assert "We could not find this page" in await get(browser, path, 404)


async def test_a_database_that_is_down_is_a_503(browser: Browser, desk: ScriptedDesk) -> None:
    async with browser.page() as page:
        await page.card()
    desk.down = True
    async with browser.session.post(browser.url(f"{CHAT}/leave")) as response:
        assert response.status == 503
        assert response.headers["Retry-After"] == "5"
        assert "Please try again in a minute" in await response.text()
    assert browser.token is not None


async def test_health(browser: Browser) -> None:
    assert json.loads(await get(browser, "/health")) == {"ready": True, "channels": {}}


async def test_results_show_numbers_and_hide_small_ones(browser: Browser) -> None:
    html = re.sub(r"\s+", " ", await get(browser, "/results/settat-2026"))
    assert "These answers are simulated." in html
    assert "400 people sent their answers." in html
    assert "<td>232</td> <td>58%</td>" in html
    assert "<td>–</td>" in html
    assert html.index("<td>1.73</td>") < html.index("<td>1.82</td>") < html.index("<td>2.45</td>")
    assert "Mean: 4.32" in html


async def test_a_chart_is_had_as_a_picture(browser: Browser) -> None:
    html = await get(browser, "/results/settat-2026?language=ar")
    address = "/results/settat-2026/0-1.svg?language=ar"
    assert f'href="{address}" download="settat-2026-order.svg"' in html
    async with browser.session.get(browser.url(address)) as response:
        assert response.headers["Content-Type"] == "image/svg+xml; charset=utf-8"
        assert 'direction="rtl"' in await response.text()


@pytest.mark.parametrize("place", ["0-9", "9-0", "0-1000", "0", "x-y"])
async def test_there_is_no_picture_of_another_question(browser: Browser, place: str) -> None:
    await get(browser, f"/results/settat-2026/{place}.svg", 404)
