"""What somebody wants to hear of: consultations, regions and topics; and of whom they do not."""

from sqlalchemy import bindparam, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.changes import Write
from storage.database import Database
from storage.kinds import BULK
from storage.schema.announcements import (
    ANNOUNCEMENT,
    DELIVERY,
    FOLLOW,
    MUTE,
    TOPIC_FOLLOW,
    Announcement,
    Delivery,
    Follow,
    Mute,
    TopicFollow,
)
from storage.schema.people import PERSON, Person

_FOLLOWS = select(FOLLOW.region).where(
    FOLLOW.person == bindparam("person"), FOLLOW.consultation == bindparam("consultation")
)
_ALL_FOLLOWS = select(FOLLOW.consultation, FOLLOW.region).where(FOLLOW.person == bindparam("person"))
_FOLLOW = upsert(Follow).on_conflict_do_nothing()
_UNFOLLOW = delete(Follow).where(
    FOLLOW.person == bindparam("who"),
    FOLLOW.consultation == bindparam("from_consultation"),
    FOLLOW.region == bindparam("from_region"),
)
_TOPICS = select(TOPIC_FOLLOW.consultation, TOPIC_FOLLOW.topic).where(
    TOPIC_FOLLOW.person == bindparam("person")
)
_FOLLOW_TOPIC = upsert(TopicFollow).on_conflict_do_nothing()
_UNFOLLOW_TOPIC = delete(TopicFollow).where(
    TOPIC_FOLLOW.person == bindparam("who"),
    TOPIC_FOLLOW.consultation == bindparam("of"),
    TOPIC_FOLLOW.topic == bindparam("about"),
)
_MUTED = select(MUTE.organisation).where(MUTE.person == bindparam("person"))
_MUTE = upsert(Mute).on_conflict_do_nothing()
_UNMUTE = delete(Mute).where(MUTE.person == bindparam("who"), MUTE.organisation == bindparam("which"))
_ON_ITS_WAY = (
    update(Delivery)
    .where(DELIVERY.person == bindparam("who"), DELIVERY.state == "waiting")
    .values(state="cancelled")
)
_IN_BULK = select(ANNOUNCEMENT.id).where(or_(*(ANNOUNCEMENT.kind == kind for kind in sorted(BULK))))
_NOT_OF_ORGANISATION = _ON_ITS_WAY.where(
    DELIVERY.announcement.in_(_IN_BULK.where(ANNOUNCEMENT.organisation == bindparam("which")))
)
_NOT_OF_CONSULTATION = _ON_ITS_WAY.where(
    DELIVERY.announcement.in_(_IN_BULK.where(ANNOUNCEMENT.consultation == bindparam("which")))
)
_WAITING = (
    select(DELIVERY.announcement)
    .join(Announcement, ANNOUNCEMENT.id == DELIVERY.announcement)
    .where(
        DELIVERY.person == bindparam("person"),
        DELIVERY.state == "waiting",
        ANNOUNCEMENT.consultation == bindparam("consultation"),
        or_(*(ANNOUNCEMENT.kind == kind for kind in sorted(BULK))),
    )
)
_NOT_THIS = _ON_ITS_WAY.where(DELIVERY.announcement == bindparam("which"))
_ZONE = update(Person).where(PERSON.id == bindparam("who")).values(zone=bindparam("new_zone"))


async def follows(database: Database, person: bytes, consultation: str) -> frozenset[str]:
    """What somebody follows of a consultation: "" is the consultation itself, else codes of regions."""
    rows = await database.rows(_FOLLOWS, person=person, consultation=consultation)
    return frozenset(row[0] for row in rows)


async def all_follows(database: Database, person: bytes) -> list[tuple[str, str]]:
    """Every (consultation, region) somebody follows."""
    return [(row[0], row[1]) for row in await database.rows(_ALL_FOLLOWS, person=person)]


async def topics(database: Database, person: bytes) -> frozenset[tuple[str, str]]:
    """Every (consultation, topic) somebody follows."""
    return frozenset((row[0], row[1]) for row in await database.rows(_TOPICS, person=person))


async def muted(database: Database, person: bytes) -> frozenset[bytes]:
    """Ids of organisations that somebody wants to hear nothing of."""
    return frozenset(row[0] for row in await database.rows(_MUTED, person=person))


async def waiting(database: Database, person: bytes, consultation: str) -> list[bytes]:
    """Announcements in bulk of a consultation that are on their way to somebody."""
    return [row[0] for row in await database.rows(_WAITING, person=person, consultation=consultation)]


def follow(person: bytes, consultation: str, region: str = "") -> Write:
    """News of a consultation, or of one of its regions."""
    return Write(_FOLLOW, {"person": person, "consultation": consultation, "region": region})


def unfollow(person: bytes, consultation: str, region: str = "") -> Write:
    """No more news of it."""
    return Write(_UNFOLLOW, {"who": person, "from_consultation": consultation, "from_region": region})


def follow_topic(person: bytes, consultation: str, topic: str) -> Write:
    """News of a consultation that concern a topic."""
    return Write(_FOLLOW_TOPIC, {"person": person, "consultation": consultation, "topic": topic})


def unfollow_topic(person: bytes, consultation: str, topic: str) -> Write:
    """No more news of it."""
    return Write(_UNFOLLOW_TOPIC, {"who": person, "of": consultation, "about": topic})


def mute(person: bytes, organisation: bytes) -> tuple[Write, ...]:
    """Nothing of this organisation any more, nor what is on its way to them already."""
    return (
        Write(_MUTE, {"person": person, "organisation": organisation}),
        Write(_NOT_OF_ORGANISATION, {"who": person, "which": organisation}),
    )


def none_of(person: bytes, consultation: str) -> Write:
    """What is on its way to them of a consultation, and they did not ask for, does not arrive."""
    return Write(_NOT_OF_CONSULTATION, {"who": person, "which": consultation})


def not_this(person: bytes, announcement: bytes) -> Write:
    """One announcement that is on its way to them does not arrive."""
    return Write(_NOT_THIS, {"who": person, "which": announcement})


def unmute(person: bytes, organisation: bytes) -> Write:
    """As before."""
    return Write(_UNMUTE, {"who": person, "which": organisation})


def set_zone(person: bytes, zone: str) -> Write:
    """The time zone of the region they follow; empty: that of the consultation."""
    return Write(_ZONE, {"who": person, "new_zone": zone})
