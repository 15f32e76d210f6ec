"""Announcements whose time has come: those of a rule are made, and each of an audience gets a delivery."""

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import islice
from zoneinfo import ZoneInfo

import structlog

from handlers.announcements.audience import FEWEST, audience
from handlers.approvals.actions import STOP
from handlers.approvals.approval import may_go_out
from handlers.timing import after_quiet, first_anywhere, first_in, instant, occurrences
from storage import (
    announcement_states,
    announcements,
    audiences,
    consultations,
    deliveries,
    people,
    staff,
    totals,
)
from storage.announcements import Announcement
from storage.audiences import Listener
from storage.changes import Changes, Write
from storage.consultations import Consultation
from storage.kinds import BULK
from storage.store import Store
from storage.wakes import EVERYBODY

CHUNK = 100
log = structlog.get_logger()


async def due(store: Store, now: datetime) -> AsyncIterator[Changes]:
    """What follows for each announcement that is due, each to be saved by itself, before the next is made.

    A part that was saved before is left alone when it is made again: whoever is killed here is taken over
    from, and nothing is sent before all of an audience have their delivery.
    """
    for announcement in await announcements.due(store.database, int(now.timestamp())):
        if not await may_go_out(store, announcement):
            log.warning("an announcement was not sent: it is not as it was approved")
            yield Changes((announcement_states.move(announcement, "asked"),))
            continue
        consultation = await consultations.get(store.database, announcement.consultation)
        if consultation is None:
            continue
        if announcement.rule:
            yield await _came(store, consultation, announcement)
        else:
            async for changes in _addressed(store, consultation, announcement, now):
                yield changes


async def tidied(store: Store, now: datetime) -> list[Changes]:
    """The next step by which what is too late, called off or finished is put down as that; none is left once
    there is nothing to do."""
    seconds = int(now.timestamp())
    return [Changes(totals.tidy(each, seconds)) for each in await totals.untidy(store.database, seconds)]


async def _came(store: Store, consultation: Consultation, series: Announcement) -> Changes:
    """One announcement of a rule is made; its id is that of its day, whoever makes it."""
    walls = occurrences(series.rule, datetime.fromisoformat(series.local))
    left = [wall for wall in walls if int(first_anywhere(wall).timestamp()) >= series.due]
    after = int(first_anywhere(left[1]).timestamp()) if len(left) > 1 else None
    writes = [announcement_states.advance(series, after)]
    if left:
        writes.append(announcements.occur(await _occurrence(store, consultation, series, walls[0], left[0])))
    return Changes(tuple(writes))


async def _occurrence(
    store: Store, consultation: Consultation, series: Announcement, first: datetime, wall: datetime
) -> Announcement:
    zones = await audiences.zones(store.database, consultation.slug)
    return replace(
        series,
        id=blake2b(f"{wall:%Y-%m-%d}".encode(), key=series.id, digest_size=16).digest(),
        due=int(first_in(wall, consultation.terms.zone, zones).timestamp()),
        expires=series.expires and series.expires + int((wall - first).total_seconds()),
        local=f"{wall:%Y-%m-%dT%H:%M}",
        rule="",
        series=series.id,
    )


async def _addressed(
    store: Store, consultation: Consultation, announcement: Announcement, now: datetime
) -> AsyncIterator[Changes]:
    reached, times = False, dict[str, int]()
    async for part in audience(store, announcement):
        reached = True
        for who in part.values():
            if who.zone not in times:
                times[who.zone] = _time(consultation, announcement, who, now)
        for some in _chunks({each: times[who.zone] for each, who in part.items()}):
            yield Changes((announcement_states.still(announcement), *deliveries.address(announcement, some)))
    if announcement.audience == "unanswered" and not reached:
        log.warning("an announcement has too few people to go to", fewest=FEWEST)
    ready = (announcement_states.addressed(announcement), *await _told_to_staff(store, announcement, now))
    yield Changes(ready, wakes=frozenset({EVERYBODY}))


async def _told_to_staff(store: Store, announcement: Announcement, now: datetime) -> tuple[Write, ...]:
    """Those who could stop it hear that it goes out, before anybody else."""
    every = await staff.every(store.database, store.keys)
    could = [each.person for each in every if each.role in STOP.roles]
    first = {each: 0 for each in could if await people.get(store.database, each)}  # not who has no chat
    if announcement.kind not in BULK or not first:
        return ()
    note = announcements.note(announcement, int(now.timestamp()))
    return (announcements.occur(note), *deliveries.address(note, first))


def _time(consultation: Consultation, announcement: Announcement, who: Listener, now: datetime) -> int:
    """When it comes to somebody, in UTC seconds."""
    zone = ZoneInfo(who.zone) if who.zone else consultation.terms.zone
    moment = datetime.fromtimestamp(announcement.due, UTC)
    if announcement.local:
        moment = instant(datetime.fromisoformat(announcement.local), zone)
    if announcement.kind in BULK:
        moment = after_quiet(max(moment, now), consultation.terms.quiet, zone)
    return int(moment.timestamp())


def _chunks(times: Mapping[bytes, int]) -> Iterator[dict[bytes, int]]:
    left = iter(times.items())
    while some := dict(islice(left, CHUNK)):
        yield some
