from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from bot.channels.telegram.request import open_bot
from tests.bot_api import BotApi


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    opened = open_bot(api.token, api.url)
    await opened.initialize()
    yield opened
    await opened.shutdown()
