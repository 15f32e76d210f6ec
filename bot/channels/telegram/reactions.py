"""What follows a commit at once, besides the card: best effort, and never in the way of the next batch."""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.channels.telegram.decode import Elsewhere
from bot.channels.telegram.outcome import classify
from bot.channels.telegram.render import Rendered, Words
from bot.channels.telegram.request import call
from bot.channels.telegram.sending import edit
from bot.channels.telegram.text import LIMIT, Piece, cut, to_html
from storage.messages import Incoming, Reaction, Tap

Menus = Mapping[str, Mapping[str, str]]
"""By language: what each command does."""
TOAST_LIMIT = 200
LONGEST_PAUSE = 60.0

log = structlog.get_logger(__name__)


class Reactions:
    """Carries out reactions in the background."""

    def __init__(self, bot: Bot, words: Words) -> None:
        self._bot = bot
        self._words = words
        self._running: set[asyncio.Task[object]] = set()

    def acknowledge(self, query_id: str, reaction: Reaction) -> None:
        """Answer a tap, so that its button stops waiting."""
        self._begin(self._try(call(self._bot, "answerCallbackQuery", **acknowledgement(query_id, reaction))))

    def follow(self, incoming: Incoming, reaction: Reaction) -> None:
        """Retire the tapped message and say farewell, where the reaction asks for it."""
        if reaction.retire and isinstance(incoming.said, Tap) and incoming.said.message_id is not None:
            retired = Rendered(to_html([Piece(reaction.retire, "i")]), [])
            self._begin(self._try(edit(self._bot, incoming.address, incoming.said.message_id, retired)))
        if reaction.farewell:
            self._begin(self._say(incoming.address, reaction.farewell))

    def explain(self, elsewhere: Elsewhere) -> None:
        """Tell a group where we can be talked to."""
        sentence = self._words(elsewhere.language).say(
            "I talk with one person at a time. Please write to %(bot)s.", bot=f"@{self._bot.username}"
        )
        self._begin(self._say(str(elsewhere.chat), sentence))

    def offer(self, menus: Menus) -> None:
        """Show the commands in the menu of the chat; the first language is that of whoever speaks none."""
        for number, (language, commands) in enumerate(menus.items()):
            for code in ("", language) if number == 0 else (language,):
                self._begin(self._try(self._set_menu(commands, code)))

    async def finish(self, seconds: float) -> None:
        """Give what is under way a last moment, then drop it."""
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=seconds)
            for task in late:
                task.cancel()

    def _begin(self, work: Coroutine[Any, Any, object]) -> None:
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _say(self, chat: str, text: str) -> None:
        text = cut(text, LIMIT)
        pause = await self._try(call(self._bot, "sendMessage", chat_id=chat, text=text))
        if pause is not None:
            await asyncio.sleep(pause)
            await self._try(call(self._bot, "sendMessage", chat_id=chat, text=text))

    async def _set_menu(self, commands: Mapping[str, str], language: str) -> None:
        said = [{"command": name, "description": text} for name, text in commands.items()]
        await call(self._bot, "setMyCommands", commands=said, language_code=language)

    async def _try(self, call: Coroutine[Any, Any, Any]) -> float | None:
        """Await one call; gives the seconds to wait before it may be repeated, None if it may not."""
        try:
            await call
        except TelegramError as error:
            outcome = classify(error)
            log.debug("A reaction did not arrive", outcome=outcome.kind)
            if outcome.kind in {"retry", "retry_after"}:
                return min(outcome.seconds or 1.0, LONGEST_PAUSE)
        return None


def acknowledgement(query_id: str, reaction: Reaction) -> dict[str, Any]:
    """What a tap is answered with (Bot API, "answerCallbackQuery")."""
    answer, text = {"callback_query_id": query_id}, toast(reaction)
    return {**answer, "text": text} if text else answer


def toast(reaction: Reaction) -> str:
    """The sentence that comes up over the chat, within the server's limit; may be empty."""
    return cut(reaction.toast, TOAST_LIMIT)
