"""The hand that taps and writes, and the eye that waits for what comes of it."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace

from tests.bot_api import Person
from tests.load.screen import Screen, read

DESPERATE = 150.0
"""Seconds without any progress after which the test fails: a server whose deliveries had no answer in time
rests up to 120 s before it tries again (`tests/bot_api/webhook.py`).
"""
Kept = Callable[[int], Awaitable[int]]
"""The number that the card of a person must have by what is stored of them."""


@dataclass
class Phone:
    """One person's phone. When nothing happens for `patience` seconds, they send a sticker.

    Each time they wait twice as long before the next: a bot that is slow for a while catches up.

    All that is written brings a new card, and each card carries a number: one too many was taken twice, one
    too few was not taken. `ordered`: what they do reaches the bot in that order. Else what is written may
    overtake a tap: they write when their taps are answered. Where one is not, it may come late and bring one
    more card or not; how many came is seen in what is `kept`, once all that they did is taken.
    """

    person: Person
    kept: Kept
    patience: float = 2.5
    ordered: bool = True
    hasty: bool = False
    """They do not wait until their taps are answered."""
    counts: Counter[str] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)
    """Seconds until each next screen."""
    _cards: int = 1
    """The number that the card must have when everything that was written is taken, each once."""
    _late: int = 0
    """So many more cards may come of taps that were overtaken."""
    _tapped: list[str] = field(default_factory=list)
    """Taps whose answer is not seen yet."""

    async def press(self, data: str, message_id: int) -> None:
        """Tap; the bot may not have heard of it yet."""
        self._tapped.append(await self.person.press(data, message_id))
        self.counts["taps"] += 1

    async def write(self, text: str) -> None:
        """Write a message."""
        await self._lets_go()
        await self.person.send(text)
        self._wrote()

    async def show(self, kind: str, content: str = "") -> None:
        """Send something that is not text."""
        await self._lets_go()
        await self.person.shows(kind, content)
        self._wrote()

    async def press_old(self, data: str, message_id: int) -> None:
        """Tap on a card that is not the current one: it comes again below, as if something was written."""
        await self._lets_go()
        await self.press(data, message_id)
        self._cards += 1

    async def next(self, before: Screen | None) -> Screen:
        """The next screen, once all that was written is taken."""
        began, patience = time.monotonic(), self.patience
        while time.monotonic() - began < DESPERATE:
            if self._late:
                await self._learns()
            try:
                async with asyncio.timeout(patience):
                    screen = await self._changed(before)
            except TimeoutError:
                patience *= 2
                self.counts["stickers"] += 1
                self._overtakes()
                await self.person.shows("sticker")
                self._wrote()
            else:
                self.waits.append(time.monotonic() - began)
                return screen
        raise AssertionError(f"nothing goes on; card {self._cards} should be here:\n{self.person}")

    async def _changed(self, before: Screen | None) -> Screen:
        while True:
            screen = self._screen()
            if screen and (not before or screen.state != before.state):
                assert screen.card <= self._cards, f"taken twice, {self._cards} cards are due:\n{self.person}"
                if screen.card == self._cards:
                    return screen
            await self.person.chat.moves()

    async def _lets_go(self) -> None:
        """Wait until the taps are answered, for as long as patience lasts."""
        if not (self.ordered or self.hasty):
            with suppress(TimeoutError):
                async with asyncio.timeout(self.patience):
                    for query in self._tapped:
                        await self.person.acknowledged(query, DESPERATE)
        self._overtakes()

    def _overtakes(self) -> None:
        """What is written now may come before taps that are not answered."""
        self._tapped = [query for query in self._tapped if not self.person.answered(query)]
        self._late += 0 if self.ordered else len(self._tapped)

    async def _learns(self) -> None:
        """How many of the taps came late: when all is taken, nothing can change the number any more."""
        async with asyncio.timeout(DESPERATE):
            while self.person.waiting:
                await asyncio.sleep(0.02)
        kept = await self.kept(self.person.person_id)
        more = kept - self._cards
        assert 0 <= more <= self._late, f"{self._cards} to {self._late} more due, {kept} kept:\n{self.person}"
        self._cards, self._late = kept, 0

    def _wrote(self) -> None:
        """What is written brings a new card."""
        self._cards += 1
        self.counts["written"] += 1

    def _screen(self) -> Screen | None:
        bot = [message for message in self.person.sees() if message.sender == "bot"]
        return read(replace(bot[-1])) if bot else None
