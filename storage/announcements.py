"""Announcements and their deliveries: one row for each person, so that each hears once."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from sqlalchemy import BigInteger, LargeBinary, String, bindparam, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.changes import Repeat, Stale, Write
from storage.database import Database, Row
from storage.schema.announcements import ANNOUNCEMENT, DELIVERY, FOLLOW, Delivery, Follow
from storage.schema.announcements import Announcement as AnnouncementRow
from storage.schema.people import PERSON, Person

EventKind = Literal[
    "event",
    "event_evening",
    "event_soon",
    "event_changed",
    "event_cancelled",
    "event_place",
    "event_approved",
    "event_refused",
]
"""Invited; reminded the evening before, and shortly before; told of a change, the end, a free place; and who
wrote it, of what was decided."""
Kind = Literal["written", "opened", "closed", "verified", "refused"] | EventKind
Audience = Literal["everybody", "residents", "organisations", "unanswered", "invited"]
"""Followers: all, those who speak for no organisation, those who do, those who have not answered yet; or who
answered the invitation to an event."""
State = Literal["draft", "asked", "waiting", "paused", "sending", "done", "cancelled"]
"""`asked`: it waits for somebody's approval."""
Fate = Literal["waiting", "sending", "uncertain", "repeating", "sent", "blocked", "failed", "lost"]
UNSETTLED: tuple[Fate, ...] = ("waiting", "sending", "uncertain", "repeating")


@dataclass(frozen=True, slots=True)
class Announcement:
    """A text by language (`kind` written), or news that a consultation opened or closed.

    `verified` and `refused` are news to the members of an organisation, of no consultation.

    `audience`: whom of those it concerns. `local`: the wall time ("2026-12-01T09:00") at which it comes in
    each recipient's own zone; empty where it comes to all at `due`. `rule`: an RRULE (RFC 5545) by which it
    comes again; each of these is an announcement of its own, of this `series`. `expires`: when it is too late
    to send it (UTC seconds, 0: never). `medium`: the digest of a picture or document. `author`: who of the
    staff wrote it (None: the command line), `organisation`: in whose name.
    """

    id: bytes
    consultation: str
    kind: Kind
    due: int
    texts: Mapping[str, str] = field(default_factory=dict)
    regions: tuple[str, ...] = ()
    state: State = "waiting"
    topics: tuple[str, ...] = ()
    language: str = ""
    audience: Audience = "everybody"
    local: str = ""
    rule: str = ""
    expires: int = 0
    medium: str = ""
    author: bytes | None = field(default=None, repr=False)
    organisation: bytes | None = None
    event: bytes | None = None
    series: bytes | None = None


@dataclass(frozen=True, slots=True)
class DueDelivery:
    """An announcement that one person has not got yet."""

    announcement: bytes
    person: bytes = field(repr=False)
    state: Fate


_COLUMNS = (
    ANNOUNCEMENT.id,
    ANNOUNCEMENT.consultation,
    ANNOUNCEMENT.kind,
    ANNOUNCEMENT.due,
    ANNOUNCEMENT.texts,
    ANNOUNCEMENT.regions,
    ANNOUNCEMENT.state,
    ANNOUNCEMENT.topics,
    ANNOUNCEMENT.language,
    ANNOUNCEMENT.audience,
    ANNOUNCEMENT.local,
    ANNOUNCEMENT.rule,
    ANNOUNCEMENT.expires,
    ANNOUNCEMENT.medium,
    ANNOUNCEMENT.author,
    ANNOUNCEMENT.organisation,
    ANNOUNCEMENT.event,
    ANNOUNCEMENT.series,
)
_TABLE = select(*_COLUMNS)
_ONE = _TABLE.where(ANNOUNCEMENT.id == bindparam("id"))
_DUE = _TABLE.where(ANNOUNCEMENT.state == "waiting", ANNOUNCEMENT.due <= bindparam("now"))
_ADD = insert(AnnouncementRow)
_MOVE = (
    update(AnnouncementRow)
    .where(ANNOUNCEMENT.id == bindparam("which"), ANNOUNCEMENT.state == bindparam("before"))
    .values(state=bindparam("after"))
)
_FINISH = (
    update(AnnouncementRow)
    .where(
        ANNOUNCEMENT.state == "sending",
        ~select(DELIVERY.person)
        .where(
            DELIVERY.announcement == ANNOUNCEMENT.id,
            or_(*(DELIVERY.state == fate for fate in UNSETTLED)),
        )
        .exists(),
    )
    .values(state="done")
)
_FOLLOWERS = (
    select(PERSON.id)
    .join(Follow, FOLLOW.person == PERSON.id)
    .where(
        FOLLOW.consultation == bindparam("consultation"),
        FOLLOW.region == bindparam("region"),
        PERSON.reachable.is_(True),
    )
)
_ADDRESS_TO = (
    upsert(Delivery)
    .from_select(
        ["announcement", "person", "state", "due"],
        _FOLLOWERS.with_only_columns(
            bindparam("announcement", type_=LargeBinary),
            PERSON.id,
            bindparam("state", type_=String),
            bindparam("due", type_=BigInteger),
        ),
    )
    .on_conflict_do_nothing()
)
_TELL = insert(Delivery)
_DUE_DELIVERIES = (
    select(DELIVERY.announcement, DELIVERY.person, DELIVERY.state)
    .join(Person, PERSON.id == DELIVERY.person)
    .where(
        or_(DELIVERY.state == "waiting", DELIVERY.state == "uncertain"),
        DELIVERY.due <= bindparam("now"),
        PERSON.channel == bindparam("channel"),
    )
    .order_by(DELIVERY.due)
    .limit(30)
)
_BEING_SENT = select(DELIVERY.announcement, DELIVERY.person, DELIVERY.state).where(
    or_(DELIVERY.state == "sending", DELIVERY.state == "repeating")
)
_OF_PERSON = select(DELIVERY.announcement, DELIVERY.person, DELIVERY.state).where(
    DELIVERY.person == bindparam("person"), DELIVERY.state == "waiting", DELIVERY.due <= bindparam("now")
)
_FATE = (
    update(Delivery)
    .where(
        DELIVERY.announcement == bindparam("of"),
        DELIVERY.person == bindparam("who"),
        DELIVERY.state == bindparam("before"),
    )
    .values(state=bindparam("after"), due=bindparam("new_due"))
)
_COUNTS = (
    select(DELIVERY.state, func.count())
    .where(DELIVERY.announcement == bindparam("of"))
    .group_by(DELIVERY.state)
)


