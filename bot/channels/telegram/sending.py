"""Putting cards and news into a chat. Each call is one attempt; `classify` says what a failure means."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from telegram import Bot
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest

from bot.channels.telegram.gallery import CAPTION_LIMIT, Gallery
from bot.channels.telegram.outcome import Repeatable, Uncertain
from bot.channels.telegram.render import Rendered, Words, render_card, render_news
from bot.channels.telegram.request import call
from bot.channels.telegram.results import converted
from bot.channels.telegram.wire import Delivered
from storage.messages import Card, News, Venue

NO_PREVIEW = {"is_disabled": True}
SEND, EDIT, KNOCK = 10.0, 5.0, 2.0
"""Seconds that an answer is waited for: longer where a repeat would be seen."""
DELETED_AT_ONCE = 100
_UNCHANGED = "message is not modified"
_UNDELETABLE = ("message to delete not found", "message can't be deleted")
_LOST = ("message to edit not found", "message can't be edited", "message_id_invalid")


@dataclass(frozen=True, slots=True)
class Look:
    """How a message looks: digests of all of it, and of its buttons alone."""

    whole: bytes
    buttons: bytes


@dataclass(frozen=True, slots=True)
class Sent:
    """The message that now shows what was asked for.

    `edited`: when it was edited to do so, in UTC seconds by the server's clock; 0 where it is new, None where
    the server does not say.
    """

    message_id: int
    edited: int | None = 0
    above: tuple[int, ...] = ()
    """The messages with pictures and recordings that were sent above it."""
    look: Look | None = field(default=None, compare=False)
    """Of a card: what it looks like there."""


async def show_card(
    bot: Bot,
    chat: str,
    card: Card,
    message_id: int | None,
    words: Words,
    gallery: Gallery | None = None,
    before: Look | None = None,
) -> Sent:
    """Show a card in the message given, or in a new one if there is none or it cannot be edited any more.

    `before`: how that message looks, where that is sure: what looks the same is not shown again.
    Raises TelegramError.
    """
    drawn = render_card(card, words)
    look = Look(drawn.digest, drawn.buttons)
    if message_id is not None and look == before:
        return Sent(message_id, None, look=look)
    if message_id is not None and (edited := await edit(bot, chat, message_id, drawn)):
        return replace(edited, look=look)
    above = await gallery.show(chat, card) if gallery else ()
    sent = await _send(bot, chat, drawn)
    if gallery:
        gallery.done(chat, card)
    return replace(sent, above=tuple(filter(None, above)), look=look)


async def send_news(bot: Bot, chat: str, news: News, gallery: Gallery | None = None) -> Sent:
    """Send an announcement as a message of its own: a place, or a text with its picture or document.

    Raises TelegramError.
    """
    if news.venue:
        return _sent(await call(bot, "sendVenue", SEND, chat_id=chat, **_place(news.venue)))
    if gallery and news.medium:
        text, keyboard = render_news(news, CAPTION_LIMIT)
        if message := await gallery.tell(chat, news.medium, text, keyboard):
            return Sent(message)
    return await _send(bot, chat, render_news(news))


async def knock(bot: Bot, chat: str) -> None:
    """Find out whether the server answers for a chat, leaving no trace in it. Raises TelegramError."""
    try:
        await call(bot, "sendChatAction", KNOCK, chat_id=chat, action=ChatAction.TYPING)
    except Uncertain as error:
        raise Repeatable(error.message) from error


async def strip_buttons(bot: Bot, chat: str, message_id: int) -> None:
    """Take the buttons off a message; one that has none, or is gone, is fine. Raises TelegramError."""
    try:
        await call(bot, "editMessageReplyMarkup", EDIT, chat_id=chat, message_id=message_id)
    except BadRequest as error:
        if not _says(error, _UNCHANGED, *_LOST):
            raise


async def delete_messages(bot: Bot, chat: str, messages: Sequence[int]) -> None:
    """Delete messages younger than 48 hours; those that are gone are fine. Raises TelegramError."""
    for start in range(0, len(messages), DELETED_AT_ONCE):
        try:
            at_once = messages[start : start + DELETED_AT_ONCE]
            await call(bot, "deleteMessages", EDIT, chat_id=chat, message_ids=at_once)
        except BadRequest as error:
            if not _says(error, *_UNDELETABLE):
                raise
        except Uncertain as error:
            raise Repeatable(error.message) from error


async def edit(bot: Bot, chat: str, message_id: int, drawn: Rendered) -> Sent | None:
    """Make a message look as drawn; None if it is gone. Raises TelegramError."""
    edited = None
    try:
        message = await call(
            bot, "editMessageText", EDIT, chat_id=chat, message_id=message_id, **_content(drawn)
        )
    except BadRequest as error:
        if _says(error, *_LOST):
            return None
        if not _says(error, _UNCHANGED):
            raise
    except Uncertain as error:
        raise Repeatable(error.message) from error
    else:
        edited = message.get("edit_date") if isinstance(message, dict) else None
    return Sent(message_id, edited if type(edited) is int else None)


async def _send(bot: Bot, chat: str, drawn: Rendered) -> Sent:
    return _sent(await call(bot, "sendMessage", SEND, chat_id=chat, **_content(drawn)))


def _sent(message: object) -> Sent:
    return Sent(converted(message, Delivered).message_id)


def _place(venue: Venue) -> dict[str, Any]:
    at = {"latitude": venue.latitude, "longitude": venue.longitude}
    return {**at, "title": venue.title, "address": venue.address}


def _content(drawn: Rendered) -> dict[str, Any]:
    said = {"text": drawn.text, "parse_mode": ParseMode.HTML, "link_preview_options": NO_PREVIEW}
    return {**said, "reply_markup": {"inline_keyboard": drawn.keyboard}} if drawn.keyboard else said


def _says(error: BadRequest, *phrases: str) -> bool:
    return any(phrase in error.message.lower() for phrase in phrases)
