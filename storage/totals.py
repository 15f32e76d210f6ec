"""What becomes of deliveries in the end: too late, called off; and then only how many came to which state."""

from sqlalchemy import and_, bindparam, case, delete, func, literal, null, or_, select, update
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.sql.expression import ColumnElement

from storage.changes import Write
from storage.database import Database
from storage.deliveries import DAY, UNSETTLED
from storage.schema.announcements import (
    ANNOUNCEMENT,
    DELIVERY,
    DELIVERY_TOTAL,
    Announcement,
    Delivery,
    DeliveryTotal,
)

KEPT_DAYS = 30
_OPEN = or_(DELIVERY.state == "waiting", DELIVERY.state == "uncertain")
_UNSETTLED = or_(*(DELIVERY.state == fate for fate in UNSETTLED))
_OVER = or_(ANNOUNCEMENT.state == "done", ANNOUNCEMENT.state == "cancelled")
_PAST = and_(ANNOUNCEMENT.expires > 0, ANNOUNCEMENT.expires <= bindparam("now"))
_TOO_LATE = select(ANNOUNCEMENT.id).where(
    _PAST, or_(ANNOUNCEMENT.state == "sending", ANNOUNCEMENT.state == "paused")
)
_CALLED_OFF = select(ANNOUNCEMENT.id).where(ANNOUNCEMENT.state == "cancelled")
_TELLS_OF_WHOM = or_(ANNOUNCEMENT.audience == "unanswered", ANNOUNCEMENT.kind == "inquiry_done")
_TO_TOTAL = and_(
    DELIVERY.announcement.in_(select(ANNOUNCEMENT.id).where(_TELLS_OF_WHOM, _OVER)),
    ~_UNSETTLED,
)
_OLD = and_(
    DELIVERY.announcement.in_(select(ANNOUNCEMENT.id).where(_OVER)),
    ~_UNSETTLED,
    DELIVERY.day < bindparam("before"),
)
_TO_UNANSWERED = DELIVERY.announcement.in_(
    select(ANNOUNCEMENT.id).where(
        ANNOUNCEMENT.consultation == bindparam("of_consultation"), ANNOUNCEMENT.audience == "unanswered"
    )
)
_NOTHING_OPEN = and_(
    or_(
        # Those who answer an invitation get their reminders one by one, until it is too late.
        and_(
            ANNOUNCEMENT.state == "sending",
            or_(ANNOUNCEMENT.audience != "invited", ANNOUNCEMENT.expires <= bindparam("now")),
        ),
        and_(ANNOUNCEMENT.state == "paused", _PAST),
    ),
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
_FINISH = update(Announcement).where(_NOTHING_OPEN).values(state="done")
_ONLY_WHILE_OPEN = (
    update(Announcement)
    .where(
        ANNOUNCEMENT.consultation == bindparam("of_consultation"),
        or_(ANNOUNCEMENT.kind == "opened", ANNOUNCEMENT.audience == "unanswered"),
        or_(*(ANNOUNCEMENT.state == state for state in ("asked", "waiting", "paused", "sending"))),
    )
    .values(state="cancelled")
)
_END = (
    update(Delivery)
    .where(_TO_UNANSWERED, _UNSETTLED)
    .values(state=case((DELIVERY.state == "waiting", "cancelled"), else_="lost"))
)


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
_ADD_OLD_TOTAL = _add_totals(_OLD)
_DROP_OLD = delete(Delivery).where(_OLD)
_UNSIGN = update(Announcement).where(ANNOUNCEMENT.author.is_not(None), _OVER).values(author=null())
_ADD_UNANSWERED_TOTAL = _add_totals(_TO_UNANSWERED)
_DROP_UNANSWERED = delete(Delivery).where(_TO_UNANSWERED)


async def untidy(database: Database, now: int) -> bool:
    """Whether `tidy` has something to do."""
    return await database.row(_UNTIDY, now=now) is not None


def tidy(now: int) -> tuple[Write, ...]:
    """What is too late or called off is not sent any more; what has nothing left to send is done.

    Deliveries to those who had not answered become totals: their rows would tell of each whether they had. So
    do those to who asked a contact: the log has the day and the region of what was answered.
    """
    return (
        Write(_EXPIRE, {"now": now, "today": now // DAY}),
        Write(_CALL_OFF, {"today": now // DAY}),
        Write(_FINISH, {"now": now}),
        Write(_ADD_TOTAL, {}),
        Write(_DROP_TOTALLED, {}),
    )


def end(consultation: str) -> tuple[Write, ...]:
    """It closes: that it is open is told no more, nor to those who had not answered that they had not.

    Of these no row is left, on its way or not: whoever follows and is not among them has answered.
    """
    of = {"of_consultation": consultation}
    statements = (_ONLY_WHILE_OPEN, _END, _ADD_UNANSWERED_TOTAL, _DROP_UNANSWERED)
    return tuple(Write(statement, of) for statement in statements)


def sweep(now: int) -> tuple[Write, ...]:
    """Who was told what becomes totals too, once it does not count for the limit of a week by far; who wrote
    what is over is kept no longer."""
    before = {"before": now // DAY - KEPT_DAYS}
    return (Write(_ADD_OLD_TOTAL, before), Write(_DROP_OLD, before), Write(_UNSIGN, {}))
