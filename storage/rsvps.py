"""Who comes to an event. A free place goes to who waits longest; nobody takes the last one twice."""

from typing import Literal

from sqlalchemy import (
    BigInteger,
    Integer,
    LargeBinary,
    ScalarSelect,
    String,
    and_,
    bindparam,
    delete,
    func,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.changes import Repeat, Stale, Write
from storage.database import Database
from storage.events import Event, touch
from storage.parts import PART
from storage.people import still_there
from storage.schema.events import EVENT, RSVP, Rsvp

Answer = Literal["coming", "maybe", "no", "waiting"]
KEPT = 86_400
"""Seconds after the end of an event for which it is known who came."""

_event = bindparam("in_event", type_=LargeBinary)
_person = bindparam("in_person", type_=LargeBinary)
_answer = bindparam("in_answer", type_=String)
_capacity = bindparam("in_capacity", type_=BigInteger)


def _others(answer: Answer) -> ScalarSelect[int]:
    """How many others gave this answer."""
    same = RSVP.event == _event, RSVP.answer == answer, RSVP.person != _person
    return select(func.count()).where(*same).scalar_subquery()


_FREE = or_(_capacity == 0, and_(_others("coming") < _capacity, _others("waiting") == 0))
"""Whether somebody new may have a place: there is one, and nobody waits for it."""
_ALLOWED = and_(or_(_answer != "coming", _FREE), or_(_answer != "waiting", not_(_FREE)))
_LAST = (
    select(func.coalesce(func.max(RSVP.place), 0))
    .where(RSVP.event == _event, RSVP.answer == "waiting")
    .scalar_subquery()
)
"""The place of who came last of those who wait; of the others it tells nothing that counts."""
_PUT = upsert(Rsvp).from_select(
    ["event", "person", "answer", "place"],
    select(_event, _person, _answer, _LAST + 1).where(_ALLOWED, still_there(_person)),
)
_ANSWER = _PUT.on_conflict_do_update(
    index_elements=["event", "person"],
    set_={"answer": _PUT.excluded.answer, "place": _PUT.excluded.place},
)
_MOVE_UP = (
    update(Rsvp)
    .where(
        RSVP.event == _event,
        RSVP.person == _person,
        RSVP.answer == "waiting",
        or_(_capacity == 0, _others("coming") < _capacity),
    )
    .values(answer="coming")
)
_MINE = select(RSVP.answer).where(RSVP.event == bindparam("event"), RSVP.person == bindparam("person"))
_ALL_MINE = select(RSVP.event, RSVP.answer).where(RSVP.person == bindparam("person"))
_COUNTS = select(RSVP.answer, func.count()).where(RSVP.event == bindparam("event")).group_by(RSVP.answer)
_WAITING = (
    select(RSVP.person)
    .where(RSVP.event == bindparam("event"), RSVP.answer == "waiting")
    .order_by(RSVP.place)
    .limit(bindparam("most", type_=Integer))
)
_COMING = select(func.count()).where(RSVP.event == bindparam("event"), RSVP.answer == "coming")
_AWAITED = select(EVENT.id).where(
    EVENT.state == "open",
    EVENT.ends > bindparam("now"),
    select(RSVP.person).where(RSVP.event == EVENT.id, RSVP.answer == "waiting").exists(),
)
_some = RSVP.person.table.alias("some_of_it")
_SOMEBODY = select(_some.c.person).where(_some.c.event == EVENT.id).limit(1).scalar_subquery()
_ENDED = (
    select(EVENT.id)
    .where(EVENT.ends <= bindparam("before"), _SOMEBODY.is_not(None))
    .limit(1)
    .scalar_subquery()
)
_SWEEP = delete(Rsvp).where(
    RSVP.event == _ENDED,
    RSVP.person.in_(select(_some.c.person).where(_some.c.event == _ENDED).limit(PART)),
)


async def of(database: Database, event: bytes, person: bytes) -> Answer | None:
    """What somebody answered."""
    row = await database.row(_MINE, event=event, person=person)
    return row[0] if row else None


async def all_of(database: Database, person: bytes) -> list[tuple[bytes, Answer]]:
    """Every (event, answer) of somebody."""
    return [(row[0], row[1]) for row in await database.rows(_ALL_MINE, person=person)]


async def counts(database: Database, event: bytes) -> dict[Answer, int]:
    """How many gave which answer."""
    return {row[0]: row[1] for row in await database.rows(_COUNTS, event=event)}


async def waiting(database: Database, event: bytes, most: int) -> list[bytes]:
    """Who waits for a place, at most so many, in the order in which they get one."""
    return [row[0] for row in await database.rows(_WAITING, event=event, most=most)]


async def coming(database: Database, event: bytes) -> int:
    """How many come."""
    row = await database.row(_COMING, event=event)
    return int(row[0]) if row else 0


async def awaited(database: Database, now: int) -> list[bytes]:
    """Open events to come that somebody waits for a place at."""
    return [row[0] for row in await database.rows(_AWAITED, now=now)]


def answer(event: Event, person: bytes, answer: Answer) -> tuple[Write, ...]:
    """What somebody answers; raises `Stale` where the event is another one meanwhile, for "coming" where
    no place is free, and for "waiting" where one is."""
    values = {**_at(event, person), "in_answer": answer, "in_capacity": event.capacity}
    return (touch(event), Write(_ANSWER, values, otherwise=Stale))


def move_up(event: Event, person: bytes) -> tuple[Write, ...]:
    """Who waited comes; raises `Repeat` if they wait no more or no place is free, `Stale` as above."""
    values = {**_at(event, person), "in_capacity": event.capacity}
    return (touch(event), Write(_MOVE_UP, values, otherwise=Repeat))


def sweep(now: int) -> Write:
    """To be written in parts: delete who came to what has been over for a day."""
    return Write(_SWEEP, {"before": now - KEPT})


def _at(event: Event, person: bytes) -> dict[str, bytes]:
    return {"in_event": event.id, "in_person": person}
