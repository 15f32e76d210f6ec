"""What somebody wants to hear of besides consultations and regions: topics; and of whom they do not."""

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.changes import Write
from storage.database import Database
from storage.schema.announcements import MUTE, TOPIC_FOLLOW, Mute, TopicFollow
from storage.schema.people import PERSON, Person

_TOPICS = select(TOPIC_FOLLOW.consultation, TOPIC_FOLLOW.topic).where(
    TOPIC_FOLLOW.person == bindparam("person")
)
_FOLLOW = upsert(TopicFollow).on_conflict_do_nothing()
_UNFOLLOW = delete(TopicFollow).where(
    TOPIC_FOLLOW.person == bindparam("who"),
    TOPIC_FOLLOW.consultation == bindparam("of"),
    TOPIC_FOLLOW.topic == bindparam("about"),
)
_MUTED = select(MUTE.organisation).where(MUTE.person == bindparam("person"))
_MUTE = upsert(Mute).on_conflict_do_nothing()
_UNMUTE = delete(Mute).where(MUTE.person == bindparam("who"), MUTE.organisation == bindparam("which"))
_ZONE = update(Person).where(PERSON.id == bindparam("who")).values(zone=bindparam("new_zone"))


async def topics(database: Database, person: bytes) -> frozenset[tuple[str, str]]:
    """Every (consultation, topic) somebody follows."""
    return frozenset((row[0], row[1]) for row in await database.rows(_TOPICS, person=person))


async def muted(database: Database, person: bytes) -> frozenset[bytes]:
    """Ids of organisations that somebody wants to hear nothing of."""
    return frozenset(row[0] for row in await database.rows(_MUTED, person=person))


def follow(person: bytes, consultation: str, topic: str) -> Write:
    """News of a consultation that concern a topic."""
    return Write(_FOLLOW, {"person": person, "consultation": consultation, "topic": topic})


def unfollow(person: bytes, consultation: str, topic: str) -> Write:
    """No more news of it."""
    return Write(_UNFOLLOW, {"who": person, "of": consultation, "about": topic})


def mute(person: bytes, organisation: bytes) -> Write:
    """Nothing of this organisation any more."""
    return Write(_MUTE, {"person": person, "organisation": organisation})


def unmute(person: bytes, organisation: bytes) -> Write:
    """As before."""
    return Write(_UNMUTE, {"who": person, "which": organisation})


def set_zone(person: bytes, zone: str) -> Write:
    """The time zone of the region they follow; empty: that of the consultation."""
    return Write(_ZONE, {"who": person, "new_zone": zone})
