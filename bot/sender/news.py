"""Announcements: one after the other at an even pace, each claimed in its row before it is sent."""

import asyncio
import math
from dataclasses import replace

import structlog

from bot.channels.telegram.outcome import Outcome
from bot.sender.line import CHANNEL, IDLE, RETRY_PAUSE, Line
from handlers.news import limiting, telling
from storage import chat_messages, deliveries, people
from storage.changes import Stale, StorageDown, Write
from storage.deliveries import DueDelivery, Fate
from storage.messages import News

log = structlog.get_logger()


class NewsRound:
    """Goes through what is due; people's own cards go out beside it and do not wait."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._sending: set[DueDelivery] = set()

    async def round(self) -> None:
        """Send up to thirty."""
        await self._recover()
        found = await deliveries.due(self._line.desk.store.database, CHANNEL, self._line.now())
        for delivery in found:
            await self._line.ready_for_bulk()
            if delivery.state == "uncertain" and (away := await self._away(delivery)):
                await self._failed(delivery, away)
            elif claimed := await self._claim(delivery):
                self._sending.add(claimed)
                self._line.begin(self._send(claimed))
        if not found:
            await asyncio.sleep(IDLE)

    async def _recover(self) -> None:
        """Who began a send and does not go on with it: a process that was killed, or this one, where the
        database was down just then. Its fate is unknown."""
        for delivery in await deliveries.being_sent(self._line.desk.store.database):
            if delivery not in self._sending:
                await self._unknown(delivery)

    async def _away(self, delivery: DueDelivery) -> Outcome | None:
        """Why it is too early to repeat this one, if it is. Asked before the claim spends the repeat."""
        store = self._line.desk.store
        chat = await people.chat_of(store.database, store.keys, delivery.person)
        return await self._line.is_back(chat, bulk=True) if chat else None

    async def _claim(self, delivery: DueDelivery) -> DueDelivery | None:
        fate: Fate = "sending" if delivery.state == "waiting" else "repeating"
        try:
            await self._line.save(deliveries.claim(delivery))
        except Stale:
            return None  # another process has it, it was halted, or erased
        return replace(delivery, state=fate)

    async def _send(self, delivery: DueDelivery) -> None:
        try:
            await self._sent(delivery)
        except StorageDown:
            raise
        except Exception as error:  # one that cannot be made holds nobody else's, and is not tried again
            log.error("an announcement could not be made", error=type(error).__name__)
            await self._settle(delivery, "failed")
        finally:
            self._sending.discard(delivery)

    async def _sent(self, delivery: DueDelivery) -> None:
        store = self._line.desk.store
        chat = await people.chat_of(store.database, store.keys, delivery.person)
        person = await people.get(store.database, delivery.person)
        if chat is None or person is None or not person.reachable:
            return await self._settle(delivery, "blocked")
        news = await telling.news(store, delivery.announcement, person)
        if news is None:
            return await self._settle(delivery, "cancelled")
        async with self._line.alone_in(chat):  # so that two at once keep the limit of a week
            if later := await limiting.wait_until(
                store, delivery.announcement, person, self._line.desk.clock()
            ):
                return await self._settle(delivery, self._unsent(delivery), math.ceil(later.timestamp()))
            day = await limiting.day_there(store, delivery.announcement, person, self._line.desk.clock())
            await self._told(delivery, chat, news, day)

    async def _told(self, delivery: DueDelivery, chat: str, news: News, day: int) -> None:
        tell = self._line.outgoing.tell
        sent = await self._line.attempt(chat, lambda chat: tell(chat, news), bulk=True)
        if isinstance(sent, Outcome):
            return await self._failed(delivery, sent)
        now, keys = self._line.now(), self._line.desk.store.keys
        kept = chat_messages.keep(keys, delivery.person, sent.message_id, now)
        await self._settle(delivery, "sent", 0, kept, day=day)

    async def _failed(self, delivery: DueDelivery, outcome: Outcome) -> None:
        now = self._line.now()
        match outcome.kind:
            case "blocked" | "gone":
                await self._line.save(people.set_reachable(delivery.person, False))
                await self._settle(delivery, "blocked")
            case "retry_after":
                await self._settle(delivery, self._unsent(delivery), self._line.after(outcome.seconds))
            case "retry" | "doubt":
                await self._settle(delivery, self._unsent(delivery), now + RETRY_PAUSE)
            case "uncertain":
                await self._unknown(delivery)
            case _:
                await self._settle(delivery, "failed")

    async def _unknown(self, delivery: DueDelivery) -> None:
        """It may have arrived: it is sent once more, and then only reported."""
        if delivery.state == "sending":
            return await self._settle(delivery, "uncertain", self._line.now() + RETRY_PAUSE)
        log.error("an announcement may not have arrived")
        await self._settle(delivery, "lost")

    def _unsent(self, delivery: DueDelivery) -> Fate:
        return "waiting" if delivery.state == "sending" else "uncertain"

    async def _settle(
        self, delivery: DueDelivery, fate: Fate, due: int = 0, *beside: Write, day: int = 0
    ) -> None:
        day = day or self._line.now() // deliveries.DAY
        try:
            await self._line.save(deliveries.settle(delivery, fate, due, day), *beside)
        except Stale:
            return  # the person was erased meanwhile, and the delivery with them
