"""Deliveries of what is told to those who answered an invitation: made from their answers, gone with them."""

from sqlalchemy import BigInteger, LargeBinary, String, and_, bindparam, delete, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.changes import Write
from storage.database import Database
from storage.events import Event
from storage.kinds import EventKind
from storage.rsvps import KEPT
from storage.schema.announcements import ANNOUNCEMENT, DELIVERY, Announcement, Delivery
from storage.schema.events import EVENT, RSVP, Rsvp
from storage.schema.people import PERSON, Person

_ENDED = select(EVENT.id).where(EVENT.ends <= bindparam("before"))
_TO_THEM = select(ANNOUNCEMENT.id).where(ANNOUNCEMENT.event.in_(_ENDED), ANNOUNCEMENT.audience == "invited")
_TO_ALL = select(ANNOUNCEMENT.id).where(ANNOUNCEMENT.event.in_(_ENDED), ANNOUNCEMENT.kind == "event")
_SWEEP_DELIVERIES = delete(Delivery).where(
    or_(
        DELIVERY.announcement.in_(_TO_THEM),
        # Who had answered was not invited.
        and_(DELIVERY.state == "cancelled", DELIVERY.announcement.in_(_TO_ALL)),
    )
)
_due = bindparam("in_due", type_=BigInteger)
_announcement = bindparam("in_announcement", type_=LargeBinary)
_event = bindparam("in_event", type_=LargeBinary)
_person = bindparam("in_person", type_=LargeBinary)
_DELIVERY = select(_announcement, RSVP.person, literal("waiting"), _due, literal(0)).where(
    RSVP.event == _event
)
_INTO = ["announcement", "person", "state", "due", "day"]
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
_IN_ZONE = _DELIVERY.join(Person, PERSON.id == RSVP.person).where(
    PERSON.zone == bindparam("in_zone", type_=String)
)
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


def sweep(now: int) -> Write:
    """Delete what would tell who came to what has been over for a day."""
    return Write(_SWEEP_DELIVERIES, {"before": now - KEPT})


def _of_zone(announcement: bytes, event: Event, zone: str, due: int) -> dict[str, object]:
    return {"in_event": event.id, "in_announcement": announcement, "in_zone": zone, "in_due": due}
