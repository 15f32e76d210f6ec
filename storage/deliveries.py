"""Deliveries: one row for each person an announcement goes to, so that each hears once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import (
    BigInteger,
    LargeBinary,
    and_,
    bindparam,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.announcements import Announcement
from storage.changes import Stale, Write
from storage.database import Database
from storage.kinds import BULK
from storage.people import still_there
from storage.schema.announcements import (
    ANNOUNCEMENT,
    DELIVERY,
    DELIVERY_TOTAL,
    Delivery,
)
from storage.schema.announcements import Announcement as AnnouncementRow
from storage.schema.people import PERSON, Person

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
UNSETTLED: tuple[Fate, ...] = ("waiting", "sending", "uncertain", "repeating")
DAY = 86_400


@dataclass(frozen=True, slots=True)
class DueDelivery:
    """An announcement that one person has not got yet."""

    announcement: bytes
    person: bytes = field(repr=False)
    state: Fate


_OPEN = or_(DELIVERY.state == "waiting", DELIVERY.state == "uncertain")
_ROW = (DELIVERY.announcement, DELIVERY.person, DELIVERY.state)
_GOING = and_(
    ANNOUNCEMENT.id == DELIVERY.announcement,
    ANNOUNCEMENT.state == "sending",
)
_IN_TIME = or_(ANNOUNCEMENT.expires == 0, ANNOUNCEMENT.expires > bindparam("now"))
_ADDRESS = (
    upsert(Delivery)
    .from_select(
        ["announcement", "person", "state", "due", "day"],
        select(
            bindparam("of", type_=LargeBinary),
            bindparam("who", type_=LargeBinary),
            bindparam("state", "waiting"),
            bindparam("new_due", type_=BigInteger),
            bindparam("day", 0),
        ).where(still_there(bindparam("who"))),
    )
    .on_conflict_do_nothing()
)
_DUE = (
    select(*_ROW)
    .join(Person, PERSON.id == DELIVERY.person)
    .join(AnnouncementRow, _GOING)
    .where(_OPEN, DELIVERY.due <= bindparam("now"), PERSON.channel == bindparam("channel"), _IN_TIME)
    .order_by(DELIVERY.due)
    .limit(30)
)
_BEING_SENT = select(*_ROW).where(or_(DELIVERY.state == "sending", DELIVERY.state == "repeating"))
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
    """Up to 30 deliveries to send on a channel, longest due first."""
    rows = await database.rows(_DUE, channel=channel, now=now)
    return [DueDelivery(*row) for row in rows]


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
        Write(_ADDRESS, {"of": announcement.id, "who": person, "new_due": due_at})
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
