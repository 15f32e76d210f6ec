"""What the bot is called, for links to it."""

import asyncio

from telegram import Bot
from telegram.error import TelegramError

from bot.channels.telegram.backoff import Backoff
from bot.channels.telegram.outcome import TokenRefused, classify
from bot.channels.telegram.request import introduce, open_bot


class NameUnknown(Exception):
    """Telegram did not tell; the message says what to do."""


async def learn_username(bot: Bot) -> None:
    """Open the line and ask until the name is known. Raises `TokenRefused`.

    Each process does so by itself: one for which another polls sends, fetches files and makes links, too.
    """
    backoff = Backoff()
    while True:
        try:
            await introduce(bot)
        except TelegramError as error:
            if classify(error).kind == "stop":
                raise TokenRefused from None  # the library's own error holds the token
            await asyncio.sleep(backoff.failed())
        else:
            return


async def username(token: str, api_url: str) -> str:
    """The bot's username, as `getMe` tells it; empty without a token. Raises `NameUnknown`."""
    if not token:
        return ""
    bot = open_bot(token, api_url)
    try:
        await bot.initialize()
        return bot.username
    except TelegramError:
        # From None: what the library says may hold the token.
        raise NameUnknown("Telegram does not say what the bot is called. Name it: --bot USERNAME") from None
    finally:
        await bot.shutdown()
