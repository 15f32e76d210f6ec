"""Two processes on one PostgreSQL: a page that is open at one shows what the other, or a command, changed."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar

from tests.bot_api import BotApi
from tests.load import town
from tests.load.test_replicas import two
from tests.postgres import Cluster

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(120)]


async def shown(page: ClientWebSocketResponse) -> Any:
    """The next card."""
    while True:
        frame = await page.receive_json(timeout=10)
        if "card" in frame:
            return frame["card"]


async def taps(page: ClientWebSocketResponse, card: Any) -> Any:
    """The first button; the card after it."""
    await page.send_json({"id": uuid4().hex, "tap": card["buttons"][0][0]["data"]})
    return await shown(page)


async def test_pages_at_both_show_the_same_and_a_close_by_a_command(
    api: BotApi, tmp_path: Path, safe: Cluster
) -> None:
    async with two(tmp_path, api, safe) as bots, ClientSession(cookie_jar=CookieJar(unsafe=True)) as browser:
        urls = [f"http://{bot.listen}/chat/{town.SLUG}/socket" for bot in bots]
        async with browser.ws_connect(urls[0]) as here:
            card = await taps(here, await shown(here))
            async with browser.ws_connect(f"{urls[1]}?again=1") as there:
                assert await shown(there) == card
                card = await taps(here, card)
                assert await shown(there) == card
                await bots[0].runs("consultation", "close", town.SLUG, "--yes")
                closed = [await shown(page) for page in (here, there)]
        assert closed[0] == closed[1] != card
