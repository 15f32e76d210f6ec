"""A real Chromium on the web channel with a scripted desk."""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, ViewportSize, async_playwright

from tests.bot.channels.web.script import ScriptedDesk, application
from tests.bot.channels.web.visitor import CHAT, serving
from tests.browser.person import Person

PICTURES = Path(os.environ["PICTURES"]) if "PICTURES" in os.environ else None
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update "
    "--disable-sync --disable-quic --no-first-run"
)

Visit = Callable[..., Awaitable[Person]]
"""Opens a path on a device of its own: `width`, `height`, and what Playwright's `new_context` takes."""


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("Chromium is not installed: apt install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS.split())
        yield browser
        await browser.close()


@pytest.fixture
def desk() -> ScriptedDesk:
    return ScriptedDesk()


@pytest_asyncio.fixture(loop_scope="session")
async def server(desk: ScriptedDesk) -> AsyncIterator[TestServer]:
    async with serving(application(desk)) as server:
        yield server


@pytest_asyncio.fixture(loop_scope="session")
async def visit(chromium: Browser, server: TestServer) -> AsyncIterator[Visit]:
    async with visiting(chromium, str(server.make_url("/"))) as visit:
        yield visit


@asynccontextmanager
async def visiting(chromium: Browser, base: str) -> AsyncIterator[Visit]:
    """Devices at one address; none of them may have met an error."""
    people: list[Person] = []

    async def arrive(path: str = CHAT, width: int = 360, height: int = 740, **device: Any) -> Person:
        size = ViewportSize(width=width, height=height)
        device.setdefault("reduced_motion", "reduce")
        context = await chromium.new_context(base_url=base, viewport=size, **device)
        person = Person(context, await context.new_page(), PICTURES)
        people.append(person)
        await person.open(path)
        return person

    yield arrive
    for person in people:
        await person.context.close()
        assert person.complaints == []
