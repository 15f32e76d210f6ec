"""The protocol between a page and its socket."""

import json

import pytest
from aiohttp import WSMsgType, WSServerHandshakeError
from aiohttp.test_utils import TestServer

from bot.channels.web import socket
from bot.channels.web.common import WEB
from storage.messages import Button, Command, News, Tap, Text
from tests.bot.channels.web.script import CODE, ScriptedDesk
from tests.bot.channels.web.visitor import CHAT, Browser, Page, browsing


async def test_who_only_looks_sees_the_first_card_and_is_nobody(browser: Browser, desk: ScriptedDesk) -> None:
    async with browser.page() as page:
        first = await page.frame("card")
    assert first["started"]
    assert first["card"]["title"].startswith("Choose your language")
    assert (desk.taken, desk.people) == ([], {})


async def test_who_does_something_starts_the_consultation_and_keeps_the_cookie(
    browser: Browser, desk: ScriptedDesk
) -> None:
    async with browser.page() as page:
        await page.card()
    async with browser.page() as page:
        await page.send(tap="0:speak:en")
    assert [taken.said for taken in desk.taken] == [Command("start", "settat-2026"), Tap("0:speak:en")]
    assert browser.token == desk.taken[0].address


async def test_a_second_tab_of_somebody_new_comes_back_as_the_same_person(
    browser: Browser, desk: ScriptedDesk
) -> None:
    async with browser.page() as one, browser.page() as two:
        await one.card(), await two.card()
        await one.send(tap="0:speak:ar")
        assert (await two.socket.receive(timeout=5)).type is WSMsgType.CLOSE
        async with browser.page() as again:
            assert (await again.card())["language"] == "ar"
    assert len(desk.people) == 1


async def test_newcomers_beyond_the_limit_are_told_to_come_back(
    browser: Browser, server: TestServer, desk: ScriptedDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "LONGEST", 0)
    newcomers = server.app[WEB].newcomers
    while newcomers.take(()):
        pass
    async with browser.page() as page:
        await page.card()
        await page.socket.send_json({"id": "waits-outside", "tap": "0:speak:en"})
        assert (await page.socket.receive(timeout=5)).type is WSMsgType.CLOSE
        assert page.socket.close_code == 1013
    assert desk.people == {}


async def test_a_trial_link_starts_with_its_token(browser: Browser, desk: ScriptedDesk) -> None:
    async with browser.page(f"{CHAT}/socket?trial=Secret_1") as page:
        await page.send(tap="0:speak:en")
    assert desk.taken[0].said == Command("start", "settat-2026_Secret_1")


async def test_coming_back_shows_the_same_card_and_starts_nothing(
    browser: Browser, desk: ScriptedDesk
) -> None:
    async with browser.page() as page:
        await page.card()
        await page.send(tap="0:speak:en")
    async with browser.page(f"{CHAT}/socket?again=1") as page:
        again = await page.frame("card")
    assert not again["started"]
    assert again["card"]["title"] == "Which of these is hardest where you live?"
    assert len(desk.taken) == 2


async def test_what_is_sent_twice_is_taken_once(browser: Browser, desk: ScriptedDesk) -> None:
    async with browser.page() as page:
        await page.send("same-id-1", tap="0:speak:en")
    async with browser.page() as page:
        ack = await page.send("same-id-1", tap="0:speak:en")
    assert ack == {"ack": "same-id-1", "toast": "", "show": False}
    assert desk.taken[-1].key == "web:same-id-1"
    assert desk.repeats == 1


async def test_texts_taps_and_commands(browser: Browser, desk: ScriptedDesk) -> None:
    async with browser.page() as page:
        await page.send(text=" two words ")
        await page.send(text="/Follow  MA-06 ")
        await page.send(text="\ud800x")
        await page.send(tap="1:on:housing")
        await page.send(start=True)
    assert [taken.said for taken in desk.taken[1:]] == [
        Text("two words"),
        Command("follow", "MA-06"),
        Text("?x"),
        Tap("1:on:housing"),
        Command("start", "settat-2026"),
    ]


async def test_every_tab_of_a_person_sees_the_change(browser: Browser, server: TestServer) -> None:
    async with browser.page() as first:
        await first.send(text="Hello")
    async with (
        browser.page() as one,
        browser.page() as two,
        browsing(server) as stranger,
        stranger.page() as other,
    ):
        await one.card(), await two.card(), await other.card()
        await one.send(tap="0:speak:ar")
        assert (await one.card())["language"] == "ar"
        assert (await two.frame("interface"))["interface"]["dir"] == "rtl"
        assert (await two.card())["title"] == "ما أصعب هذه الأمور حيث تعيش؟"
        assert (await stranger_card(other))["title"].startswith("Which")


async def stranger_card(page: Page) -> dict[str, str]:
    await page.send(tap="0:speak:en")
    card: dict[str, str] = await page.card()
    return card


