"""Reminders of what somebody began: claimed in their row before they are sent, so that none comes twice."""

import asyncio
import contextlib
from dataclasses import replace

import structlog

from bot.channels.telegram.sending import Sent
from bot.sender.line import RETRY_PAUSE, Line
from handlers.news import reminding
from storage import chat_messages, people, reminders
from storage.changes import Stale, StorageDown
from storage.messages import News
from storage.reminders import LAST, Reminder

log = structlog.get_logger()
PAUSE = 20.0
"""Seconds between two looks."""


class RemindersRound:
    """Goes through who is to be reminded, one after the other, at the pace of announcements."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def round(self) -> None:
        """Remind up to thirty people; where nobody is due, wait a while."""
        store, now = self._line.desk.store, self._line.now()
        found = await reminders.due(store.database, now)
        for reminder in found:
            try:
                await self._remind(reminder)
            except StorageDown:
                raise
            except Exception as error:  # one that cannot be made holds nobody else's
                log.error("a reminder could not be made", error=type(error).__name__)
                await self._line.save(reminders.drop(reminder.person))
        if not found:
            await asyncio.sleep(PAUSE)

    async def _remind(self, reminder: Reminder) -> None:
        store = self._line.desk.store
        due = await reminding.due(store, reminder, self._line.desk.clock())
        chat = await people.chat_of(store.database, store.keys, reminder.person)
        if due.news and chat:
            await self._line.ready_for_bulk()
        try:
            await self._line.save(due.kept)
        except Stale:
            return  # they stopped it, or were erased
        if due.news and due.after and chat:
            await self._send(chat, due.news, due.after, reminder)

    async def _send(self, chat: str, news: News, after: Reminder, before: Reminder) -> None:
        tell = self._line.outgoing.tell
        async with self._line.alone_in(chat):
            sent = await self._line.attempt(chat, lambda chat: tell(chat, news), bulk=True)
        if isinstance(sent, Sent):
            return await self._sent(after, sent.message_id)
        match sent.kind:
            case "blocked" | "gone":
                await self._line.save(people.set_reachable(after.person, False))
            case "retry_after" | "retry" | "doubt":  # it did not go out: the same once more
                again = replace(before, due=self._line.after(max(RETRY_PAUSE, sent.seconds)))
                with contextlib.suppress(Stale):
                    await self._line.save(reminders.move(after, again))
            case _:
                log.warning("a reminder may not have arrived", outcome=sent.kind)

    async def _sent(self, after: Reminder, message: int) -> None:
        """The row of who has got all reminders goes at once."""
        over = (reminders.drop(after.person),) if after.stage > LAST else ()
        kept = chat_messages.keep(self._line.desk.store.keys, after.person, message, self._line.now())
        await self._line.save(kept, *over)
