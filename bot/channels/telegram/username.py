"""What the bot is called, for links to it."""

from telegram.error import TelegramError

from bot.channels.telegram.request import open_bot


class NameUnknown(Exception):
    """Telegram did not tell; the message says what to do."""


async def username(token: str, api_url: str) -> str:
    """The bot's username, as `getMe` tells it; empty without a token. Raises `NameUnknown`."""
    if not token:
        return ""
    bot = open_bot(token, api_url)
    try:
        await bot.initialize()
        return bot.username
    except TelegramError:
        raise NameUnknown("Telegram does not say what the bot is called. Name it: --bot USERNAME") from None
    finally:
        await bot.shutdown()
