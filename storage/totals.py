"""What becomes of deliveries in the end: too late, called off; and then only how many came to which state.

One announcement may have a million of them: they are gone through in parts.
"""

from dataclasses import dataclass

from sqlalchemy import (
    BindParameter,
    Integer,
    and_,
    bindparam,
    case,
    delete,
    func,
    literal_column,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.sql.expression import Executable

from storage.announcements import NOT_SETTLED
from storage.changes import Repeat, Write
from storage.database import Database
from storage.deliveries import DAY, IS_BEING_SENT, IS_OPEN
from storage.parts import PART
from storage.schema.announcements import (
    ANNOUNCEMENT,
    DELIVERY,
    DELIVERY_TOTAL,
    NO_ROWS,
    OPEN_STATES,
    Announcement,
    Delivery,
    DeliveryTotal,
)

KEPT_DAYS = 30
MOST = 20
"""So many announcements are looked at in one go."""
_of: BindParameter[bytes] = bindparam("of")
_ROW = DELIVERY.announcement == ANNOUNCEMENT.id
_HAS_ROWS = select(DELIVERY.person).where(_ROW).exists()
_HAS_OPEN = select(DELIVERY.person).where(_ROW, IS_OPEN).exists()
_IS_SENDING = select(DELIVERY.person).where(_ROW, IS_BEING_SENT).exists()
_NOTHING_LEFT = and_(~_HAS_OPEN, ~_IS_SENDING)
_OVER = or_(ANNOUNCEMENT.state == "done", ANNOUNCEMENT.state == "cancelled")
_PAST = and_(ANNOUNCEMENT.expires > 0, ANNOUNCEMENT.expires <= bindparam("now"))
_TOO_LATE = and_(_PAST, or_(ANNOUNCEMENT.state == "sending", ANNOUNCEMENT.state == "paused"))
_TELLS_OF_WHOM = or_(ANNOUNCEMENT.audience == "unanswered", ANNOUNCEMENT.kind == "inquiry_done")
_ENDS = or_(
    # Those who answer an invitation get their reminders one by one, until it is too late.
    and_(
        ANNOUNCEMENT.state == "sending",
        or_(ANNOUNCEMENT.audience != "invited", ANNOUNCEMENT.expires <= bindparam("now")),
    ),
    and_(ANNOUNCEMENT.state == "paused", _PAST),
)
_UNTIDY = (
    select(ANNOUNCEMENT.id, _HAS_OPEN, _OVER, _TELLS_OF_WHOM, _HAS_ROWS)
    .where(
        NOT_SETTLED,
        or_(and_(or_(_TOO_LATE, _OVER), _HAS_OPEN), and_(or_(_ENDS, _OVER), _NOTHING_LEFT)),
    )
    .limit(MOST)
)
_OLD = (
    select(ANNOUNCEMENT.id)
    .where(ANNOUNCEMENT.settled > 0, ANNOUNCEMENT.settled < bindparam("before"))
    .limit(MOST)
)
_TO_UNANSWERED = select(ANNOUNCEMENT.id).where(
    ANNOUNCEMENT.consultation == bindparam("consultation"), ANNOUNCEMENT.audience == "unanswered", _HAS_ROWS
)

_some = DELIVERY.person.table.alias("some_of_it")
_SOME = select(_some.c.person).where(_some.c.announcement == _of)
_SOME_OPEN = _SOME.where(_some.c.state.op("IN")(literal_column(OPEN_STATES))).limit(PART)
_IN_PART = and_(DELIVERY.announcement == _of, DELIVERY.person.in_(_SOME.order_by(_some.c.person).limit(PART)))
_ALONE = select(ANNOUNCEMENT.id).where(ANNOUNCEMENT.id == _of).with_for_update()
_ALONE_WITH_ROWS, _ALONE_WHILE_OLD = _ALONE.where(_HAS_ROWS), _ALONE.where(ANNOUNCEMENT.settled > 0)
"""Processes that would do the same to an announcement do it one after the other."""
_STOP = (
    update(Delivery)
    .where(DELIVERY.announcement == _of, DELIVERY.person.in_(_SOME_OPEN), IS_OPEN)
    .values(
        state=case((DELIVERY.state == "uncertain", "lost"), else_=bindparam("after")), day=bindparam("today")
    )
)
_FINISH = update(Announcement).where(ANNOUNCEMENT.id == _of, _ENDS, _NOTHING_LEFT).values(state="done")
_END = (
    update(Delivery)
    .where(_IN_PART, or_(IS_OPEN, IS_BEING_SENT))
    .values(state=case((DELIVERY.state == "waiting", "cancelled"), else_="lost"))
)
_COUNTED = upsert(DeliveryTotal).from_select(
    ["announcement", "state", "count"],
    select(DELIVERY.announcement, DELIVERY.state, func.count())
    .where(_IN_PART)
    .group_by(DELIVERY.announcement, DELIVERY.state),
)
_ADD_TOTALS = _COUNTED.on_conflict_do_update(
    index_elements=["announcement", "state"],
    set_={"count": DELIVERY_TOTAL.count + _COUNTED.excluded["count"]},
)
_DROP = delete(Delivery).where(_IN_PART)
_SETTLE = (
    update(Announcement)
    .where(ANNOUNCEMENT.id == _of, _NOTHING_LEFT)
    .values(settled=case((_HAS_ROWS, bindparam("today", type_=Integer)), else_=NO_ROWS))
)
_EMPTIED = update(Announcement).where(ANNOUNCEMENT.id == _of, ~_HAS_ROWS).values(settled=NO_ROWS)
_ONLY_WHILE_OPEN = (
    update(Announcement)
    .where(
        ANNOUNCEMENT.consultation == bindparam("of_consultation"),
        or_(ANNOUNCEMENT.kind == "opened", ANNOUNCEMENT.audience == "unanswered"),
        or_(*(ANNOUNCEMENT.state == state for state in ("asked", "waiting", "paused", "sending"))),
    )
    .values(state="cancelled")
)
_UNSIGN = update(Announcement).where(ANNOUNCEMENT.author.is_not(None), _OVER).values(author=null())


@dataclass(frozen=True, slots=True)
class Untidy:
    """An announcement of which something is to be put down. `of_whom`: its rows would tell too much."""

    id: bytes
    has_open: bool
    is_over: bool
    of_whom: bool
    has_rows: bool


async def untidy(database: Database, now: int) -> list[Untidy]:
    """Up to `MOST` announcements that are too late, called off or finished, and are not put down as that."""
    return [Untidy(row[0], *map(bool, row[1:])) for row in await database.rows(_UNTIDY, now=now)]


async def old(database: Database, now: int) -> list[bytes]:
    """Up to `MOST` announcements that do not count for the limit of a week any more, by far."""
    return [row[0] for row in await database.rows(_OLD, before=now // DAY - KEPT_DAYS)]


async def to_unanswered(database: Database, consultation: str) -> list[bytes]:
    """Announcements of a consultation to those who had not answered, of which there are rows."""
    return [row[0] for row in await database.rows(_TO_UNANSWERED, consultation=consultation)]


def tidy(found: Untidy, now: int) -> tuple[Write, ...]:
    """The next step: nothing more of it is sent, it is done, its rows become totals, nothing is left to do.

    Deliveries to those who had not answered become totals: their rows would tell of each whether they had. So
    do those to who asked a contact: the log has the day and the region of what was answered.
    """
    alone, of = Write(_ALONE, {"of": found.id}, otherwise=Repeat), {"of": found.id}
    if found.has_open:
        after = "cancelled" if found.is_over else "expired"
        return (alone, Write(_STOP, {**of, "after": after, "today": now // DAY}))
    if not found.is_over:
        return (alone, Write(_FINISH, {**of, "now": now}))
    if found.of_whom and found.has_rows:
        return become_totals(found.id)
    return (alone, Write(_SETTLE, {**of, "today": now // DAY}))


def become_totals(announcement: bytes) -> tuple[Write, ...]:
    """In parts: of its deliveries only the totals are left."""
    return _writes(announcement, _ALONE_WITH_ROWS, _ADD_TOTALS, _DROP)


def become_old(announcement: bytes) -> tuple[Write, ...]:
    """In parts: the same of one that is old; it is looked at no more once none is left."""
    return _writes(announcement, _ALONE_WHILE_OLD, _ADD_TOTALS, _DROP, _EMPTIED)


def end(consultation: str) -> Write:
    """It closes: that it is open is told no more, nor to those who had not answered that they had not."""
    return Write(_ONLY_WHILE_OPEN, {"of_consultation": consultation})


def end_unanswered(announcement: bytes) -> tuple[Write, ...]:
    """In parts: of deliveries to those who had not answered no row is left, on its way or not, since whoever
    follows and is not among them has answered."""
    return _writes(announcement, _ALONE_WITH_ROWS, _END, _ADD_TOTALS, _DROP)


def unsign() -> Write:
    """Who wrote what is over is kept no longer."""
    return Write(_UNSIGN, {})


def _writes(announcement: bytes, guard: Executable, *others: Executable) -> tuple[Write, ...]:
    of = {"of": announcement}
    return (Write(guard, of, otherwise=Repeat), *(Write(each, of) for each in others))
