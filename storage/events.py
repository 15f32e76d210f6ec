"""Events: what is held, where and when, and how far it has come on its way to people."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, bindparam, delete, insert, null, or_, select, update

from storage.changes import Stale, Write
from storage.database import Database, Row
from storage.schema.events import EVENT
from storage.schema.events import Event as EventRow
from storage.schema.organisations import ORGANISATION

State = Literal["draft", "asked", "open", "cancelled", "over", "refused"]
"""`asked`: it waits for somebody else's approval."""
STATES: tuple[State, ...] = get_args(State)
CODE = 6
"""Letters of an id that staff type."""
LONGEST = {"title": 80, "about": 600, "place": 150, "link": 200}
"""Letters of what is said of an event."""


@dataclass(frozen=True, slots=True)
class Event:
    """An event of a consultation; `organisation`: in whose name (None: of who runs the consultation).

    `starts`, `ends`: UTC seconds. `zone`: in which its times are said. `point`: "33.26 -8.51", or empty.
    `regions`, `topics`: whom it concerns; none for all. `languages`: spoken there. `capacity`: 0: no limit.
    `changes`: the open event that this one is to become, whose `sequence` it follows by one. `reason`: why it
    was refused, in the words of who refused it.
    `sequence` grows whenever it becomes another one, so that nobody approves or joins what they did not see.
    """

    id: bytes
    consultation: str
    title: Mapping[str, str]
    about: Mapping[str, str]
    starts: int
    ends: int
    zone: str
    place: str = ""
    point: str = ""
    link: str = ""
    regions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    capacity: int = 0
    state: State = "draft"
    sequence: int = 0
    organisation: bytes | None = None
    author: bytes | None = field(default=None, repr=False)
    changes: bytes | None = None
    reason: str = ""

    @property
    def code(self) -> str:
        """The beginning of its id, short enough to be typed."""
        return self.id.hex()[:CODE]

    @property
    def begins(self) -> datetime:
        """When it begins, on the clock of its zone."""
        return datetime.fromtimestamp(self.starts, ZoneInfo(self.zone))


_COLUMNS = tuple(EVENT[name] for name in EventRow.model_fields)
_TABLE = select(*_COLUMNS)
_ONE = _TABLE.where(EVENT.id == bindparam("event"))
_ALL = _TABLE.order_by(EVENT.starts, EVENT.id)
_COMING = _ALL.where(EVENT.state == "open", EVENT.ends > bindparam("now"))
_IN_STATE = _ALL.where(EVENT.state == bindparam("state"))
_VERIFIED = select(ORGANISATION.id).where(
    ORGANISATION.id == EVENT.organisation, ORGANISATION.state == "verified"
)
_DISOWNED = _ALL.where(
    EVENT.organisation.is_not(None),
    ~_VERIFIED.exists(),
    EVENT.changes.is_(None),
    or_(EVENT.state == "asked", EVENT.state == "open"),
    EVENT.ends > bindparam("now"),
)
_CHANGES = _ALL.where(EVENT.changes == bindparam("event"), EVENT.state == "asked")
_DRAFT = _ALL.where(EVENT.author == bindparam("author"), EVENT.state == "draft")
_ADD = insert(EventRow)
_STILL = (
    EVENT.id == bindparam("which"),
    EVENT.state == bindparam("in_state"),
    EVENT.sequence == bindparam("at_sequence"),
)
_SET: dict[str, BindParameter[Any]] = {
    name: bindparam(f"new_{name}") for name in EventRow.model_fields if name != "id"
}
_CHANGE = update(EventRow).where(*_STILL).values(**_SET)
_TOUCH = update(EventRow).where(*_STILL).values(state=EVENT.state)
_DROP = delete(EventRow).where(*_STILL)
_PAST = EVENT.ends <= bindparam("now")
_END = update(EventRow).where(_PAST, EVENT.state == "open").values(state="over")
_UNSIGN = (
    update(EventRow).where(_PAST, EVENT.author.is_not(None), EVENT.state != "draft").values(author=null())
)
_REFUSE_OTHERS = (
    update(EventRow)
    .where(
        EVENT.organisation == bindparam("of"),
        EVENT.state == "asked",
        or_(EVENT.author.is_(None), EVENT.author != bindparam("but")),
    )
    .values(state="refused")
)
_DROP_CHANGES = delete(EventRow).where(_PAST, EVENT.changes.is_not(None))


