from collections.abc import AsyncIterator, Callable

import pytest

from tests.bot_api import BotApi
from tests.load.size import LONG

Tell = Callable[[str], None]


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    server = BotApi(seed=1)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest) -> Tell:
    """Say what was measured, where it is asked for: `make chaos`."""

    def say(figures: str) -> None:
        if LONG:
            with capsys.disabled():
                print(f"\n{request.node.name}: {figures}")

    return say
