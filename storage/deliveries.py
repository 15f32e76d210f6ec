"""Deliveries: one row for each person an announcement goes to, so that each hears once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import (
    BigInteger,
    LargeBinary,
    and_,
    bindparam,
    case,
    delete,
    func,
    literal,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.sql.expression import ColumnElement

from storage.announcements import BULK, Announcement
from storage.changes import Stale, Write
from storage.database import Database
from storage.people import still_there
from storage.schema.announcements import (
    ANNOUNCEMENT,
    DELIVERY,
    DELIVERY_TOTAL,
    Delivery,
    DeliveryTotal,
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
KEPT_DAYS = 30


@dataclass(frozen=True, slots=True)
class DueDelivery:
    """An announcement that one person has not got yet."""

    announcement: bytes
    person: bytes = field(repr=False)
    state: Fate


_OPEN = or_(DELIVERY.state == "waiting", DELIVERY.state == "uncertain")
_UNSETTLED = or_(*(DELIVERY.state == fate for fate in UNSETTLED))
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
_HEARD = (
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
_TOO_LATE = select(ANNOUNCEMENT.id).where(
    ANNOUNCEMENT.expires > 0,
    ANNOUNCEMENT.expires <= bindparam("now"),
    or_(ANNOUNCEMENT.state == "sending", ANNOUNCEMENT.state == "paused"),
)
_CALLED_OFF = select(ANNOUNCEMENT.id).where(ANNOUNCEMENT.state == "cancelled")
_TO_TOTAL = and_(
    DELIVERY.announcement.in_(
        select(ANNOUNCEMENT.id).where(
            ANNOUNCEMENT.audience == "unanswered",
            or_(ANNOUNCEMENT.state == "done", ANNOUNCEMENT.state == "cancelled"),
        )
    ),
    ~_UNSETTLED,
)
_OLD = and_(
    DELIVERY.announcement.in_(
        select(ANNOUNCEMENT.id).where(or_(ANNOUNCEMENT.state == "done", ANNOUNCEMENT.state == "cancelled"))
    ),
    ~_UNSETTLED,
    DELIVERY.day < bindparam("before"),
)
_NOTHING_OPEN = and_(
    ANNOUNCEMENT.state == "sending",
    # Those who answer an invitation get their reminders one by one, until it is too late.
    or_(ANNOUNCEMENT.audience != "invited", ANNOUNCEMENT.expires <= bindparam("now")),
    ~select(DELIVERY.person).where(DELIVERY.announcement == ANNOUNCEMENT.id, _UNSETTLED).exists(),
)
_UNTIDY = select(literal(1)).where(
    or_(
        select(ANNOUNCEMENT.id).where(_NOTHING_OPEN).exists(),
        select(DELIVERY.person).where(_OPEN, DELIVERY.announcement.in_(_TOO_LATE)).exists(),
        select(DELIVERY.person).where(_OPEN, DELIVERY.announcement.in_(_CALLED_OFF)).exists(),
        select(DELIVERY.person).where(_TO_TOTAL).exists(),
    )
)
_EXPIRE = (
    update(Delivery)
    .where(_OPEN, DELIVERY.announcement.in_(_TOO_LATE))
    .values(state=case((DELIVERY.state == "uncertain", "lost"), else_="expired"), day=bindparam("today"))
)
_CALL_OFF = (
    update(Delivery)
    .where(_OPEN, DELIVERY.announcement.in_(_CALLED_OFF))
    .values(state=case((DELIVERY.state == "uncertain", "lost"), else_="cancelled"), day=bindparam("today"))
)
_FINISH = update(AnnouncementRow).where(_NOTHING_OPEN).values(state="done")


def _add_totals(which: ColumnElement[bool]) -> Insert:
    counted = upsert(DeliveryTotal).from_select(
        ["announcement", "state", "count"],
        select(DELIVERY.announcement, DELIVERY.state, func.count())
        .where(which)
        .group_by(DELIVERY.announcement, DELIVERY.state),
    )
    return counted.on_conflict_do_update(
        index_elements=["announcement", "state"],
        set_={"count": DELIVERY_TOTAL.count + counted.excluded["count"]},
    )


_ADD_TOTAL = _add_totals(_TO_TOTAL)
_DROP_TOTALLED = delete(Delivery).where(_TO_TOTAL)
_UNSIGN = (
    update(AnnouncementRow)
    .where(
        ANNOUNCEMENT.author.is_not(None),
        or_(ANNOUNCEMENT.state == "done", ANNOUNCEMENT.state == "cancelled"),
    )
    .values(author=null())
)
_ADD_OLD_TOTAL = _add_totals(_OLD)
_DROP_OLD = delete(Delivery).where(_OLD)


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


async def days_heard(database: Database, person: bytes, since: int) -> list[int]:
    """On which days (since 1970) after this one a person was told in bulk, one entry each, earliest first."""
    return [row[0] for row in await database.rows(_HEARD, person=person, since=since)]


async def untidy(database: Database, now: int) -> bool:
    """Whether `tidy` has something to do."""
    return await database.row(_UNTIDY, now=now) is not None


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


def tidy(now: int) -> tuple[Write, ...]:
    """What is too late or called off is not sent any more; what has nothing left to send is done.

    Deliveries to those who had not answered become totals: their rows would tell of each whether they had.
    """
    return (
        Write(_EXPIRE, {"now": now, "today": now // DAY}),
        Write(_CALL_OFF, {"today": now // DAY}),
        Write(_FINISH, {"now": now}),
        Write(_ADD_TOTAL, {}),
        Write(_DROP_TOTALLED, {}),
    )


def sweep(now: int) -> tuple[Write, ...]:
    """Who was told what becomes totals too, once it does not count for the limit of a week by far; who wrote
    what is over is kept no longer."""
    before = {"before": now // DAY - KEPT_DAYS}
    return (Write(_ADD_OLD_TOTAL, before), Write(_DROP_OLD, before), Write(_UNSIGN, {}))


def _values(delivery: DueDelivery, fate: Fate, due_at: int, day: int) -> dict[str, object]:
    return {
        "of": delivery.announcement,
        "who": delivery.person,
        "before": delivery.state,
        "after": fate,
        "new_due": due_at,
        "new_day": day,
    }