async def get(database: Database, event: bytes) -> Event | None:
    """An event by its id."""
    row = await database.row(_ONE, event=event)
    return _read(row) if row else None


async def every(database: Database) -> list[Event]:
    """All events, the earliest first."""
    return [_read(row) for row in await database.rows(_ALL)]


async def coming(database: Database, now: int) -> list[Event]:
    """Events that are open and not over, the earliest first."""
    return [_read(row) for row in await database.rows(_COMING, now=now)]


async def asked(database: Database) -> list[Event]:
    """Events that wait for approval."""
    return [_read(row) for row in await database.rows(_IN_STATE, state="asked")]


async def disowned(database: Database, now: int) -> list[Event]:
    """Events to come, asked or open, of organisations that are not verified any more, or are gone.

    What waits to change one of them goes with it.
    """
    return [_read(row) for row in await database.rows(_DISOWNED, now=now)]


async def changes_of(database: Database, event: bytes) -> list[Event]:
    """What waits for approval to become this event."""
    return [_read(row) for row in await database.rows(_CHANGES, event=event)]


async def draft_by(database: Database, author: bytes) -> Event | None:
    """What somebody is writing and nobody else has seen."""
    row = await database.row(_DRAFT, author=author)
    return _read(row) if row else None


def add(event: Event) -> Write:
    """Keep a new event."""
    return Write(_ADD, _row(event))


def change(before: Event, after: Event) -> Write:
    """An event becomes another; raises `Stale` if it is not any more what it was before."""
    values = {f"new_{name}": value for name, value in _row(after).items() if name != "id"}
    return Write(_CHANGE, {**_as_it_is(before), **values}, otherwise=Stale)


def touch(event: Event) -> Write:
    """Whoever decides on its places does it alone, and on what it still is; raises `Stale`."""
    return Write(_TOUCH, _as_it_is(event), otherwise=Stale)


def drop(event: Event) -> Write:
    """Nothing is left of it; raises `Stale`."""
    return Write(_DROP, _as_it_is(event), otherwise=Stale)


def refuse_others(organisation: bytes, but: bytes) -> Write:
    """What waits for approval and this member of the organisation did not write does not go out."""
    return Write(_REFUSE_OTHERS, {"of": organisation, "but": but})


def end(now: int) -> tuple[Write, ...]:
    """Those whose time has passed are over; who wrote them is kept no longer, nor what was to change them."""
    return tuple(Write(each, {"now": now}) for each in (_DROP_CHANGES, _END, _UNSIGN))


def _as_it_is(event: Event) -> dict[str, Any]:
    return {"which": event.id, "in_state": event.state, "at_sequence": event.sequence}


def _row(event: Event) -> dict[str, Any]:
    texts = {"title": dict(event.title), "about": dict(event.about)}
    lists = {name: json.dumps(getattr(event, name)) for name in ("regions", "topics", "languages")}
    same = {
        name: getattr(event, name)
        for name in EventRow.model_fields
        if name not in {"texts", "regions", "topics", "languages"}
    }
    return {**same, **lists, "texts": json.dumps(texts, ensure_ascii=False)}


def _read(row: Row) -> Event:
    values = dict(zip(EventRow.model_fields, row, strict=True))
    texts = json.loads(values.pop("texts"))
    lists = {name: tuple(json.loads(values.pop(name))) for name in ("regions", "topics", "languages")}
    return Event(**{**values, **texts, **lists})
