"""The cookie, a receipt code from another device, and "forget this device"."""

import asyncio
import gzip

import pytest
from aiohttp.test_utils import TestServer

from bot.networks import networks_of
from storage.messages import Command
from tests.bot.channels.web.script import CODE, ScriptedDesk, application
from tests.bot.channels.web.visitor import CHAT, Browser, browsing, serving


async def test_the_cookie_is_for_this_site_alone(browser: Browser) -> None:
    async with browser.page() as page:
        cookie = page.socket._response.headers["Set-Cookie"]
    assert cookie.startswith("mushawara=")
    assert {"HttpOnly", "Path=/", "SameSite=Strict", "Max-Age=34560000"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


async def test_over_https_the_cookie_is_bound_to_the_host(desk: ScriptedDesk) -> None:
    async with (
        serving(application(desk, "https://settat.example")) as server,
        browsing(server) as browser,
        browser.page(Origin="https://settat.example") as page,
    ):
        cookie = page.socket._response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-mushawara=")
    assert "Secure" in cookie


async def test_the_page_gives_no_cookie(browser: Browser) -> None:
    """A link on another site leaves a strict cookie out; a new one would replace it."""
    async with browser.session.get(browser.url(CHAT)) as response:
        assert response.status == 200
        assert "Set-Cookie" not in response.headers


async def test_a_code_brings_the_conversation_to_another_device(browser: Browser, server: TestServer) -> None:
    async with browser.page() as page:
        await page.send(tap="0:speak:ar")
    async with browsing(server) as phone:
        async with phone.session.post(phone.url(f"{CHAT}/return"), data={"code": f" {CODE} "}) as response:
            assert await response.json() == {"toast": ""}
        async with phone.page() as page:
            assert (await page.card())["title"] == "ما أصعب هذه الأمور حيث تعيش؟"


async def test_a_wrong_code_is_explained_and_changes_nothing(browser: Browser, desk: ScriptedDesk) -> None:
    data = {"code": "WRONG", "language": "fr"}
    async with browser.session.post(browser.url(f"{CHAT}/return"), data=data) as response:
        assert "do not know this code" in (await response.json())["toast"]
    assert (desk.taken[0].said, desk.taken[0].language) == (Command("return", "WRONG"), "fr")
    assert browser.token is None


async def test_forgetting_this_device_drops_the_cookie_and_closes_its_tabs(
    browser: Browser, desk: ScriptedDesk
) -> None:
    async with browser.page(f"{CHAT}/socket?language=en") as page:
        await page.send(text="Hello")
        async with browser.session.post(browser.url(f"{CHAT}/leave")) as response:
            assert response.status == 200
        assert (await page.frame("farewell"))["farewell"].startswith("This device is forgotten.")
        await page.socket.receive()
        assert page.socket.closed
    assert browser.token is None
    assert desk.taken[-1].said == Command("leave")


async def test_posts_of_other_sites_and_large_ones_are_refused(browser: Browser, desk: ScriptedDesk) -> None:
    for action in ("return", "leave"):
        url, headers = browser.url(f"{CHAT}/{action}"), {"Origin": "https://evil.example"}
        async with browser.session.post(url, data={"code": CODE}, headers=headers) as response:
            assert response.status == 403
    async with browser.session.post(browser.url(f"{CHAT}/return"), data={"code": "x" * 5000}) as response:
        assert response.status == 413
    assert desk.taken == []


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        (b"code=\xff", "utf-8"),
        (b"code=ABCD", "nonsense"),
        (b"code=ABCD", "zlib"),
        (b"code=\\ud800", "unicode_escape"),
    ],
)
async def test_what_no_form_of_ours_sends_is_refused(
    browser: Browser, desk: ScriptedDesk, body: bytes, charset: str
) -> None:
    headers = {"Content-Type": f"application/x-www-form-urlencoded; charset={charset}"}
    async with browser.session.post(browser.url(f"{CHAT}/return"), data=body, headers=headers) as response:
        assert response.status == 400
    assert desk.taken == []


@pytest.mark.parametrize(
    ("behind_proxy", "told", "counted"),
    [
        pytest.param(True, "203.0.113.7", "203.0.113.7", id="the proxy tells who asks"),
        pytest.param(True, "203.0.113.7, 198.51.100.7", "198.51.100.7", id="only what it itself says counts"),
        pytest.param(False, "203.0.113.7", "127.0.0.1", id="without a proxy nobody is believed"),
    ],
)
async def test_codes_are_tried_from_the_networks_of_who_asks(
    desk: ScriptedDesk, behind_proxy: bool, told: str, counted: str
) -> None:
    async with serving(application(desk, behind_proxy=behind_proxy)) as server, browsing(server) as browser:
        url, headers = browser.url(f"{CHAT}/return"), {"X-Forwarded-For": told}
        async with browser.session.post(url, data={"code": "WRONG"}, headers=headers) as response:
            assert response.status == 200
    assert desk.taken[0].networks == networks_of(counted)


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
@pytest.mark.parametrize("path", ["return", "leave", "file?id=12345678&at=1"])
@pytest.mark.parametrize(
    ("header", "body"),
    [
        ("Content-Encoding: gzip", b"no gzip at all"),
        ("Content-Encoding: deflate", b"\xffno deflate"),
        ("Content-Encoding: br", b"no brotli"),
        ("Content-Encoding: gzip", gzip.compress(bytes(3_000_000))[:4000]),
        ("X: y", b"--x\r\nContent-Encoding: gzip\r\n\r\nnonsense\r\n--x--"),
    ],
    ids=["gzip", "deflate", "br", "bomb", "part"],
)
async def test_a_body_that_cannot_be_read_is_never_our_fault(
    server: TestServer, kind: str, path: str, header: str, body: bytes
) -> None:
    head = f"POST {CHAT}/{path} HTTP/1.1\r\nHost: x\r\n{header}\r\nContent-Type: {kind}\r\n"
    status = await _status(server, f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
    assert status < 500
    assert status >= 400 or path == "leave" or header == "X: y"


async def _status(server: TestServer, said: bytes) -> int:
    reader, writer = await asyncio.open_connection(server.host, server.port)
    writer.write(said)
    async with asyncio.timeout(20):
        line = await reader.readline()
    writer.close()
    return int(line.split()[1])


@pytest.mark.parametrize("path", ["return", "leave"])
async def test_a_broken_body_is_a_bad_request(server: TestServer, path: str) -> None:
    said = (
        f"POST {CHAT}/{path} HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\nzz"
    )
    assert await _status(server, said.encode()) == 400