async def get(database: Database, announcement: bytes) -> Announcement | None:
    """An announcement by id."""
    row = await database.row(_ONE, id=announcement)
    return _read(row) if row else None


async def due(database: Database, now: int) -> list[Announcement]:
    """Announcements whose time has come and whose audience was not addressed yet."""
    return [_read(row) for row in await database.rows(_DUE, now=now)]


async def audience(database: Database, consultation: str, regions: Iterable[str]) -> set[bytes]:
    """Who would get it: reachable followers of the consultation, or of any of these regions."""
    people: set[bytes] = set()
    for region in list(regions) or [""]:
        rows = await database.rows(_FOLLOWERS, consultation=consultation, region=region)
        people |= {row[0] for row in rows}
    return people


async def due_deliveries(database: Database, channel: str, now: int) -> list[DueDelivery]:
    """Up to 30 deliveries to send on a channel, longest due first."""
    rows = await database.rows(_DUE_DELIVERIES, channel=channel, now=now)
    return [DueDelivery(*row) for row in rows]


async def being_sent(database: Database) -> list[DueDelivery]:
    """Deliveries that somebody began to send and did not settle."""
    return [DueDelivery(*row) for row in await database.rows(_BEING_SENT)]


async def unseen_by(database: Database, person: bytes, now: int) -> list[DueDelivery]:
    """What waits for a person who comes to us, as in the web chat."""
    return [DueDelivery(*row) for row in await database.rows(_OF_PERSON, person=person, now=now)]


async def counts(database: Database, announcement: bytes) -> dict[str, int]:
    """How many deliveries of an announcement are in each state."""
    return {row[0]: row[1] for row in await database.rows(_COUNTS, of=announcement)}


def add(announcement: Announcement) -> Write:
    """Keep a new announcement."""
    values = {
        "id": announcement.id,
        "consultation": announcement.consultation,
        "kind": announcement.kind,
        "texts": json.dumps(dict(announcement.texts), ensure_ascii=False),
        "regions": json.dumps(announcement.regions),
        "due": announcement.due,
        "state": announcement.state,
        "topics": json.dumps(announcement.topics),
        "language": announcement.language,
        "audience": announcement.audience,
        "local": announcement.local,
        "rule": announcement.rule,
        "expires": announcement.expires,
        "medium": announcement.medium,
        "author": announcement.author,
        "organisation": announcement.organisation,
        "event": announcement.event,
        "series": announcement.series,
    }
    return Write(_ADD, values)


def tell(announcement: Announcement, people: Iterable[bytes]) -> tuple[Write, ...]:
    """Keep a new announcement that goes to these people and nobody else."""
    delivery = {"announcement": announcement.id, "state": "waiting", "due": announcement.due, "day": 0}
    addressed = add(replace(announcement, state="sending"))
    return (addressed, *(Write(_TELL, {**delivery, "person": person}) for person in people))


def address(announcement: Announcement, regions: Iterable[str]) -> tuple[Write, ...]:
    """Make a delivery for each person of the audience; raises `Repeat` if another process did it already."""
    move = {"which": announcement.id, "before": "waiting", "after": "sending"}
    return (
        Write(_MOVE, move, otherwise=Repeat),
        *(
            Write(
                _ADDRESS_TO,
                {
                    "announcement": announcement.id,
                    "state": "waiting",
                    "due": announcement.due,
                    "consultation": announcement.consultation,
                    "region": region,
                },
            )
            for region in list(regions) or [""]
        ),
    )


def settle(delivery: DueDelivery, fate: Fate, due_at: int = 0) -> Write:
    """From the state it was loaded in to the next; raises `Stale` if it is not in that state any more."""
    values = {
        "of": delivery.announcement,
        "who": delivery.person,
        "before": delivery.state,
        "after": fate,
        "new_due": due_at,
    }
    return Write(_FATE, values, otherwise=Stale)


def finish() -> Write:
    """Announcements with nothing left to send are done."""
    return Write(_FINISH, {})


def _read(row: Row) -> Announcement:
    identity, consultation, kind, due_at, texts, regions, state, topics, *more = row
    about = json.loads(texts), tuple(json.loads(regions)), state, tuple(json.loads(topics))
    return Announcement(identity, consultation, kind, due_at, *about, *more)
