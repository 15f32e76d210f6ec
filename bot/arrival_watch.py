"""What comes in is watched, and what looks made by a machine is noted; it counts all the same."""

import contextlib
import time
from collections.abc import Callable, Hashable, Sequence
from datetime import datetime

import structlog

from bot.arrivals import HOUR, WATCHED, Arrivals
from storage import collected, signs
from storage.changes import Arrival, Changes, StorageError
from storage.messages import Incoming
from storage.signs import Sign
from storage.store import Store

WEEK = 7 * 86_400
TOLD_AGAIN = 3_600
"""Seconds until the log says once more that there is a sign."""
log = structlog.get_logger()


class ArrivalWatch:
    """What is usual is read from what there is, so that it is known after a start. `clock` tells the time."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store, self._clock = store, clock
        self._arrivals = Arrivals()
        self._usual: dict[str, tuple[float, float | None]] = {}
        self._told: dict[tuple[str, Sign], float] = {}

    def met(self, chat: Hashable) -> None:
        """A chat did something."""
        self._arrivals.met(chat)

    async def look(self, incoming: Incoming, arrival: Arrival) -> tuple[Sign, ...]:
        """The signs of a response that comes in."""
        usual = await self._usual_in(arrival.consultation)
        chat = incoming.channel, incoming.address
        return self._arrivals.arrived(chat, arrival, usual, incoming.networks)

    async def note(self, consultation: str, found: Sequence[Sign]) -> None:
        """Write down that there is a sign, now and then how many, and tell the log."""
        week = int(self._clock().timestamp()) // WEEK
        for sign in found:
            self._tell(consultation, sign)
            more = self._arrivals.count(consultation, sign, week)
            if more is not None:
                with contextlib.suppress(StorageError):
                    await self._store.apply(Changes((signs.add(consultation, sign, week, more),)))

    def _tell(self, consultation: str, sign: Sign) -> None:
        now = time.monotonic()
        if now - self._told.get((consultation, sign), -TOLD_AGAIN) >= TOLD_AGAIN:
            self._told[consultation, sign] = now
            log.warning("responses look made by a machine; `consultation show` says more", sign=sign)

    async def _usual_in(self, slug: str) -> float | None:
        read_at, usual = self._usual.get(slug, (-float(HOUR), None))
        if time.monotonic() - read_at >= HOUR:
            usual = await self._count(slug)
            self._usual[slug] = time.monotonic(), usual
        return usual

    async def _count(self, slug: str) -> float | None:
        consultation = await self._store.consultation(slug)
        if consultation is None:
            return None
        hours = (self._clock() - consultation.opens).total_seconds() / HOUR
        if hours < WATCHED:
            return None
        return await collected.count_all(self._store.database, slug) / hours
