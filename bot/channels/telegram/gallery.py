"""Pictures and recordings above a card: each a message of its own, uploaded once by each bot.

A card can be edited as long as it is text; a picture cannot be put above it later. So whatever a question
shows and plays is sent first, and the card below it.
"""

import asyncio
from collections.abc import Sequence
from typing import Protocol

import structlog
from telegram import Bot, InlineKeyboardMarkup, InputFile, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.channels.telegram.parts import WHOLE
from bot.channels.telegram.text import cut
from storage.messages import Card, Medium

CAPTION_LIMIT = 1024
SUFFIXES = {
    "image/webp": "webp",
    "image/png": "png",
    "image/jpeg": "jpg",
    "audio/ogg": "ogg",
    "audio/mp4": "m4a",
    "application/pdf": "pdf",
}
MOST_REMEMBERED = 10_000

log = structlog.get_logger(__name__)


class Files(Protocol):
    """Where pictures and recordings lie, and what Telegram calls those that were sent."""

    async def content(self, digest: str) -> tuple[str, bytes] | None: ...

    async def file_of(self, key: str) -> str: ...

    async def keep_file(self, key: str, file: str) -> None: ...


class Gallery:
    """Shows what goes with a card, and remembers what was shown until the card itself stands below."""

    def __init__(self, bot: Bot, files: Files) -> None:
        self._bot = bot
        self._files = files
        self._shown: dict[tuple[str, int], list[int]] = {}
        self._first = asyncio.Lock()
        """Held by who uploads what goes to many."""

    async def show(self, chat: str, card: Card) -> tuple[int, ...]:
        """Send what is still missing above this card; gives the ids of its messages. Raises TelegramError."""
        place = (chat, card.message)
        media = above(card)
        while media and len(self._shown.setdefault(place, [])) < len(media):
            medium = media[len(self._shown[place])]
            self._shown[place].append(await self._send(chat, medium, medium in card.media))
        return tuple(self._shown.get(place, ()))

    def done(self, chat: str, card: Card) -> None:
        """The card stands below."""
        self._shown.pop((chat, card.message), None)
        if len(self._shown) > MOST_REMEMBERED:
            self._shown.clear()

    async def tell(
        self, chat: str, medium: Medium, caption: str, keyboard: InlineKeyboardMarkup | None
    ) -> int:
        """Send a picture or document with a text (HTML) and buttons as one message; 0 if there is none.

        The first upload is waited for, so that there is only one. Raises TelegramError.
        """
        key = f"{self._bot.id}:{medium.digest}"
        async with self._first:
            known = await self._files.file_of(key)
            if not known:
                return await self._told_anew(chat, medium, caption, keyboard)
        try:
            return (await self._with_text(chat, medium, known, caption, keyboard)).message_id
        except BadRequest:
            log.info("a file is sent anew", kind=medium.kind)
            return await self._told_anew(chat, medium, caption, keyboard)

    async def _told_anew(
        self, chat: str, medium: Medium, caption: str, keyboard: InlineKeyboardMarkup | None
    ) -> int:
        found = await self._files.content(medium.digest)
        if found is None:
            return 0
        message = await self._with_text(chat, medium, _upload(medium, *found), caption, keyboard)
        await self._files.keep_file(f"{self._bot.id}:{medium.digest}", _file_of(message))
        return message.message_id

    async def _with_text(
        self,
        chat: str,
        medium: Medium,
        file: str | InputFile,
        caption: str,
        keyboard: InlineKeyboardMarkup | None,
    ) -> Message:
        if medium.kind == "image":
            return await self._bot.send_photo(
                chat, file, caption, reply_markup=keyboard, parse_mode=ParseMode.HTML
            )
        return await self._bot.send_document(
            chat, file, caption, reply_markup=keyboard, parse_mode=ParseMode.HTML
        )

    async def _send(self, chat: str, medium: Medium, alone: bool) -> int:
        """0 where it cannot be shown: the question is asked all the same."""
        caption = None if alone else cut(medium.text, CAPTION_LIMIT)
        key = f"{self._bot.id}:{medium.digest}"
        if known := await self._files.file_of(key):
            try:
                return (await self._put(chat, medium, known, caption)).message_id
            except BadRequest:
                log.info("a file is sent anew", kind=medium.kind)
        found = await self._files.content(medium.digest)
        if found is None:
            return 0
        try:
            message = await self._put(chat, medium, _upload(medium, *found), caption)
        except BadRequest as error:
            log.warning("a file cannot be shown", kind=medium.kind, error=type(error).__name__)
            return 0
        await self._files.keep_file(key, _file_of(message))
        return message.message_id

    async def _put(self, chat: str, medium: Medium, file: str | InputFile, caption: str | None) -> Message:
        if medium.kind == "image":
            return await self._bot.send_photo(chat, file, caption=caption)
        if medium.kind == "file":
            return await self._bot.send_document(chat, file, caption=caption)
        return await self._bot.send_audio(chat, file, caption=caption, title=cut(medium.text, 60))


def above(card: Card) -> Sequence[Medium]:
    """What is sent above a card: of its choices only where all of them stand on it."""
    choices = [row for row in card.buttons if any(button.role == "choice" for button in row)]
    return card.all_media if len(choices) <= WHOLE else card.media


def _upload(medium: Medium, type_: str, content: bytes) -> InputFile:
    return InputFile(content, filename=f"{medium.kind}.{SUFFIXES.get(type_, 'mp3')}", attach=False)


def _file_of(message: Message) -> str:
    held = message.photo[-1] if message.photo else message.audio or message.voice or message.document
    return held.file_id if held else ""
