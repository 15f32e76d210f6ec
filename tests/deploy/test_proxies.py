"""A bot behind each proxy that is shipped: all that people do comes through, and only that."""

import io
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.channels.telegram.webhook import HEADER
from bot.channels.web.socket import HEARTBEAT
from bot.dashboard.sending import LARGEST
from bot.server.addresses import Proxies
from tests.bot.channels.web.test_uploads import begun, button, endless, looks, posts
from tests.deploy.conftest import is_healthy
from tests.deploy.proxies import NAME, PROXIES, VISITOR, Front, fronted
from tests.deploy.seed import Seed
from tests.deploy.site import wait_until
from tests.files import photo
from tests.ports import free_port
from tests.town import SLUG

SECRET = "only-telegram-knows-what-we-agreed"
OURS = {"Origin": f"https://{NAME}"}
ONCE = ("Strict-Transport-Security", "Content-Security-Policy", "X-Content-Type-Options", "Cache-Control")


@pytest.fixture(scope="module")
def bot(seed: Seed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A bot with the settings that deploy/.env.example advises; gives its port."""
    port = free_port()
    settings = {
        "DATABASE_URL": f"sqlite:///{seed.folder / 'mushawara.db'}",
        "KEYS": str(seed.folder / "keys"),
        "MASTER_KEY": seed.key,
        "PUBLIC_URL": f"https://{NAME}",
        "BEHIND_PROXY": "1",
        "LISTEN": f"127.0.0.1:{port}",
        "TELEGRAM_TOKEN": "1:nobody-looks-at-it",
        "TELEGRAM_API_URL": f"http://127.0.0.1:{free_port()}",
        "WEBHOOK_SECRET": SECRET,
    }
    environment = os.environ | {f"MUSHAWARA_{name}": value for name, value in settings.items()}
    log = tmp_path_factory.mktemp("bot") / "log"
    command = [sys.executable, "-c", "from bot.cli import main; main()", "serve"]
    with log.open("wb") as said, subprocess.Popen(
        command, env=environment, stdout=said, stderr=said
    ) as process:  # fmt: skip
        wait_until(lambda: is_healthy(f"http://127.0.0.1:{port}"), log.read_text)
        yield port
        process.terminate()


@pytest.fixture(scope="module", params=PROXIES)
def front(
    request: pytest.FixtureRequest, bot: int, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Front]:
    """The proxy before it."""
    with fronted(request.param, tmp_path_factory.mktemp("proxy"), bot) as front:
        yield front


@pytest.fixture(params=PROXIES)
async def mirror(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Front]:
    """A proxy before something that says what reaches it."""

    async def says(asked: web.Request) -> web.Response:
        address = Proxies(declared=True).client_of(asked)
        names = ("Host", "X-Forwarded-For", "X-Forwarded-Proto")
        return web.json_response({"address": address, **{name: asked.headers.getall(name) for name in names}})

    app = web.Application()
    app.router.add_get("/", says)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        with fronted(request.param, tmp_path, runner.addresses[0][1]) as front:
            yield front
    finally:
        await runner.cleanup()


async def test_pages_come_with_each_header_once(front: Front) -> None:
    async with front.session() as session:
        for path in ("/", f"/chat/{SLUG}", "/health", "/nowhere"):
            async with session.get(front.make_url(path)) as answer:
                assert answer.status == (404 if path == "/nowhere" else 200)
                assert {name: len(answer.headers.getall(name, [])) for name in ONCE} == dict.fromkeys(ONCE, 1)


async def test_plain_http_leads_to_https(front: Front) -> None:
    async with front.session() as session:
        plain = f"http://{NAME}:{front.plain}/events?language=fr"
        async with session.get(plain, allow_redirects=False) as answer:
            assert answer.status in {301, 308}
            assert re.fullmatch(rf"https://{NAME}(:\d+)?/events\?language=fr", answer.headers["Location"])


async def test_a_turn_in_the_chat_and_a_photo_of_the_size_that_is_allowed(front: Front) -> None:
    async with front.visited() as browser, browser.page(**OURS) as page:
        at = button(await begun(page), "Choose a photo")
        assert await posts(browser, at, io.BytesIO(photo() + bytes(9_900_000)), **OURS) == 200
        assert (await looks(page))["title"] == "Where do you live?"


async def test_too_large_a_photo_is_refused_clearly(front: Front) -> None:
    """By the bot, and by the proxy where it is larger than any file may be; said or not."""
    async with front.visited() as browser, browser.page(**OURS) as page:
        at = button(await begun(page), "Choose a photo")
        for content in (io.BytesIO(bytes(10_100_000)), endless(10_100_000), io.BytesIO(bytes(60_000_000))):
            assert await posts(browser, at, content, **OURS) == 413
        assert (await looks(page))["title"] == "A photo of your street"


async def test_the_largest_survey_reaches_the_dashboard(front: Front) -> None:
    """Where the bot asks first who sends it."""
    async with front.session() as session:
        url, form = front.make_url(f"/admin/consultations/{SLUG}/surveys"), io.BytesIO(bytes(LARGEST))
        async with session.post(url, data=form, allow_redirects=False) as answer:
            assert answer.status == 403


async def test_another_site_is_refused(front: Front) -> None:
    async with front.visited() as browser, browser.page(**OURS) as page:
        at = button(await begun(page), "Choose a photo")
        assert await posts(browser, at, photo(), Origin="https://elsewhere.example") == 403


async def test_telegram_comes_in_by_its_secret(front: Front) -> None:
    async with front.session() as session:
        for secret, status in ((SECRET, 200), ("something-else", 403)):
            url, update = front.make_url("/telegram"), {"update_id": 1}
            async with session.post(url, json=update, headers={HEADER: secret}) as answer:
                assert answer.status == status


async def test_the_bot_hears_who_asks_and_for_which_name_whatever_they_claim(mirror: Front) -> None:
    claimed = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http", "Forwarded": "for=203.0.113.9"}
    async with mirror.session() as session, session.get(mirror.make_url("/"), headers=claimed) as answer:
        told: dict[str, Any] = await answer.json()
    assert told["address"] == VISITOR
    assert told["X-Forwarded-For"] == [VISITOR]
    assert told["X-Forwarded-Proto"] == ["https"]
    assert told["Host"][0].partition(":")[0] == NAME


def test_nginx_waits_longer_than_a_silent_chat_is_silent() -> None:
    shipped = (Path(__file__).parents[2] / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    (hours,) = re.findall(r"proxy_read_timeout (\d+)h;", shipped)
    assert int(hours) * 3600 > 2 * HEARTBEAT
