"""What is on its way: how far it is; halted, let go on, called off, one announcement or all at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from handlers.announcements.announcing import BEFORE_SENDING, AnnouncementRefused
from handlers.timing import first_anywhere, occurrences
from storage import announcements, deliveries
from storage.announcements import Announcement, State
from storage.changes import Changes, Write
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


def resumed(announcement: Announcement, now: datetime) -> Changes:
    """It goes on where it was paused; by a rule, with the next time. Raises `AnnouncementRefused`."""
    _must_be(announcement, "paused")
    due, series = announcement.due, tuple[Write, ...]()
    if announcement.rule:
        walls = occurrences(announcement.rule, datetime.fromisoformat(announcement.local))
        begins = [int(first_anywhere(wall).timestamp()) for wall in walls]
        due = next((each for each in begins if each >= max(due, int(now.timestamp()))), begins[-1] + 1)
        series = (announcements.move_series(announcement, "paused", "waiting"),)
    return Changes((announcements.resume(announcement, due), *series), wakes=frozenset({EVERYBODY}))


def all_resumed(every: Sequence[Announcement], now: datetime) -> Changes:
    """These go on, each as by itself; what came by a rule goes on with its rule. Raises as `resumed`."""
    rules = {each.id for each in every if each.rule}
    changes = [resumed(each, now) for each in every if each.series not in rules]
    return Changes(tuple(write for each in changes for write in each.writes), wakes=frozenset({EVERYBODY}))


def cancelled(announcement: Announcement) -> Changes:
    """Nothing of it goes out any more, ever. Raises `AnnouncementRefused`."""
    _must_be(announcement, *BEFORE_SENDING, "sending")
    return _moved(announcement, "cancelled", "waiting", "sending", "paused")


def stopped() -> Changes:
    """Everything that waits or is on its way is paused at once."""
    return Changes((announcements.stop(),), wakes=frozenset({EVERYBODY}))


def _moved(announcement: Announcement, after: State, *before: State) -> Changes:
    came = [announcements.move_series(announcement, each, after) for each in before if announcement.rule]
    return Changes((announcements.move(announcement, after), *came), wakes=frozenset({EVERYBODY}))


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
