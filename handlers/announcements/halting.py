"""What is on its way: how far it is; halted, let go on, called off, one announcement or all at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from handlers.announcements.announcing import BEFORE_SENDING, consultation_of
from handlers.announcements.checking import AnnouncementRefused
from handlers.timing import first_anywhere, last_in, occurrences
from storage import announcement_states, announcements, audiences, deliveries
from storage.announcements import Announcement
from storage.changes import Changes, Write
from storage.kinds import State
from storage.store import Store
from storage.wakes import EVERYBODY

REPORTED: Mapping[str, tuple[str, ...]] = {
    "sent": ("sent",),
    "failed": ("failed",),
    "blocked": ("blocked",),
    "expired": ("expired",),
    "uncertain": ("lost", "uncertain", "repeating"),
    "cancelled": ("cancelled",),
    "waiting": ("waiting", "sending"),
}
"""What a report counts together."""


def paused(announcement: Announcement) -> Changes:
    """Nothing more of it goes out until it is resumed. Raises `AnnouncementRefused`."""
    _must_be(announcement, "waiting", "sending")
    return _moved(announcement, "paused", "waiting", "sending")


async def resumed(store: Store, every: Sequence[Announcement], now: datetime) -> Changes:
    """These go on where they were paused; what came by a rule, with it. Raises `AnnouncementRefused`."""
    rules = {each.id for each in every if each.rule}
    writes = list[Write]()
    for announcement in every:
        _must_be(announcement, "paused")
        if announcement.series not in rules:
            writes += await _resumed(store, announcement, now)
    return Changes(tuple(writes), wakes=frozenset({EVERYBODY}))


async def _resumed(store: Store, announcement: Announcement, now: datetime) -> tuple[Write, ...]:
    if not announcement.rule:
        return (announcement_states.resume(announcement, announcement.due),)
    return (
        announcement_states.resume(announcement, await _next_time(store, announcement, now)),
        announcement_states.move_series(announcement, "paused", "waiting"),
    )


async def _next_time(store: Store, series: Announcement, now: datetime) -> int:
    """When a rule goes on: with the first time it has not come by yet that is still to come for somebody."""
    consultation = await consultation_of(store, series.consultation)
    zones = await audiences.zones(store.database, series.consultation)
    walls = occurrences(series.rule, datetime.fromisoformat(series.local))
    begins = {wall: int(first_anywhere(wall).timestamp()) for wall in walls}
    left = (wall for wall in walls if begins[wall] >= series.due)
    coming = (begins[wall] for wall in left if last_in(wall, consultation.terms.zone, zones) >= now)
    return next(coming, begins[walls[-1]] + 1)


def cancelled(announcement: Announcement) -> Changes:
    """Nothing of it goes out any more, ever. Raises `AnnouncementRefused`."""
    _must_be(announcement, *BEFORE_SENDING, "sending")
    return _moved(announcement, "cancelled", "waiting", "sending", "paused")


async def disowned(store: Store) -> list[Changes]:
    """What organisations wrote that are not verified any more is called off, each to be saved by itself."""
    return [cancelled(each) for each in await announcements.disowned(store.database)]


def stopped() -> Changes:
    """Everything that waits or is on its way is paused at once."""
    return Changes((announcement_states.stop(),), wakes=frozenset({EVERYBODY}))


def _moved(announcement: Announcement, after: State, *before: State) -> Changes:
    came = [
        announcement_states.move_series(announcement, each, after) for each in before if announcement.rule
    ]
    return Changes((announcement_states.move(announcement, after), *came), wakes=frozenset({EVERYBODY}))


def _must_be(announcement: Announcement, *states: State) -> None:
    if announcement.state not in states:
        raise AnnouncementRefused(f"It is {announcement.state}; nothing was changed.")


async def went_to_nobody(store: Store, announcement: Announcement) -> bool:
    """Whether its time came while too few had not answered, so that it was not sent at all."""
    over = announcement.audience == "unanswered" and announcement.state == "done"
    return over and not await deliveries.counts(store.database, announcement.id)


async def report(store: Store, announcement: Announcement) -> dict[str, int]:
    """What became of it, exactly; whoever shows these numbers rounds them. They add up to its audience."""
    counts = await deliveries.counts(store.database, announcement.id)
    return {name: sum(counts.get(state, 0) for state in states) for name, states in REPORTED.items()}
