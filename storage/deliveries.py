"""Deliveries: one row for each person an announcement goes to, so that each hears once."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import (
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    update,
)

from storage.announcements import DELIVER, Announcement
from storage.changes import Stale, Write
from storage.database import Database
from storage.kinds import BULK
from storage.schema.announcements import (
    ANNOUNCEMENT,
    DELIVERY,
    DELIVERY_TOTAL,
    OPEN_STATES,
    SENDING_STATES,
    Delivery,
)
from storage.schema.announcements import Announcement as AnnouncementRow

Fate = Literal[
    "waiting",
    "sending",
    "uncertain",
    "repeating",
    "sent",
    "blocked",
    "failed",
    "lost",
    "expired",
    "cancelled",
]
DAY = 86_400
SOME = 30
"""So many are sent in one go."""


@dataclass(frozen=True, slots=True)
class DueDelivery:
    """An announcement that one person has not got yet."""

    announcement: bytes
    person: bytes = field(repr=False)
    state: Fate


IS_OPEN = DELIVERY.state.op("IN")(literal_column(OPEN_STATES))
IS_BEING_SENT = DELIVERY.state.op("IN")(literal_column(SENDING_STATES))
"""As the indexes of those have it, that hold no others."""
_ROW = (DELIVERY.announcement, DELIVERY.person, DELIVERY.state)
_GOING = and_(
    ANNOUNCEMENT.id == DELIVERY.announcement,
    ANNOUNCEMENT.state == "sending",
)
_IN_TIME = or_(ANNOUNCEMENT.expires == 0, ANNOUNCEMENT.expires > bindparam("now"))
_IS_DUE = (IS_OPEN, DELIVERY.channel == bindparam("channel"), DELIVERY.due <= bindparam("now"))
_GOING_OUT = select(ANNOUNCEMENT.id).where(
    ANNOUNCEMENT.settled == 0,
    ANNOUNCEMENT.state == "sending",
    _IN_TIME,
    select(DELIVERY.person).where(DELIVERY.announcement == ANNOUNCEMENT.id, *_IS_DUE).exists(),
)
"""Few are under way at a time; of each one look in the index tells whether something is due."""
_DUE = (
    select(*_ROW, DELIVERY.due)
    .where(DELIVERY.announcement == bindparam("of"), *_IS_DUE)
    .order_by(DELIVERY.due, DELIVERY.person)
    .limit(SOME)
)
_BEING_SENT = select(*_ROW).where(IS_BEING_SENT)
_OF_PERSON = (
    select(*_ROW)
    .join(AnnouncementRow, _GOING)
    .where(
        DELIVERY.person == bindparam("person"),
        DELIVERY.state == "waiting",
        DELIVERY.due <= bindparam("now"),
        _IN_TIME,
    )
    .order_by(DELIVERY.due)
)
_FATE = (
    update(Delivery)
    .where(
        DELIVERY.announcement == bindparam("of"),
        DELIVERY.person == bindparam("who"),
        DELIVERY.state == bindparam("before"),
    )
    .values(state=bindparam("after"), due=bindparam("new_due"), day=bindparam("new_day"))
)
_CLAIM = _FATE.where(select(ANNOUNCEMENT.id).where(_GOING).exists())
_COUNTS = (
    select(DELIVERY.state, func.count())
    .where(DELIVERY.announcement == bindparam("of"))
    .group_by(DELIVERY.state)
)
_TOTALS = select(DELIVERY_TOTAL.state, DELIVERY_TOTAL.count).where(
    DELIVERY_TOTAL.announcement == bindparam("of")
)
_HEARD_IN_ALL = (
    select(DELIVERY.day)
    .join(AnnouncementRow, ANNOUNCEMENT.id == DELIVERY.announcement)
    .where(
        DELIVERY.person == bindparam("person"),
        or_(DELIVERY.state == "sent", DELIVERY.state == "lost"),
        DELIVERY.day > bindparam("since"),
        or_(*(ANNOUNCEMENT.kind == kind for kind in sorted(BULK))),
    )
    .order_by(DELIVERY.day)
)
_HEARD = _HEARD_IN_ALL.where(ANNOUNCEMENT.audience != "unanswered")


async def due(database: Database, channel: str, now: int) -> list[DueDelivery]:
    """Up to `SOME` deliveries to send on a channel, longest due first."""
    going_out = await database.rows(_GOING_OUT, channel=channel, now=now)
    found = await asyncio.gather(
        *(database.rows(_DUE, of=of, channel=channel, now=now) for (of,) in going_out)
    )
    rows = sorted((row for some in found for row in some), key=lambda row: row[-1])
    return [DueDelivery(*row[:-1]) for row in rows[:SOME]]


async def being_sent(database: Database) -> list[DueDelivery]:
    """Deliveries that somebody began to send and did not settle."""
    return [DueDelivery(*row) for row in await database.rows(_BEING_SENT)]


async def unseen_by(database: Database, person: bytes, now: int) -> list[DueDelivery]:
    """What waits for a person who comes to us, as in the web chat."""
    return [DueDelivery(*row) for row in await database.rows(_OF_PERSON, person=person, now=now)]


async def counts(database: Database, announcement: bytes) -> dict[str, int]:
    """How many deliveries of an announcement are in each state, those that became totals too."""
    found = {row[0]: int(row[1]) for row in await database.rows(_COUNTS, of=announcement)}
    for state, count in await database.rows(_TOTALS, of=announcement):
        found[state] = found.get(state, 0) + int(count)
    return found


async def days_heard(database: Database, person: bytes, since: int, all_of_it: bool) -> list[int]:
    """On which days (since 1970) after this one a person was told in bulk, one entry each, earliest first.

    `all_of_it`: also what only those are told who have not answered.
    """
    heard = _HEARD_IN_ALL if all_of_it else _HEARD
    return [row[0] for row in await database.rows(heard, person=person, since=since)]


def address(announcement: Announcement, dues: Mapping[bytes, int]) -> tuple[Write, ...]:
    """A delivery for each of these people at their own time, unless they have one."""
    return tuple(
        Write(DELIVER, {"of": announcement.id, "who": person, "new_due": due_at})
        for person, due_at in dues.items()
    )


def claim(delivery: DueDelivery) -> Write:
    """It is sent now; raises `Stale` if it is not in its state any more, or the announcement was halted."""
    return Write(
        _CLAIM,
        _values(delivery, "sending" if delivery.state == "waiting" else "repeating", 0, 0),
        otherwise=Stale,
    )


def settle(delivery: DueDelivery, fate: Fate, due_at: int = 0, day: int = 0) -> Write:
    """From the state it was loaded in to the next; raises `Stale` if it is not in that state any more.

    `day`: on which it was sent, since 1970, where who got it is.
    """
    return Write(_FATE, _values(delivery, fate, due_at, day), otherwise=Stale)


def _values(delivery: DueDelivery, fate: Fate, due_at: int, day: int) -> dict[str, object]:
    return {
        "of": delivery.announcement,
        "who": delivery.person,
        "before": delivery.state,
        "after": fate,
        "new_due": due_at,
        "new_day": day,
    }
