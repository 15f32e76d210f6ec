"""Where every channel hands in what people did: load, decide, save; then the channel shows it."""

import asyncio
import contextlib
import os
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import structlog

from bot.arrival_watch import ArrivalWatch
from bot.channel_health import ChannelHealth
from bot.deadly import noted
from bot.drawn import DrawnCards
from bot.fair_share import FairShare
from bot.lanes import Lanes
from bot.outage_log import OutageLog
from bot.throttle import Throttle
from handlers import routing
from handlers.news import limiting, telling
from handlers.view import APART_AFTER, Fetch, FileLimits, Place, fetch_nothing
from storage import chores, deliveries, outbox, people
from storage.changes import (
    Changes,
    DiskFull,
    KeysUnavailable,
    NotOpen,
    Repeat,
    Stale,
    StorageDown,
)
from storage.deliveries import DueDelivery, Fate
from storage.due import Drawn, DueCard
from storage.housekeeping import put_aside, see
from storage.keys import KeyMissing
from storage.messages import Card, File, Incoming, News, Reaction, Tap
from storage.people import Somebody
from storage.signs import MARKS, Sign
from storage.store import Store
from storage.wakes import EVERYBODY, mark

log = structlog.get_logger()
BY_CODE = b"by code"
TRIES = 20
GUESSES, WEARS_OFF = 60, 900
"""Wrong codes and sign-in links of everybody at once, and seconds after which a third of them counts."""
ACTIVE = 86_400
"""Seconds before an outage in which somebody counts as active."""


def utc_now() -> datetime:
    """The time, as the clock of this machine tells it."""
    return datetime.now(UTC)


async def no_card_arrives(_: bytes) -> bool:
    """Where no cards are sent from this process."""
    return False


