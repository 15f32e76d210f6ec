"""The clock that wakes: what is due stands in rows, and is found there however late the clock comes."""

import contextlib
import time
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.desk import Desk
from bot.doubting import at_start, looked
from bot.settings import random_bytes
from handlers.announcements import halting
from handlers.consultations import opening
from handlers.contacts import waiting
from handlers.events import going_out
from handlers.news import addressing
from handlers.upr import due
from storage import announcements, chores, clocks, consultations, erased
from storage.changes import Changes, NotOpen, Repeat, Stale, StorageDown
from storage.clocks import Belief
from storage.housekeeping import beat, pulse
from storage.retention import sweep_all
from storage.store import Store
from storage.wakes import EVERYBODY

log = structlog.get_logger()
SECONDS = 1
PULSE_SECONDS = 30
SWEEP_SECONDS = 3_600
OUTAGE = 150
"""Seconds after which Telegram drops a tap nobody fetched."""
LATE = 60
NIGHT = 3
"""The hour in which fewest people answer; the sweep looks whether it is that."""
STEPS = 20
"""So many parts of what is to be put down are written at each tick, before all else has its turn again."""


class Clock:
    """Opens and closes consultations, addresses announcements, tidies up."""

    def __init__(self, desk: Desk, evenly: Callable[[], float] = time.monotonic) -> None:
        self._desk = desk
        self._evenly = evenly
        self._belief: Belief | None = None
        self._looked = 0.0
        self._kept = 0.0
        self._swept = 0.0
        self._is_down = False
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
            self._is_down = True
            self._desk.outages.report(error)
        except Exception as error:  # the next tick must come, whatever this one met
            log.error("a tick failed; trying again", error=type(error).__name__)
        else:
            if self._is_down:
                self._is_down = False
                self._desk.outages.end()

    async def wake(self) -> None:
        """After an outage taps may be lost: whoever was active before it gets the card once more."""
        store, now = self._desk.store, int(self._desk.clock().timestamp())
        last = await pulse(store.database, clocks.WALL)
        if last is not None and now - last > OUTAGE:
            await self._desk.missed(now - last)
            await store.apply(Changes((beat(clocks.WALL, now),)))

    async def tick(self) -> None:
        """Do all that is due. Raises `StorageDown`."""
        store, now = self._desk.store, self._desk.clock()
        store.keys.let_go()
        store.keys.erasure.check()
        belief = await self._look(now)
        if await due_now(store, now, _moment(belief)):
            self._desk.changed((EVERYBODY,))
        if abs(belief.wall - self._kept) >= PULSE_SECONDS:
            self._kept = belief.wall
            await store.apply(Changes(clocks.keep(belief)))
        if abs(belief.sure - self._swept) >= SWEEP_SECONDS:
            self._swept, sure = belief.sure, int(belief.sure)
            await sweep_all(store, sure)
            store.ballast.lay()
            for folder in filter(None, (store.keys.folder, store.backups)):
                erased.drop_old(folder, sure)
            await self._rewrite_at_night(now)

    async def _rewrite_at_night(self, now: datetime) -> None:
        """If something was erased since the last night: while the files are rewritten, all who write wait."""
        store = self._desk.store
        if now.astimezone(await _zone(store)).hour == NIGHT and not store.tidying.locked():
            await chores.run(store, at_night=True)

    async def _look(self, now: datetime) -> Belief:
        """How much of what the clock says is believed; where that changes, it is said, and kept at once."""
        before, passed = self._belief, self._evenly() - self._looked
        belief = (
            looked(before, now.timestamp(), passed)
            if before
            else at_start(await clocks.last(self._desk.store.database), now.timestamp())
        )
        if bool(belief.doubted) != bool(before and before.doubted):
            self._kept = 0.0
            _tell_doubt(belief)
        self._belief, self._looked = belief, self._looked + passed
        return belief


async def _zone(store: Store) -> tzinfo:
    """Where people sleep: the zone of a consultation that they can still answer, if there is one."""
    zones = [each.terms.zone for each in await consultations.every(store.database) if not each.ended]
    return zones[0] if zones else UTC


def _tell_doubt(belief: Belief) -> None:
    if belief.doubted:
        ahead = int(belief.wall - belief.sure)
        log.warning("the clock jumped ahead; closing and deleting wait for a day", seconds=ahead)
    else:
        log.warning("the clock is believed again")


def _moment(belief: Belief) -> datetime:
    return datetime.fromtimestamp(belief.sure, UTC)


async def surely(store: Store, now: datetime) -> datetime:
    """How late it surely is, for a command that has not seen time pass."""
    return _moment(at_start(await clocks.last(store.database), now.timestamp()))


async def due_now(store: Store, now: datetime, sure: datetime | None = None) -> bool:
    """Open, close and address what is due, and do what must follow; whether there was anything.

    What cannot be undone is due where it is `sure` that it is so late; that is now, if nothing is said.
    """
    changed = await _apply(store, await opening.due(store, now, random_bytes, sure or now))
    changed |= await _apply(store, await going_out.disowned(store, now))
    changed |= await _apply(store, await halting.disowned(store))
    changed |= await _apply(store, await waiting.due(store, now))
    changed |= await _apply(store, await due.told(store, now))
    await _tell_late(store, int(now.timestamp()))
    async for changes in addressing.due(store, now):
        changed |= await _apply(store, [changes])
    changed |= await _apply(store, await going_out.moved_up(store, now, random_bytes))
    for _ in range(STEPS):
        if not await _apply(store, await addressing.tidied(store, now)):
            break
        changed = True
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
