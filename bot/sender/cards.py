"""Everybody's current card: edited in place, or sent anew and the old one stripped of its buttons."""

import asyncio

from bot.channels.telegram.outcome import Outcome
from bot.sender.line import IDLE, RETRY_PAUSE, UNCERTAIN_PAUSE, Line
from storage import outbox, people
from storage.outbox import DueCard, ShownCard

AFTER_OUTAGE = 86_400
"""Seconds before an outage in which somebody counts as active."""


class Cards:
    """One send in flight for each person; what changed meanwhile is shown after it."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._showing: set[bytes] = set()
        self._doubtful: set[bytes] = set()
        """People whose last send had an unknown fate: it is repeated once."""

    async def show_again(self, last_alive: int) -> None:
        """After an outage taps may be lost: whoever was active before gets the card once more."""
        await self._line.save(*outbox.show_again(last_alive - AFTER_OUTAGE, self._line.now()))

    async def round(self) -> None:
        """Begin to show all cards that are due; then wait for more."""
        woken = self._line.desk.woken
        woken.clear()
        for due in await outbox.due(self._line.desk.store.database, self._line.now()):
            if due.person not in self._showing:
                self._showing.add(due.person)
                self._line.begin(self._show(due))
        try:
            await asyncio.wait_for(woken.wait(), IDLE)
        except TimeoutError:
            return

    async def _show(self, due: DueCard) -> None:
        try:
            await self._shown(due)
        finally:
            self._showing.discard(due.person)
            self._line.desk.woken.set()

    async def _shown(self, due: DueCard) -> None:
        desk, save = self._line.desk, self._line.save
        chat = await people.chat_of(desk.store.database, desk.store.keys, due.person)
        card = await desk.card_of(due.person)
        if chat is None or card is None:
            return await save(outbox.done(due))
        before = await outbox.shown(desk.store.database, due.person)
        here = before.message if before and before.card == card.number and before.message > 0 else None
        sent = await self._line.attempt(lambda: self._line.outgoing.show(chat, card, here))
        if isinstance(sent, Outcome):
            return await self._failed(due, sent)
        self._doubtful.discard(due.person)
        now = ShownCard(card.number, sent.message_id)
        await save(outbox.set_shown(due.person, now, self._line.now()), outbox.done(due))
        if before and abs(before.message) != sent.message_id:
            await self._line.attempt(lambda: self._line.outgoing.strip(chat, abs(before.message)))

    async def _failed(self, due: DueCard, outcome: Outcome) -> None:
        now, save = self._line.now(), self._line.save
        match outcome.kind:
            case "blocked" | "gone":
                await save(people.set_reachable(due.person, False), outbox.done(due))
            case "retry_after":
                await save(outbox.later(due, now + int(outcome.seconds)))
            case "retry" | "stop":
                await save(outbox.later(due, now + RETRY_PAUSE))
            case "uncertain" if due.person not in self._doubtful:
                self._doubtful.add(due.person)
                await save(outbox.later(due, now + UNCERTAIN_PAUSE))
            case _:
                self._doubtful.discard(due.person)
                await save(outbox.done(due))  # whatever the person does next shows the card again