class Desk:
    """One process's desk. `woken` is set when a card or a chore waits."""

    def __init__(
        self,
        store: Store,
        public_url: str = "",
        clock: Callable[[], datetime] = utc_now,
        limits: FileLimits | None = None,
        apart_after: int = APART_AFTER,
    ) -> None:
        self.store = store
        self.clock = clock
        self.woken = asyncio.Event()
        self.show_at_once: Callable[[DueCard], None] | None = None
        """Where cards are sent from this process: takes one as a decision drew it."""
        self.card_arrives: Callable[[bytes], Awaitable[bool]] = no_card_arrives
        """Waits a moment for a card that is on its way to a person; whether there is one."""
        self.in_hand: set[int] = set()
        """Stamps of cards that are being committed, to be handed over at once: no round looks them up."""
        self.fetchers: dict[str, Fetch] = {}
        """By channel: how the content of a file that was sent there comes here."""
        self.pages: Callable[[Iterable[str]], None] = lambda _: None
        """Where open pages are: they hear whose of them show something else now."""
        self.bot_name: Callable[[], str] = str
        """The bot's username in Telegram; empty where it is not known."""
        self.telegram = ChannelHealth()
        self.outages = OutageLog(time.monotonic)
        self.guesses = FairShare(GUESSES, WEARS_OFF)
        """Wrong codes and sign-in links. Right ones are never counted, so that nobody keeps others out."""
        self._public_url = public_url
        self._limits = limits or FileLimits()
        self._apart_after = apart_after
        self._lanes = Lanes()
        self._drawn = DrawnCards()
        self._throttle = Throttle()
        self._watch = ArrivalWatch(store, clock)
        self._shown_again = 0

    def place(self, channel: str = "") -> Place:
        """Time and chance, now; and how files that were sent on this channel come here."""
        fetch = self.fetchers.get(channel, fetch_nothing)
        return Place(
            self.clock(),
            os.urandom,
            self._public_url,
            self.bot_name(),
            self._limits,
            fetch,
            apart_after=self._apart_after,
        )

    async def take(self, incoming: Incoming) -> Reaction:
        """Returns after the commit. Raises `StorageDown`: nothing was taken, try again.

        What comes faster than anybody can tap is not taken; the person is told so once. On a full disk, and
        where keys are missing, the person is told that nothing was kept: to hold the line would tell nobody.
        """
        who = (incoming.channel, incoming.address)
        if (may := self._throttle.check(who)) != "go on":
            return routing.too_fast(incoming) if may == "tell" else Reaction()
        self._watch.met(who)
        async with self._lanes.of(who):
            try:
                return await (
                    self._opened(incoming) if isinstance(incoming.said, File) else self._taken(incoming)
                )
            except DiskFull:
                return await routing.no_room(self.store, self.place(), incoming)
            except KeysUnavailable as error:
                self.outages.report(error)
                return await routing.no_keys(self.store, incoming)
            except StorageDown:
                raise
            except Exception as error:  # content never stops the line, whatever our code made of it
                kind, content = type(error).__name__, repr(incoming.said)
                return await self.put_aside(incoming.channel, incoming.address, incoming.key, kind, content)

    async def _opened(self, incoming: Incoming) -> Reaction:
        """A file is taken, unless the process died at it again and again."""
        async with noted(self.store, incoming.key, int(self.clock().timestamp())) as may_be:
            if may_be:
                return await self._taken(incoming)
        return await self.put_aside(
            incoming.channel, incoming.address, incoming.key, "ProcessDied", repr(incoming.said)
        )

    async def _taken(self, incoming: Incoming) -> Reaction:
        found: tuple[Sign, ...] | None = None
        for left in reversed(range(TRIES)):
            try:
                changes = await self._decided(incoming, found or ())
                if changes.arrival and found is None:
                    found = await self._watch.look(incoming, changes.arrival)
                    changes = await self._decided(incoming, found) if found else changes
                await self._applied(changes)
            except (Stale, NotOpen):
                self.store.look_again()
                continue  # something changed meanwhile: decide again on what is true now
            except KeyMissing:
                self.store.look_again()
                if left:
                    continue  # another process closed it just now: decide again
                raise
            except Repeat:
                return Reaction()
            if changes.arrival and found:
                await self._watch.note(changes.arrival.consultation, found)
            return await self._done(changes, incoming)
        raise StorageDown("A conversation kept changing while it was decided on.")

    async def _decided(self, incoming: Incoming, found: Sequence[Sign] = ()) -> Changes:
        """Where the card is only just on its way to who spoke, decide again when it is there."""
        place = self._place_of(incoming, looks_made=bool(MARKS & {*found}))
        changes = await routing.decide(self.store, place, incoming)
        if changes.early and await self.card_arrives(changes.early):
            changes = await routing.decide(self.store, place, incoming)
        return changes

    def _place_of(self, incoming: Incoming, looks_made: bool) -> Place:
        who = incoming.networks or (f"{incoming.channel}:{incoming.address}",)
        place = self.place(incoming.channel)
        return replace(place, may_guess=lambda: self.guesses.take(who), looks_made=looks_made)

    async def _applied(self, changes: Changes) -> None:
        stamp = changes.due.stamp if changes.due else 0
        self.in_hand.add(stamp)
        try:
            await self.store.apply(changes)
        finally:
            self.in_hand.discard(stamp)

    async def _done(self, changes: Changes, incoming: Incoming) -> Reaction:
        if changes.chores:
            await chores.run(self.store)
        if changes.due and self.show_at_once:
            buttons = incoming.said.buttons if isinstance(incoming.said, Tap) else b""
            self.show_at_once(replace(changes.due, buttons=buttons))
        else:
            if changes.drawn:
                self._drawn.keep(changes.drawn)
            self.woken.set()
        self._show_pages(changes.wakes)
        return changes.reaction

    def changed(self, marks: Iterable[str]) -> None:
        """Something waits to be sent, or pages show something else: those with these marks."""
        self.woken.set()
        self._show_pages(marks)

    def _show_pages(self, marks: Iterable[str]) -> None:
        """What concerns everybody is mostly that a consultation has changed, here or in another process."""
        if EVERYBODY in marks:
            self.store.look_again()
        self.pages(marks)

    def mark(self, person: bytes) -> str:
        """By which this person's pages are told that they show something else."""
        return mark(self.store.keys, person.removesuffix(BY_CODE))

    async def put_aside(self, channel: str, address: str, key: str, error: str, content: str) -> Reaction:
        """Keep, sealed, what our code could not handle. `address` may be empty. Raises `StorageDown`."""
        now, identity = int(self.clock().timestamp()), os.urandom(16)
        log.error("put aside", channel=channel, error=error)
        kept = put_aside(self.store.keys, identity, (channel, address), error, content, now)
        person = await people.find(self.store.database, self.store.keys, channel, address)
        again = (
            (outbox.queue(person.id, outbox.stamp(os.urandom(4)), now),)
            if person and channel == "telegram"
            else ()
        )
        try:
            await self.store.apply(Changes((see(key, now), kept, *again)))
        except Repeat:
            return Reaction()
        if again:
            self.woken.set()
        return Reaction(show=True)

    async def missed(self, seconds: float) -> None:
        """After an outage taps may be lost: whoever was active before it gets the card once more."""
        now = int(self.clock().timestamp())
        if now - seconds <= self._shown_again:
            return  # both ways to and from the server notice the same outage
        self._shown_again = now
        log.warning("back after an outage", seconds=int(seconds))
        async for part in outbox.shown_since(self.store.database, now - int(seconds) - ACTIVE):
            await self.store.apply(Changes(outbox.show_again(part, now)))
            self.woken.set()

    async def whose(self, channel: str, address: str) -> bytes | None:
        """Tells people apart, and devices of theirs that came by a code from the others; None for nobody."""
        person = await people.find(self.store.database, self.store.keys, channel, address)
        return person.id + (BY_CODE if person.by_code else b"") if person else None

    async def first_card(self, incoming: Incoming) -> Card:
        """What somebody new would see after this; nothing is kept of it."""
        return await routing.first_card(self.store, self.place(), incoming)

    async def card(self, channel: str, address: str) -> Card | None:
        """What this person sees now; None if nobody has this address."""
        person = await people.find(self.store.database, self.store.keys, channel, address)
        if person is None:
            return None
        if person.limited:  # what was drawn may be for another device of theirs
            return await self._loaded_for(person)
        return await self._drawn.card(self.store, person.id) or await self._loaded_for(person)

    async def card_of(self, person: bytes, drawn: Drawn | None = None) -> Card | None:
        """What a person sees now, by id: as `drawn`, if that is still true. None if they were forgotten."""
        if card := await self._drawn.card(self.store, person, drawn):
            return card
        somebody = await people.get(self.store.database, person)
        return await self._loaded_for(somebody) if somebody else None

    async def _loaded_for(self, person: Somebody) -> Card:
        return await routing.current_card(self.store, self.place(), person)

    async def news(self, address: str) -> list[News]:
        """Announcements a person of the web chat has not seen; they count as seen once they were `told`."""
        person = await people.find(self.store.database, self.store.keys, "web", address)
        if person is None or person.limited:  # it waits for another device of theirs
            return []
        found = []
        for delivery in await limiting.for_who_comes(self.store, person, self.clock()):
            if news := await telling.news(self.store, delivery.announcement, person):
                found.append(news)
            else:
                await self._settle(delivery, person, "cancelled")
        return found

    async def told(self, address: str, news: Sequence[News]) -> None:
        """These were shown to a person of the web chat."""
        if person := await people.find(self.store.database, self.store.keys, "web", address):
            for each in news:
                await self._settle(DueDelivery(bytes.fromhex(each.key), person.id, "waiting"), person, "sent")

    async def _settle(self, delivery: DueDelivery, person: Somebody, fate: Fate) -> None:
        day = await limiting.day_there(self.store, delivery.announcement, person, self.clock())
        with contextlib.suppress(Stale):  # another page showed it
            await self.store.apply(Changes((deliveries.settle(delivery, fate, day=day),)))
