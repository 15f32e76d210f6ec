from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import pytest
from aiohttp import ClientSession

from tests.bot_api import BotApi

Call = Callable[..., Coroutine[Any, Any, tuple[int, Any]]]


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


@pytest.fixture
def call(api: BotApi, http: ClientSession) -> Call:
    """Call a method with JSON; gives the HTTP status, and the result or the description of the refusal."""

    async def caller(method: str, **parameters: Any) -> tuple[int, Any]:
        async with http.post(f"{api.url}/bot{api.token}/{method}", json=parameters) as response:
            answer = await response.json()
            return response.status, answer.get("result", answer.get("description"))

    return caller
