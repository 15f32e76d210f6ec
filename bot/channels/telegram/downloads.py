"""Files that people sent in Telegram, fetched when a question wants them, and not before."""

import asyncio
from urllib.parse import quote

from telegram import Bot
from telegram.error import TelegramError

from bot.channels.telegram.request import AiohttpRequest, call
from bot.channels.telegram.results import converted
from bot.channels.telegram.wire import FoundFile
from storage.messages import File, NotFetched

SECONDS = 20.0
"""While polling, the next updates wait for this one, so it is not waited for long."""


async def fetch(bot: Bot, file: File, limit: int) -> bytes:
    """The content of a file (Bot API, "getFile"), at most `limit` bytes. Raises `NotFetched`."""
    request = bot.request
    assert isinstance(request, AiohttpRequest)
    try:
        async with asyncio.timeout(SECONDS):
            found = converted(await call(bot, "getFile", file_id=file.reference), FoundFile)
            if found.file_path and (found.file_size or 0) <= limit:
                return await request.download(f"{bot.base_file_url}/{quote(found.file_path)}", limit)
    except (TelegramError, TimeoutError):
        pass
    raise NotFetched
