"""The clock that wakes: what is due stands in rows, and is found there however late the clock comes."""

import contextlib
from datetime import datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.desk import Desk
from bot.settings import random_bytes
from handlers.announcements import halting
from handlers.consultations import opening
from handlers.events import going_out
from handlers.news import addressing
from storage import announcements, chores, erased, totals
from storage.changes import Changes, NotOpen, Repeat, Stale, StorageDown
from storage.housekeeping import beat, pulse, sweep
from storage.store import Store
from storage.wakes import EVERYBODY

log = structlog.get_logger()
SECONDS = 1
PULSE_SECONDS = 30
SWEEP_SECONDS = 3_600
PULSE = "clock"
OUTAGE = 150
"""Seconds after which Telegram drops a tap nobody fetched."""
LATE = 60


class Clock:
    """Opens and closes consultations, addresses announcements, tidies up."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._pulse = 0
        self._swept = 0
        self._scheduler = AsyncIOScheduler()

    def start(self) -> None:
        """Tick every second from now on; a tick that is late or overlaps is one tick."""
        self._scheduler.add_job(
            self._guarded,
            "interval",
            seconds=SECONDS,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )
        self._scheduler.start()

    def stop(self) -> None:
        """No tick after this one."""
        self._scheduler.shutdown(wait=False)

    async def _guarded(self) -> None:
        try:
            await self.tick()
        except StorageDown as error:
            log.warning("the database is down; trying again", error=str(error))
        except Exception as error:  # the next tick must come, whatever this one met
            log.error("a tick failed; trying again", error=type(error).__name__)

    async def wake(self) -> None:
        """After an outage taps may be lost: whoever was active before it gets the card once more."""
        store, now = self._desk.store, int(self._desk.clock().timestamp())
        last = await pulse(store.database, PULSE)
        if last is not None and now - last > OUTAGE:
            await self._desk.missed(now - last)
            await store.apply(Changes((beat(PULSE, now),)))

    async def tick(self) -> None:
        """Do all that is due. Raises `StorageDown`."""
        store, now = self._desk.store, int(self._desk.clock().timestamp())
        store.keys.let_go()
        if await due_now(store, self._desk.clock()):
            self._desk.changed((EVERYBODY,))
        if now - self._pulse >= PULSE_SECONDS:
            self._pulse = now
            await store.apply(Changes((beat(PULSE, now),)))
        if now - self._swept >= SWEEP_SECONDS:
            self._swept = now
            await store.apply(Changes((*sweep(now), *totals.sweep(now))))
            store.ballast.lay()
            erased.drop_old(store.keys.folder, now)


async def due_now(store: Store, now: datetime) -> bool:
    """Open, close and address what is due, and do what must follow; whether there was anything."""
    changed = await _apply(store, await opening.due(store, now, random_bytes))
    changed |= await _apply(store, await going_out.disowned(store, now))
    changed |= await _apply(store, await halting.disowned(store))
    await _tell_late(store, int(now.timestamp()))
    changed |= await _apply(store, await addressing.due(store, now))
    changed |= await _apply(store, await going_out.moved_up(store, now, random_bytes))
    changed |= await _apply(store, await addressing.tidied(store, now))
    if not store.tidying.locked():  # what waits for a reader must not hold up the clock
        await chores.run(store)
    return changed


async def _apply(store: Store, due: list[Changes]) -> bool:
    for changes in due:
        with contextlib.suppress(NotOpen, Repeat, Stale):  # another process did it
            await store.apply(changes)
    return bool(due)


async def _tell_late(store: Store, now: int) -> None:
    for announcement in await announcements.due(store.database, now):
        if now - announcement.due > LATE and not announcement.rule:
            log.warning("an announcement goes out late", seconds=now - announcement.due)
