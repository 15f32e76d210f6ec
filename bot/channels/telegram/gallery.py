"""Pictures and recordings above a card: each a message of its own, uploaded once by each bot.

A card can be edited as long as it is text; a picture cannot be put above it later. So whatever a question
shows and plays is sent first, and the card below it.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Protocol

import structlog
from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.channels.telegram.parts import WHOLE
from bot.channels.telegram.render import Keyboard
from bot.channels.telegram.request import call
from bot.channels.telegram.results import converted
from bot.channels.telegram.text import cut
from bot.channels.telegram.values import Upload
from bot.channels.telegram.wire import Delivered
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
METHODS = {
    "image": ("sendPhoto", "photo"),
    "file": ("sendDocument", "document"),
    "audio": ("sendAudio", "audio"),
}
"""By kind of medium: the method, and its field for the file."""
PATIENCE = 60.0
"""Seconds until the answer to an upload counts as lost."""
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

    async def tell(self, chat: str, medium: Medium, caption: str, keyboard: Keyboard) -> int:
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

    async def _told_anew(self, chat: str, medium: Medium, caption: str, keyboard: Keyboard) -> int:
        found = await self._files.content(medium.digest)
        if found is None:
            return 0
        message = await self._with_text(chat, medium, _upload(medium, *found), caption, keyboard)
        await self._files.keep_file(f"{self._bot.id}:{medium.digest}", message.file)
        return message.message_id

    async def _with_text(
        self, chat: str, medium: Medium, file: str | Upload, caption: str, keyboard: Keyboard
    ) -> Delivered:
        kind = "image" if medium.kind == "image" else "file"
        marked = {"caption": caption, "parse_mode": ParseMode.HTML}
        buttons = {"reply_markup": {"inline_keyboard": keyboard}} if keyboard else {}
        return await self._call(chat, kind, file, **marked, **buttons)

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
        await self._files.keep_file(key, message.file)
        return message.message_id

    async def _put(self, chat: str, medium: Medium, file: str | Upload, caption: str | None) -> Delivered:
        said = {"caption": caption} if caption else {}
        if medium.kind not in {"image", "file"}:
            return await self._call(chat, "audio", file, **said, title=cut(medium.text, 60))
        return await self._call(chat, medium.kind, file, **said)

    async def _call(self, chat: str, kind: str, file: str | Upload, **values: Any) -> Delivered:
        method, field = METHODS[kind]
        upload = replace(file, field=field) if isinstance(file, Upload) else None
        known = {} if upload else {field: file}
        return converted(
            await call(self._bot, method, PATIENCE, upload, chat_id=chat, **known, **values), Delivered
        )


def above(card: Card) -> Sequence[Medium]:
    """What is sent above a card: of its choices only where all of them stand on it."""
    choices = [row for row in card.buttons if any(button.role == "choice" for button in row)]
    return card.all_media if len(choices) <= WHOLE else card.media


def _upload(medium: Medium, type_: str, content: bytes) -> Upload:
    return Upload("", f"{medium.kind}.{SUFFIXES.get(type_, 'mp3')}", content)
