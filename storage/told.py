"""Deliveries of what is told to those who answered an invitation: made from their answers, gone with them."""

from sqlalchemy import BigInteger, LargeBinary, String, bindparam, delete, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.changes import Write
from storage.database import Database
from storage.events import Event
from storage.rsvps import KEPT
from storage.schema.announcements import ANNOUNCEMENT, DELIVERY, Announcement, Delivery
from storage.schema.events import EVENT, RSVP, Rsvp
from storage.schema.people import PERSON, Person

_ENDED = select(EVENT.id).where(EVENT.ends <= bindparam("before"))
_TO_THEM = select(ANNOUNCEMENT.id).where(ANNOUNCEMENT.event.in_(_ENDED), ANNOUNCEMENT.audience == "invited")
_SWEEP_DELIVERIES = delete(Delivery).where(DELIVERY.announcement.in_(_TO_THEM))
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
_NO_REMINDER = delete(Delivery).where(
    DELIVERY.announcement == bindparam("which"),
    DELIVERY.person == bindparam("who"),
    DELIVERY.state == "waiting",
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
_CALL_OFF = (
    update(Delivery)
    .where(DELIVERY.announcement == bindparam("which"), DELIVERY.state == "waiting")
    .values(state="cancelled")
)
_GOING = select(ANNOUNCEMENT.id).where(
    ANNOUNCEMENT.event == bindparam("of"),
    or_(*(ANNOUNCEMENT.kind == kind for kind in ("event", "event_evening", "event_soon", "event_map"))),
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


def no_reminder(announcement: bytes, person: bytes) -> Write:
    """One reminder less, unless it has gone."""
    return Write(_NO_REMINDER, {"which": announcement, "who": person})


def remind_all(announcement: bytes, event: Event, zone: str, due: int) -> Write:
    """The same for all who come and are in a zone ("": said nothing)."""
    return Write(_REMIND_ALL, _of_zone(announcement, event, zone, due))


def show_all(announcement: bytes, event: Event, zone: str, due: int) -> Write:
    """The same for those of them whose chat can show a place on a map."""
    return Write(_SHOW_ALL, _of_zone(announcement, event, zone, due))


def tell_all(announcement: bytes, event: Event, zone: str, due: int) -> Write:
    """An announcement to all in a zone who come, may come or wait for a place."""
    return Write(_TELL_ALL, _of_zone(announcement, event, zone, due))


def call_off(announcement: bytes) -> Write:
    """What has not gone yet does not go any more."""
    return Write(_CALL_OFF, {"which": announcement})


def withdraw(event: Event) -> tuple[Write, ...]:
    """Nobody more is invited, and nobody is reminded."""
    return tuple(Write(each, {"of": event.id}) for each in (_WITHDRAW_DELIVERIES, _WITHDRAW))


def sweep(now: int) -> Write:
    """Delete what would tell who came to what has been over for a day."""
    return Write(_SWEEP_DELIVERIES, {"before": now - KEPT})


def _of_zone(announcement: bytes, event: Event, zone: str, due: int) -> dict[str, object]:
    return {"in_event": event.id, "in_announcement": announcement, "in_zone": zone, "in_due": due}
