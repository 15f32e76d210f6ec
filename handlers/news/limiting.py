"""Whether this is the time to tell somebody something: quiet hours, and the limit of a week."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

from handlers.events import notices
from handlers.timing import after_quiet, instant
from storage import announcements, deliveries
from storage.deliveries import DueDelivery
from storage.kinds import BULK
from storage.people import Somebody
from storage.store import Store
from storage.terms import Terms

WEEK = 7
FIRST_DAY = date(1970, 1, 1).toordinal()
"""Days of deliveries are counted from it."""


async def wait_until(store: Store, announcement: bytes, person: Somebody, now: datetime) -> datetime | None:
    """When to try again, where it must not go out just now; None if it may.

    In bulk nobody is written to in their quiet hours, nor more often in a week than the consultation says.
    """
    limits = await _limits(store, announcement)
    if limits is None:
        found = await announcements.get(store.database, announcement)
        return await notices.wait_until(store, found, person, now) if found else None
    turn = max(now, await _next_turn(store, person, limits, now))
    goes = after_quiet(turn, limits.terms.quiet, _zone(person, limits.terms))
    return goes if goes > now else None


async def for_who_comes(store: Store, person: Somebody, now: datetime) -> list[DueDelivery]:
    """What waits for a person who comes to us, as in the web chat: no more than the limit of a week leaves.

    Quiet hours are not looked at once more: nobody is woken by what they come to see.
    """
    found, in_bulk = [], list[BulkLimits]()
    for delivery in await deliveries.unseen_by(store.database, person.id, int(now.timestamp())):
        if limits := await _limits(store, delivery.announcement):
            heard = await _heard(store, person, limits, now)
            beside = [each for each in in_bulk if limits.count_all or not each.count_all]
            if len(heard) + len(beside) >= limits.terms.weekly_limit:
                continue
            in_bulk.append(limits)
        found.append(delivery)
    return found


async def day_there(store: Store, announcement: bytes, person: Somebody, now: datetime) -> int:
    """The day it is where somebody is, as a delivery keeps it: a week is a week of theirs."""
    limits = await _limits(store, announcement)
    return _day(now, _zone(person, limits.terms) if limits else UTC)


@dataclass(frozen=True, slots=True)
class BulkLimits:
    """What the consultation says of how often and when.

    `count_all`: for what only those are told who have not answered, all counts that they were told. For what
    others are told too, that does not: when it came to somebody would tell that they had not answered.
    """

    terms: Terms
    count_all: bool


async def _limits(store: Store, announcement: bytes) -> BulkLimits | None:
    """None for what is exempt from them."""
    found = await announcements.get(store.database, announcement)
    consultation = await store.consultation(found.consultation) if found else None
    if found is None or consultation is None or found.kind not in BULK:
        return None
    return BulkLimits(consultation.terms, found.audience == "unanswered")


def _zone(person: Somebody, terms: Terms) -> ZoneInfo:
    return ZoneInfo(person.zone) if person.zone else terms.zone


def _day(now: datetime, zone: tzinfo) -> int:
    return now.astimezone(zone).toordinal() - FIRST_DAY


async def _next_turn(store: Store, person: Somebody, limits: BulkLimits, now: datetime) -> datetime:
    """The day on which so few of the last seven days' messages count still that there may be one more."""
    days, limit = await _heard(store, person, limits, now), limits.terms.weekly_limit
    if len(days) < limit:
        return now
    free = date.fromordinal(FIRST_DAY + days[len(days) - limit] + WEEK)
    return instant(datetime.combine(free, time.min), _zone(person, limits.terms))


async def _heard(store: Store, person: Somebody, limits: BulkLimits, now: datetime) -> list[int]:
    """The days of what they were told in bulk within a week, and counts here."""
    today = _day(now, _zone(person, limits.terms))
    return await deliveries.days_heard(store.database, person.id, today - WEEK, limits.count_all)
