"""An event goes out, or does not: approved, refused, cancelled, changed; whom it concerns is told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.events import notices
from handlers.view import Fresh
from storage import announcements, events, people, rsvps, told
from storage.changes import Changes, Write
from storage.events import Event
from storage.kinds import EventKind
from storage.store import Store
from storage.wakes import EVERYBODY

WAKES = frozenset({EVERYBODY})
MOST_AT_ONCE = 50
"""So many get a free place of an event at each tick of the clock."""


async def becomes(store: Store, event: Event) -> Event | None:
    """What people see of it once it is approved: itself, or the event that it changes.

    None where that one is not any more what it was when the change was written.
    """
    if event.changes is None:
        return event
    before = await events.get(store.database, event.changes)
    if before is None or before.state != "open" or before.sequence + 1 != event.sequence:
        return None
    return replace(event, id=before.id, state="open", author=before.author, changes=None)


async def approved(store: Store, event: Event, now: datetime) -> Changes:
    """It is open, and those it concerns are invited; a change reaches those who answered.

    `Stale` when saved if it is not what was looked at.
    """
    if event.changes is not None:
        return await _change_approved(store, event, event.changes, now)
    opened = replace(event, state="open")
    writes = (
        events.change(event, opened),
        announcements.add(notices.invitation(opened, now)),
        *_reminders(opened),
        *_to_author(opened, "event_approved", now),
    )
    return Changes(writes, wakes=WAKES)


async def _change_approved(store: Store, event: Event, changes: bytes, now: datetime) -> Changes:
    before, after = await events.get(store.database, changes), await becomes(store, event)
    if before is None or after is None:
        return refused(event, "", now)
    decided = await changed(store, before, after, now, by=event)
    new = replace(after, sequence=event.sequence, author=event.author)
    to_author = _to_author(new, "event_change_approved", now)
    return replace(decided, writes=(events.drop(event), *decided.writes, *to_author))


def refused(event: Event, reason: str, now: datetime) -> Changes:
    """It does not go out; who wrote it is told why."""
    return Changes(tuple(_refused(event, reason, now)), wakes=WAKES)


def taken_back(event: Event) -> Changes:
    """Whose it is does not want it to go out any more. It can be written anew."""
    return Changes((events.change(event, replace(event, state="refused", reason="")),))


async def disowned(store: Store, now: datetime) -> list[Changes]:
    """What an organisation asked for or announced goes with its good name, each to be saved by itself."""
    return [
        await cancelled(store, each, now) if each.state == "open" else refused(each, "", now)
        for each in await events.disowned(store.database, int(now.timestamp()))
    ]


async def cancelled(store: Store, event: Event, now: datetime) -> Changes:
    """It does not take place: all who come, may come or wait are told, and nobody is reminded."""
    ended = replace(event, state="cancelled", sequence=event.sequence + 1)
    writes = (
        events.change(event, ended),
        *told.withdraw(event),
        *await _outrun(store, event, now),
        *await _all_told(store, ended, "event_cancelled", now),
    )
    return Changes(writes, wakes=WAKES)


async def changed(
    store: Store, event: Event, after: Event, now: datetime, by: Event | None = None
) -> Changes:
    """An open event is another one: all who answered are told, and reminded of what it is now.

    `by`: the change that was approved; others that wait were written for what it was, and are refused.
    """
    new = replace(after, sequence=event.sequence + 1)
    writes = (
        events.change(event, new),
        *_called_off(event, new),
        *await _outrun(store, event, now, by),
        *await _all_told(store, new, "event_changed", now),
        *_reminders(new),
        *await _all_reminded(store, new, now),
        *(await _all_shown(store, new, now) if new.point not in {"", event.point} else ()),
    )
    return Changes(writes, wakes=WAKES)


async def moved_up(store: Store, now: datetime, fresh: Fresh) -> list[Changes]:
    """A place that is free goes to who waits longest, who is told; each to be saved by itself."""
    found = []
    for identity in await rsvps.awaited(store.database, int(now.timestamp())):
        event = await events.get(store.database, identity)
        if event is None or event.state != "open" or event.starts <= now.timestamp():
            continue
        taken = await rsvps.coming(store.database, identity) if event.capacity else 0
        free = min(MOST_AT_ONCE, event.capacity - taken if event.capacity else MOST_AT_ONCE)
        for person in await rsvps.waiting(store.database, identity, free) if free > 0 else ():
            found.append(await _up(store, event, person, now, fresh))
    return found


async def _up(store: Store, event: Event, person: bytes, now: datetime, fresh: Fresh) -> Changes:
    at = int(now.timestamp())
    somebody = await people.get(store.database, person)
    due = notices.tactful(event, notices.zone_of(event, somebody), now) if somebody else at
    news = replace(notices.told(event, "event_place", due, event.starts), id=fresh(16))
    writes = (*rsvps.move_up(event, person), *announcements.tell(news, [person]))
    if somebody is None:
        return Changes(writes, wakes=WAKES)
    shown = notices.showing(event, somebody, due)
    return Changes((*writes, *shown, *notices.reminding(event, somebody, at)), wakes=WAKES)


async def _outrun(store: Store, event: Event, now: datetime, but: Event | None = None) -> list[Write]:
    """Changes that wait are refused: the event that they were written for is another one."""
    waiting = await events.changes_of(store.database, event.id)
    others = [each for each in waiting if but is None or each.id != but.id]
    return [write for each in others for write in _refused(each, "", now)]


def _refused(event: Event, reason: str, now: datetime) -> Iterator[Write]:
    no = replace(event, state="refused", reason=reason)
    yield events.change(event, no)
    yield from _to_author(no, "event_refused", now)


def _reminders(event: Event) -> Iterator[Write]:
    return (announcements.add(each) for each in notices.reminders(event))


def _called_off(event: Event, new: Event) -> Iterator[Write]:
    """Nobody is reminded of it as it was, told the same change twice, nor shown where it is no more."""
    kinds: tuple[EventKind, ...] = ("event_evening", "event_soon", "event_changed")
    moved: tuple[EventKind, ...] = ("event_map",) if new.point != event.point else ()
    return (told.call_off(event, kind) for kind in (*kinds, *moved))


def _to_author(event: Event, kind: EventKind, now: datetime) -> tuple[Write, ...]:
    if event.author is None:
        return ()
    return announcements.tell(notices.told(event, kind, int(now.timestamp())), [event.author])


async def _all_told(store: Store, event: Event, kind: EventKind, now: datetime) -> list[Write]:
    news = notices.told(event, kind, int(now.timestamp()), event.ends)
    zones = await told.zones(store.database, event.id)
    return [
        announcements.add(news),
        *(
            told.tell_all(news.id, event, zone, notices.tactful(event, ZoneInfo(zone or event.zone), now))
            for zone in zones
        ),
    ]


async def _all_reminded(store: Store, event: Event, now: datetime) -> list[Write]:
    at = int(now.timestamp())
    return [
        told.remind_all(announcement, event, zone, due)
        for zone in await told.zones(store.database, event.id)
        for announcement, due in notices.reminded_at(event, ZoneInfo(zone or event.zone), at).items()
    ]


async def _all_shown(store: Store, event: Event, now: datetime) -> list[Write]:
    """Another place on the map, to all who come."""
    place = notices.the_place(event)
    zones = await told.zones(store.database, event.id)
    due = {zone: notices.tactful(event, ZoneInfo(zone or event.zone), now) for zone in zones}
    return [announcements.occur(place), *(told.show_all(place.id, event, *each) for each in due.items())]
