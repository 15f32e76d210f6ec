"""Everybody's current card: edited in place, or sent anew and the old one stripped of its buttons."""

import asyncio
import contextlib
import math

import structlog

from bot.channels.telegram.outcome import Outcome
from bot.sender.line import IDLE, RETRY_PAUSE, Line
from storage import chat_messages, outbox, people
from storage.changes import StorageDown, Write
from storage.outbox import DueCard, ShownCard

log = structlog.get_logger()


class Cards:
    """One send in flight for each person; what changed meanwhile is shown after it."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._showing: set[bytes] = set()

    async def round(self) -> None:
        """Begin to show all cards that are due; then wait for more."""
        woken = self._line.desk.woken
        woken.clear()
        store, busy = self._line.desk.store, frozenset(self._showing)
        for due in await outbox.due(store.database, store.keys, self._line.now()):
            # Of somebody who was being shown a card, the rows may be older than what was sent.
            if due.person not in busy and due.person not in self._showing:
                self._showing.add(due.person)
                self._line.begin(self._show(due))
        # Not `wait_for`: in Python 3.11 it swallows a cancellation in the moment of waking, and a sender that
        # was told to stop, because another process sends now, would go on.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(IDLE):
                await woken.wait()

    async def _show(self, due: DueCard) -> None:
        try:
            await self._shown(due)
        except StorageDown:
            raise
        except Exception as error:  # one card that cannot be made holds nobody else's, and is not tried again
            log.error("a card could not be shown", error=type(error).__name__)
            await self._line.save(outbox.done(due))
        finally:
            self._showing.discard(due.person)
            self._line.desk.woken.set()

    async def _shown(self, due: DueCard) -> None:
        if due.chat is None:
            return await self._line.save(outbox.done(due))
        async with self._line.alone_in(due.chat):
            await self._shown_in(due.chat, due)

    async def _shown_in(self, chat: str, due: DueCard) -> None:
        save, before = self._line.save, due.before
        if due.clear:
            left = await self._cleared(chat, due, before)
            if isinstance(left, Outcome):
                return await self._failed(due, left)
            before = left
        if due.repeated and (away := await self._line.is_back(chat)):
            return await self._failed(due, away)
        now = await self._line.attempt(chat, lambda chat: self._put(chat, due.person, before))
        if isinstance(now, Outcome):
            return await self._failed(due, now)
        if now is None:
            return await save(outbox.done(due))
        await save(
            outbox.set_shown(due.person, now, self._line.now()),
            outbox.done(due),
            *self._kept(due, before, now),
            patient=True,
        )
        if before and abs(before.message) != now.message:
            await self._line.attempt(chat, lambda chat: self._line.outgoing.strip(chat, abs(before.message)))

    async def _cleared(self, chat: str, due: DueCard, before: ShownCard | None) -> ShownCard | Outcome | None:
        """Delete the chat's messages; gives the card that is left, with the number that the new one has.

        A card too old to be deleted is edited in place, so that its question does not stay.
        """
        store, outgoing = self._line.desk.store, self._line.outgoing
        messages = await chat_messages.of(store.database, store.keys, due.person, self._line.now())
        if messages:
            failed = await self._line.attempt(chat, lambda chat: outgoing.clear(chat, messages))
            if failed is not None and failed.kind != "refused":
                return failed
            await self._line.save(
                chat_messages.drop(store.keys, due.person, messages[-1]), outbox.cleared(due)
            )
        if before is None or abs(before.message) in messages:
            return None
        card = await self._line.desk.card_of(due.person)
        return ShownCard(card.message, abs(before.message)) if card else before

    def _kept(self, due: DueCard, before: ShownCard | None, now: ShownCard) -> tuple[Write, ...]:
        """A new message can be deleted later; one that was edited is known already, or too old."""
        if before and abs(before.message) == now.message:
            return ()
        keys, at = self._line.desk.store.keys, self._line.now()
        return tuple(
            chat_messages.keep(keys, due.person, message, at) for message in (*now.above, now.message)
        )

    async def _put(self, chat: str, person: bytes, before: ShownCard | None) -> ShownCard | Outcome | None:
        """Show the card as it is at this moment; None if the person was forgotten."""
        card = await self._line.desk.card_of(person)
        if card is None:
            return None
        here = before.message if before and before.card == card.message and before.message > 0 else None
        sent = await self._line.outgoing.show(chat, card, here)
        return sent if isinstance(sent, Outcome) else ShownCard(card.message, sent.message_id, sent.above)

    async def _failed(self, due: DueCard, outcome: Outcome) -> None:
        now, save = self._line.now(), self._line.save
        match outcome.kind:
            case "blocked" | "gone":
                await save(people.set_reachable(due.person, False), outbox.done(due))
            case "retry_after":
                await save(outbox.later(due, now + math.ceil(outcome.seconds)))
            case "retry" | "stop":
                await save(outbox.later(due, now + RETRY_PAUSE))
            case "uncertain" if not due.repeated:
                await save(outbox.once_more(due, now + RETRY_PAUSE))
            case _:
                log.error("a card may not have arrived", outcome=outcome.kind)
                await save(outbox.done(due))  # whatever the person does next shows the card again
