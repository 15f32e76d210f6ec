"""Whom an announcement concerns: followers of places and topics, members, those who muted an organisation."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from storage.database import Database
from storage.schema.announcements import FOLLOW, MUTE, TOPIC_FOLLOW, Follow, TopicFollow
from storage.schema.consultations import REGION
from storage.schema.organisations import MEMBER, ORGANISATION, Organisation
from storage.schema.people import PERSON

_REACHABLE = select(PERSON.id, PERSON.zone, PERSON.language).where(PERSON.reachable.is_(True))
_OF_REGION = _REACHABLE.join(Follow, FOLLOW.person == PERSON.id).where(
    FOLLOW.consultation == bindparam("consultation"), FOLLOW.region == bindparam("region")
)
_OF_TOPIC = _REACHABLE.join(TopicFollow, TOPIC_FOLLOW.person == PERSON.id).where(
    TOPIC_FOLLOW.consultation == bindparam("consultation"), TOPIC_FOLLOW.topic == bindparam("topic")
)
_MEMBERS = (
    select(MEMBER.person)
    .join(Organisation, ORGANISATION.id == MEMBER.organisation)
    .where(ORGANISATION.state == "verified")
)
_ZONES_OF_PEOPLE = select(PERSON.zone).where(PERSON.zone != "").distinct()
_ZONES_OF_REGIONS = select(REGION.timezone).where(
    REGION.consultation == bindparam("consultation"), REGION.timezone != ""
)
_MUTED = select(MUTE.person).where(MUTE.organisation == bindparam("organisation"))


@dataclass(frozen=True, slots=True)
class Listener:
    """What counts of somebody who may be told. `zone` is empty where it is the consultation's."""

    zone: str
    language: str


Listeners = dict[bytes, Listener]


async def of_region(database: Database, consultation: str, region: str = "") -> Listeners:
    """Reachable people who follow a region, or (without one) the consultation itself."""
    rows = await database.rows(_OF_REGION, consultation=consultation, region=region)
    return {row[0]: Listener(row[1], row[2]) for row in rows}


async def of_topic(database: Database, consultation: str, topic: str) -> Listeners:
    """Reachable people who follow a topic."""
    rows = await database.rows(_OF_TOPIC, consultation=consultation, topic=topic)
    return {row[0]: Listener(row[1], row[2]) for row in rows}


async def zones(database: Database, consultation: str) -> set[str]:
    """The zones that its regions, or people, are in."""
    regions = await database.rows(_ZONES_OF_REGIONS, consultation=consultation)
    return {row[0] for row in (*regions, *await database.rows(_ZONES_OF_PEOPLE))}


async def members(database: Database) -> set[bytes]:
    """Who speaks for a verified organisation."""
    return {row[0] for row in await database.rows(_MEMBERS)}


async def muting(database: Database, organisation: bytes) -> set[bytes]:
    """Who wants to hear nothing of an organisation."""
    return {row[0] for row in await database.rows(_MUTED, organisation=organisation)}
