"""Everybody's current card: edited in place, or sent anew and the old one stripped of its buttons."""

import asyncio
import contextlib
import time
from dataclasses import replace
from typing import Any

import structlog

from bot.channels.telegram.outcome import Outcome
from bot.channels.telegram.sending import Look, Sent
from bot.lanes import Lanes
from bot.sender.line import IDLE, RETRY_PAUSE, Line
from storage import chat_messages, outbox, people
from storage.changes import Stale, StorageDown, Write
from storage.due import Appearance, DueCard, ShownCard
from storage.messages import Card

HOUR = 3_600
SURE = 0.1
"""Seconds for which a card that goes out without waiting counts as true: no longer than it is under way."""
MOMENT = 1.0
"""Seconds for which what somebody said waits for a card that is on its way to them."""
MOST_KNOWN = 1_000
"""Of so many people it is remembered where their card stands."""
log = structlog.get_logger()


class Cards:
    """One send in flight for each person; what changed meanwhile is shown after it."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._sending: dict[bytes, DueCard] = {}
        """By person, until the server has answered."""
        self._unsaved: dict[bytes, DueCard] = {}
        """The same, until their rows tell so: before that they are older than what was sent."""
        self._calls: dict[bytes, asyncio.Task[Any]] = {}
        """By person, what asks the server to show their card, until that is saved."""
        self._skipped: set[bytes] = set()
        """Whose rows a round has passed over for this."""
        self._begun: dict[bytes, DueCard] = {}
        """What has been under way since the rows of this round were asked for: they may be older."""
        self._saving = Lanes()
        self._next: dict[bytes, DueCard] = {}
        """What waits until that was answered; of several the last."""
        self._known: dict[bytes, ShownCard] = {}
        """What was last shown, of late: nobody else shows anything, so this is never older than the rows."""
        self._looks: dict[bytes, tuple[int, Look | None]] = {}
        """In which message, and how it looks: a tap on what is chosen already changes nothing."""

    async def round(self) -> None:
        """Begin to show all cards that are due; then wait for more."""
        woken = self._line.desk.woken
        woken.clear()
        desk, self._begun = self._line.desk, {**self._unsaved}
        for due in await outbox.due(desk.store.database, desk.store.keys, self._line.now()):
            shown = self._begun.get(due.person)
            if due.stamp in desk.in_hand:
                continue
            if shown is None:
                self._begin(due)
            elif shown.stamp != due.stamp:
                self._pass_over(due.person)
        # Not `wait_for`: in Python 3.11 it swallows a cancellation in the moment of waking, and a sender that
        # was told to stop, because another process sends now, would go on.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(IDLE):
                await woken.wait()

    def at_once(self, due: DueCard) -> None:
        """Show a card as a decision drew it."""
        shown = self._unsaved.get(due.person)
        if shown and shown.stamp == due.stamp:
            return  # a round was quicker and found its row
        if due.person in self._sending:
            self._next[due.person] = due
        else:
            before = self._known.get(due.person, due.before)
            self._begin(replace(due, before=before, sure_until=time.monotonic() + SURE))

    async def arrives(self, person: bytes) -> bool:
        """Wait a moment for the card that the server is asked to show somebody; whether there is one."""
        there = person in self._calls
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(MOMENT):
                while task := self._calls.get(person):
                    await asyncio.wait({task})
        return there

    def _pass_over(self, person: bytes) -> None:
        """Look again at their row once what is under way is saved."""
        if person in self._unsaved:
            self._skipped.add(person)
        else:
            self._line.desk.woken.set()

    def _begin(self, due: DueCard) -> None:
        self._sending[due.person] = self._unsaved[due.person] = self._begun[due.person] = due
        self._line.begin(self._show(due))

    async def _show(self, due: DueCard) -> None:
        try:
            await self._shown(due)
        except StorageDown:
            raise
        except Exception as error:  # one card that cannot be made holds nobody else's, and is not tried again
            log.error("a card could not be shown", error=type(error).__name__)
            await self._line.save(outbox.done(due))
        finally:
            if self._calls.get(due.person) is asyncio.current_task():
                del self._calls[due.person]
            if self._unsaved.get(due.person) is due:
                self._sending.pop(due.person, None)
                self._next.pop(due.person, None)
                del self._unsaved[due.person]
                if due.person in self._skipped:
                    self._line.desk.woken.set()
                self._skipped.discard(due.person)

    def _arrived(self, due: DueCard, now: ShownCard) -> None:
        """The next card may go to them."""
        self._known.pop(due.person, None)
        self._known[due.person] = now
        if len(self._known) > MOST_KNOWN:
            self._looks.pop(oldest := next(iter(self._known)), None)
            del self._known[oldest]
        del self._sending[due.person]
        if following := self._next.pop(due.person, None):
            # It was tapped on before it looked like this.
            _, look = self._looks.get(due.person, (0, None))
            self._begin(replace(following, before=now, buttons=look.buttons if look else b""))

    async def _shown(self, due: DueCard) -> None:
        if due.chat is None:
            return await self._line.save(outbox.done(due))
        async with self._line.alone_in(due.chat):
            before = await self._cleared(due.chat, due) if due.clear else due.before
            if isinstance(before, Outcome):
                return await self._failed(due, before)
            if due.repeated and (away := await self._line.is_back(due.chat)):
                return await self._failed(due, away)
            now = await self._line.attempt(due.chat, lambda chat: self._put(chat, due, before))
            if isinstance(now, Outcome):
                return await self._failed(due, now)
            if now is None:
                return await self._line.save(outbox.done(due))
            self._arrived(due, now)
        async with self._saving.of(due.person):  # what follows may have arrived before this is saved
            with contextlib.suppress(Stale):  # of who was forgotten nothing is kept
                await self._line.save(*self._rows(due, before, now), patient=True)
        if before and abs(before.message) != now.message:
            await self._line.attempt(
                due.chat, lambda chat: self._line.outgoing.strip(chat, abs(before.message))
            )

    async def _cleared(self, chat: str, due: DueCard) -> ShownCard | Outcome | None:
        """Delete the chat's messages; gives the card that is left, with the number that the new one has.

        A card too old to be deleted is edited in place, so that its question does not stay.
        """
        store, outgoing, before = self._line.desk.store, self._line.outgoing, due.before
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

    def _rows(self, due: DueCard, before: ShownCard | None, now: ShownCard) -> tuple[Write, ...]:
        """A new message can be deleted later; one that was edited is known already, or too old."""
        if now == before:
            return (outbox.done(due),)
        keys = self._line.desk.store.keys
        shown = (outbox.set_shown(keys, due.person, now, due.erasure_key), outbox.done(due))
        if before and abs(before.message) == now.message:
            return shown
        at = self._line.now()
        kept = (chat_messages.keep(keys, due.person, message, at) for message in (*now.above, now.message))
        return (*shown, *kept)

    async def _put(self, chat: str, due: DueCard, before: ShownCard | None) -> ShownCard | Outcome | None:
        """Show the card as it is at this moment; None if the person was forgotten."""
        newest = self._next.get(due.person, due)
        if newest.drawn and time.monotonic() < newest.sure_until:
            card: Card | None = newest.drawn.card
        else:
            card = await self._line.desk.card_of(due.person, newest.drawn)
        if card is None:
            return None
        here = before.message if before and before.card == card.message and before.message > 0 else None
        if task := asyncio.current_task():
            self._calls[due.person] = task
        sent = await self._line.outgoing.show(chat, card, here, self._look(newest, here))
        if isinstance(sent, Outcome):
            return sent
        self._looks[due.person] = sent.message_id, sent.look
        hour, since = self._line.now() // HOUR, _appearance(before, card, sent)
        return ShownCard(card.message, sent.message_id, hour, since, sent.above)

    def _look(self, due: DueCard, message: int | None) -> Look | None:
        """How the message looks, where the tap has said so too: an older edit may have come late."""
        known, look = self._looks.pop(due.person, (0, None))
        return look if look and known == message and look.buttons == due.buttons else None

    async def _failed(self, due: DueCard, outcome: Outcome) -> None:
        now, save = self._line.now(), self._line.save
        match outcome.kind:
            case "blocked" | "gone":
                await save(people.set_reachable(due.person, False), outbox.done(due))
            case "retry_after":
                await save(outbox.later(due, self._line.after(outcome.seconds)))
            case "retry" | "doubt":
                await save(outbox.later(due, now + RETRY_PAUSE))
            case "uncertain" if not due.repeated:
                await save(outbox.once_more(due, now + RETRY_PAUSE))
            case _:
                log.error("a card may not have arrived", outcome=outcome.kind)
                await save(outbox.done(due))  # whatever the person does next shows the card again


def _appearance(before: ShownCard | None, card: Card, sent: Sent) -> Appearance | None:
    """Since when the chat shows this question: as long as it showed it before, else from now on."""
    question = card.at.partition(".")[2]
    if before and before.appearance and before.appearance.question == question:
        return before.appearance
    return None if sent.edited is None else Appearance(question, sent.message_id, sent.edited)
