"""Deliveries of what is told to those who answered an invitation: made from their answers, gone with them."""

from sqlalchemy import (
    BigInteger,
    LargeBinary,
    String,
    bindparam,
    delete,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.changes import Write
from storage.database import Database
from storage.deliveries import DAY
from storage.events import Event
from storage.kinds import EventKind
from storage.parts import PART
from storage.rsvps import KEPT
from storage.schema.announcements import ANNOUNCEMENT, DELIVERY, Announcement, Delivery
from storage.schema.events import EVENT, RSVP, Rsvp
from storage.schema.events import Event as EventRow
from storage.schema.people import PERSON, Person
from storage.totals import KEPT_DAYS

_some = DELIVERY.person.table.alias("some_of_it")
_OF_ENDED = (
    select(_some.c.announcement, _some.c.person)
    .select_from(EventRow)
    .join(Announcement, ANNOUNCEMENT.event == EVENT.id)
    .join(_some, _some.c.announcement == ANNOUNCEMENT.id)
    .where(EVENT.ends <= bindparam("before"), EVENT.ends > bindparam("since"))
    .limit(PART)
)
_TO_THEM = _OF_ENDED.where(ANNOUNCEMENT.audience == "invited")
_TO_ALL = _OF_ENDED.where(ANNOUNCEMENT.kind == "event", _some.c.state == literal_column("'cancelled'"))
"""Who had answered was not invited."""
_SWEEP_TO_THEM, _SWEEP_TO_ALL = (
    delete(Delivery).where(tuple_(DELIVERY.announcement, DELIVERY.person).in_(each))
    for each in (_TO_THEM, _TO_ALL)
)
_due = bindparam("in_due", type_=BigInteger)
_announcement = bindparam("in_announcement", type_=LargeBinary)
_event = bindparam("in_event", type_=LargeBinary)
_person = bindparam("in_person", type_=LargeBinary)
_DELIVERY = (
    select(_announcement, RSVP.person, PERSON.channel, literal("waiting"), _due, literal(0))
    .select_from(Rsvp)
    .join(Person, PERSON.id == RSVP.person)
    .where(RSVP.event == _event)
)
_INTO = ["announcement", "person", "channel", "state", "due", "day"]
_REMIND = (
    upsert(Delivery)
    .from_select(_INTO, _DELIVERY.where(RSVP.person == _person, RSVP.answer == "coming"))
    .on_conflict_do_nothing()
)
_TO_WHO_COMES = ("event_evening", "event_soon", "event_map", "event_place")
_NOT_COMING = delete(Delivery).where(
    DELIVERY.person == bindparam("who"),
    DELIVERY.state == "waiting",
    select(ANNOUNCEMENT.id)
    .where(
        ANNOUNCEMENT.id == DELIVERY.announcement,
        ANNOUNCEMENT.event == bindparam("of"),
        or_(*(ANNOUNCEMENT.kind == kind for kind in _TO_WHO_COMES)),
    )
    .exists(),
)
_IN_ZONE = _DELIVERY.where(PERSON.zone == bindparam("in_zone", type_=String))
_COMING = _IN_ZONE.where(RSVP.answer == "coming")
_REMIND_ALL = upsert(Delivery).from_select(_INTO, _COMING).on_conflict_do_nothing()
_SHOW_ALL = (
    upsert(Delivery).from_select(_INTO, _COMING.where(PERSON.channel == "telegram")).on_conflict_do_nothing()
)
_TELL_ALL = upsert(Delivery).from_select(_INTO, _IN_ZONE.where(RSVP.answer != "no")).on_conflict_do_nothing()
_OF_KIND = select(ANNOUNCEMENT.id).where(
    ANNOUNCEMENT.event == bindparam("of"), ANNOUNCEMENT.kind == bindparam("kind")
)
_CALL_OFF = (
    update(Delivery)
    .where(DELIVERY.announcement.in_(_OF_KIND), DELIVERY.state == "waiting")
    .values(state="cancelled")
)
_OF_WHAT_IS_HELD = ("event", "event_changed", *_TO_WHO_COMES)
"""What is told of an event only as long as it takes place."""
_GOING = select(ANNOUNCEMENT.id).where(
    ANNOUNCEMENT.event == bindparam("of"), or_(*(ANNOUNCEMENT.kind == kind for kind in _OF_WHAT_IS_HELD))
)
_WITHDRAW_DELIVERIES = (
    update(Delivery)
    .where(DELIVERY.announcement.in_(_GOING), DELIVERY.state == "waiting")
    .values(state="cancelled")
)
_WITHDRAW = (
    update(Announcement)
    .where(ANNOUNCEMENT.id.in_(_GOING), ANNOUNCEMENT.state != "done")
    .values(state="cancelled")
)
_ZONES = (
    select(PERSON.zone)
    .join(Rsvp, RSVP.person == PERSON.id)
    .where(RSVP.event == bindparam("event"), RSVP.answer != "no")
    .distinct()
)


async def zones(database: Database, event: bytes) -> list[str]:
    """The zones of all who come, may come or wait."""
    return [row[0] for row in await database.rows(_ZONES, event=event)]


def remind(announcement: bytes, event: Event, person: bytes, due: int) -> Write:
    """One reminder of somebody who comes; none where they had it already."""
    return Write(
        _REMIND, {"in_event": event.id, "in_person": person, "in_announcement": announcement, "in_due": due}
    )


def not_coming(event: Event, person: bytes) -> Write:
    """Somebody is not reminded, nor shown or told of their place, but for what has gone."""
    return Write(_NOT_COMING, {"of": event.id, "who": person})


def remind_all(announcement: bytes, event: Event, zone: str, due: int) -> Write:
    """The same for all who come and are in a zone ("": said nothing)."""
    return Write(_REMIND_ALL, _of_zone(announcement, event, zone, due))


def show_all(announcement: bytes, event: Event, zone: str, due: int) -> Write:
    """The same for those of them whose chat can show a place on a map."""
    return Write(_SHOW_ALL, _of_zone(announcement, event, zone, due))


def tell_all(announcement: bytes, event: Event, zone: str, due: int) -> Write:
    """An announcement to all in a zone who come, may come or wait for a place."""
    return Write(_TELL_ALL, _of_zone(announcement, event, zone, due))


def call_off(event: Event, kind: EventKind) -> Write:
    """What was to be told of it as it was, and has not gone yet, does not go any more."""
    return Write(_CALL_OFF, {"of": event.id, "kind": kind})


def withdraw(event: Event) -> tuple[Write, ...]:
    """Nobody more is invited, and nobody is reminded or told how it was to be."""
    return tuple(Write(each, {"of": event.id}) for each in (_WITHDRAW_DELIVERIES, _WITHDRAW))


def sweep(now: int) -> tuple[Write, ...]:
    """Each to be written in parts: delete what would tell who came to what has been over for a day.

    What ended long before has become totals since (`storage/totals.py`).
    """
    ended = {"before": now - KEPT, "since": now - KEPT - (KEPT_DAYS + 15) * DAY}
    return tuple(Write(each, ended) for each in (_SWEEP_TO_THEM, _SWEEP_TO_ALL))


def _of_zone(announcement: bytes, event: Event, zone: str, due: int) -> dict[str, object]:
    return {"in_event": event.id, "in_announcement": announcement, "in_zone": zone, "in_due": due}
