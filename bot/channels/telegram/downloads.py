"""Files that people sent in Telegram, fetched when a question wants them, and not before."""

import asyncio

from telegram import Bot
from telegram.error import TelegramError

from bot.channels.telegram.request import AiohttpRequest
from storage.messages import File, NotFetched

SECONDS = 20.0
"""While polling, the next updates wait for this one, so it is not waited for long."""


async def fetch(bot: Bot, file: File, limit: int) -> bytes:
    """The content of a file (Bot API, "getFile"), at most `limit` bytes. Raises `NotFetched`."""
    request = bot.request
    assert isinstance(request, AiohttpRequest)
    try:
        async with asyncio.timeout(SECONDS):
            found = await bot.get_file(file.reference)
            if not found.file_path or (found.file_size or 0) > limit:
                raise NotFetched
            return await request.download(found.file_path, limit)
    except (TelegramError, TimeoutError):
        raise NotFetched from None  # the error may hold the token