async def test_the_interface_changes_only_with_the_language(browser: Browser) -> None:
    async with browser.page(f"{CHAT}/socket?language=en") as page:
        assert "card" in await page.socket.receive_json()
        await page.send(tap="0:speak:ar")
        interface = (await page.socket.receive_json())["interface"]
        assert (interface["language"], interface["title"]) == ("ar", "سطات 2026")


async def test_news_comes_with_the_direction_of_its_language(browser: Browser, desk: ScriptedDesk) -> None:
    link = Button("Results", "https://settat.example/results", "link")
    desk.waiting.append(News("news-1", "ar", "انتهت الاستشارة.", ((link,),)))
    async with browser.page() as page:
        await page.send(tap="0:speak:ar")
        [news] = (await page.frame("news"))["news"]
    assert (news["dir"], news["buttons"][0][0]["data"]) == ("rtl", "https://settat.example/results")


async def test_erasing_says_farewell_in_every_tab(browser: Browser) -> None:
    async with browser.page() as first:
        await first.send(text="Hello")
    async with browser.page() as one, browser.page() as two:
        await one.send(text="/forget")
        assert (await two.frame("farewell"))["farewell"] == "Everything about you is erased."


async def test_a_browser_that_keeps_no_cookie_is_told_and_starts_nothing(
    server: TestServer, desk: ScriptedDesk
) -> None:
    async with browsing(server) as browser, browser.page(f"{CHAT}/socket?again=1&language=en") as page:
        assert "no longer remembers" in (await page.frame("farewell"))["farewell"]
        assert browser.token is None
    assert desk.taken == []


async def test_nothing_is_acknowledged_while_the_database_is_away(
    browser: Browser, desk: ScriptedDesk
) -> None:
    async with browser.page() as page:
        await page.card()
        desk.down = True
        await page.socket.send_json({"id": "lost-once", "tap": "0:speak:en"})
        assert (await page.socket.receive()).type is WSMsgType.CLOSE
        assert page.socket.close_code == 1013
    desk.down = False
    async with browser.page() as page:
        assert (await page.send("lost-once", tap="0:speak:en"))["show"]


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
async def test_another_site_is_refused(browser: Browser, desk: ScriptedDesk, origin: str) -> None:
    with pytest.raises(WSServerHandshakeError, match="403"):
        async with browser.page(Origin=origin):
            pass
    assert desk.taken == []


async def test_our_own_page_is_let_in(browser: Browser) -> None:
    async with browser.page(Origin=browser.url("/").rstrip("/")) as page:
        assert await page.card()


async def test_an_unknown_consultation_has_no_socket(browser: Browser) -> None:
    with pytest.raises(WSServerHandshakeError, match="404"):
        async with browser.page("/chat/nowhere/socket"):
            pass


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (json.dumps({"id": "long-enough", "text": "x" * 17_000}), 1009),
        ("[" * 5000, 1008),
        ("not json", 1008),
        (json.dumps({"id": "short", "text": "x"}), 1008),
        (json.dumps({"id": "long-enough"}), 1008),
        (json.dumps({"id": "long-enough", "text": "  "}), 1008),
        (json.dumps({"id": "long-enough", "tap": "ع" * 33}), 1008),
        (json.dumps({"id": "long-enough", "tap": "start:\0"}), 1008),
        (json.dumps({"id": "long-enough", "text": "\0"}), 1008),
    ],
)
async def test_what_our_page_never_sends_ends_the_connection(
    browser: Browser, desk: ScriptedDesk, message: str, code: int
) -> None:
    async with browser.page() as page:
        await page.card()
        await page.socket.send_str(message)
        assert (await page.socket.receive(timeout=5)).type is WSMsgType.CLOSE
        assert page.socket.close_code == code
    assert desk.taken == []


async def test_another_device_of_the_same_person_sees_the_change(
    browser: Browser, server: TestServer
) -> None:
    async with browser.page() as one, browsing(server) as phone:
        await one.send(tap="0:speak:en")
        async with phone.session.post(phone.url(f"{CHAT}/return"), data={"code": CODE}):
            pass
        async with phone.page() as other:
            await other.card()
            await one.send(tap="1:skip")
            assert (await other.card())["title"] == "Put them in order, the most urgent first."


async def test_news_comes_while_the_page_is_open(
    browser: Browser, desk: ScriptedDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "NEWS_EVERY", 0)
    async with browser.page() as page:
        await page.send(text="Hello")
        desk.waiting.append(News("news-1", "en", "The town hall meets on Thursday."))
        assert (await page.frame("news"))["news"][0]["text"] == "The town hall meets on Thursday."
        await page.card()
        assert desk.waiting == [], "what was shown does not come again"


async def test_who_was_erased_is_told_on_an_open_page_and_begins_as_somebody_new(
    browser: Browser, desk: ScriptedDesk
) -> None:
    async with browser.page() as page:
        await page.send(text="/forget")
    before = browser.token
    async with browser.page(f"{CHAT}/socket?again=1&language=en") as page:
        assert "no longer remembers" in (await page.frame("farewell"))["farewell"]
    async with browser.page() as page:
        assert (await page.frame("card"))["started"]
    assert browser.token not in (None, before)
