"""What the sender of the process uses: each call is one attempt and tells what became of it."""

from collections.abc import Awaitable, Sequence
from typing import TypeVar

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.channels.telegram.access import Granted, at_once
from bot.channels.telegram.gallery import Files, Gallery
from bot.channels.telegram.outcome import Outcome, classify
from bot.channels.telegram.render import Words
from bot.channels.telegram.sending import (
    Look,
    Sent,
    delete_messages,
    knock,
    send_news,
    show_card,
    strip_buttons,
)
from storage.messages import Card, News

log = structlog.get_logger()
T = TypeVar("T")


class Outgoing:
    """Cards and news into chats of one bot."""

    def __init__(self, bot: Bot, words: Words, files: Files, granted: Granted = at_once) -> None:
        self.granted = granted
        """Returns once calls may be made."""
        self._bot = bot
        self._words = words
        self._gallery = Gallery(bot, files)

    async def show(
        self, chat: str, card: Card, message: int | None, before: Look | None = None
    ) -> Sent | Outcome:
        """Show a card in this message, or in a new one with its pictures and recordings above it.

        `before`: how the message looks, where that is sure. A card that the server refuses is told of in its
        place, so that nobody is left with an old one.
        """
        shown = await _tried(show_card(self._bot, chat, card, message, self._words, self._gallery, before))
        if not (isinstance(shown, Outcome) and shown.kind == "refused"):
            return shown
        log.error("a card was refused", buttons=sum(map(len, card.buttons)), text=len(card.body))
        return await _tried(show_card(self._bot, chat, self._apology(card), message, self._words))

    def _apology(self, card: Card) -> Card:
        say = self._words(card.language).say
        return Card(
            card.number,
            card.language,
            say("I could not show you this. It is a fault of mine, not yours."),
            say("Nothing that you sent is lost. /start brings you back to the beginning, /help to help."),
        )

    async def tell(self, chat: str, news: News) -> Sent | Outcome:
        """Send an announcement."""
        return await _tried(send_news(self._bot, chat, news, self._gallery))

    async def knock(self, chat: str) -> Outcome | None:
        """Find out whether the server answers for this chat; None if it does."""
        return await _tried(knock(self._bot, chat))

    async def strip(self, chat: str, message: int) -> Outcome | None:
        """Take the buttons off a message; None if that worked."""
        return await _tried(strip_buttons(self._bot, chat, message))

    async def clear(self, chat: str, messages: Sequence[int]) -> Outcome | None:
        """Delete messages younger than 48 hours; None if that worked."""
        return await _tried(delete_messages(self._bot, chat, messages))


async def _tried(call: Awaitable[T]) -> T | Outcome:
    try:
        return await call
    except TelegramError as error:
        return classify(error)
