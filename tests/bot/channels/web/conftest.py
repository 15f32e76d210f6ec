from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestServer

from tests.bot.channels.web.script import ScriptedDesk, application
from tests.bot.channels.web.visitor import Browser, browsing, serving


@pytest.fixture
def desk() -> ScriptedDesk:
    return ScriptedDesk()


@pytest.fixture
async def server(desk: ScriptedDesk) -> AsyncIterator[TestServer]:
    async with serving(application(desk)) as server:
        yield server


@pytest.fixture
async def browser(server: TestServer) -> AsyncIterator[Browser]:
    async with browsing(server) as browser:
        yield browser
