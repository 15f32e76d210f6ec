"""Whom an announcement concerns: followers of places and topics, members, those who muted an organisation."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from sqlalchemy import LargeBinary, bindparam, func, literal_column, select
from sqlalchemy.sql.expression import Executable

from storage.database import Database
from storage.parts import PART, read_in_parts
from storage.schema.announcements import FOLLOW, MUTE, TOPIC_FOLLOW, Follow, TopicFollow
from storage.schema.consultations import REGION
from storage.schema.organisations import MEMBER, ORGANISATION
from storage.schema.people import PERSON

_VERIFIED = select(ORGANISATION.id).where(
    ORGANISATION.id == MEMBER.organisation, ORGANISATION.state == "verified"
)
_IS_MEMBER = select(MEMBER.person).where(MEMBER.person == PERSON.id, _VERIFIED.exists()).exists()
_IS_MUTING = (
    select(MUTE.person)
    .where(MUTE.person == PERSON.id, MUTE.organisation == bindparam("organisation", type_=LargeBinary))
    .exists()
)
_PEOPLE = select(PERSON.id, PERSON.reachable, PERSON.zone, PERSON.language, _IS_MEMBER, _IS_MUTING)
_OF_REGION = (
    _PEOPLE.join(Follow, FOLLOW.person == PERSON.id)
    .where(
        FOLLOW.consultation == bindparam("consultation"),
        FOLLOW.region == bindparam("place"),
        FOLLOW.person > bindparam("after"),
    )
    .order_by(FOLLOW.person)
    .limit(PART)
)
_OF_TOPIC = (
    _PEOPLE.join(TopicFollow, TOPIC_FOLLOW.person == PERSON.id)
    .where(
        TOPIC_FOLLOW.consultation == bindparam("consultation"),
        TOPIC_FOLLOW.topic == bindparam("place"),
        TOPIC_FOLLOW.person > bindparam("after"),
    )
    .order_by(TOPIC_FOLLOW.person)
    .limit(PART)
)
_NEXT_ZONE = select(func.min(PERSON.zone)).where(
    PERSON.zone.op("<>")(literal_column("''")), PERSON.zone > bindparam("after")
)
_ZONES_OF_REGIONS = select(REGION.timezone).where(
    REGION.consultation == bindparam("consultation"), REGION.timezone != ""
)


@dataclass(frozen=True, slots=True)
class Listener:
    """What counts of somebody who follows something. `zone` is empty where it is the consultation's.

    `is_member`: of a verified organisation. `is_muting`: the organisation that was asked about.
    """

    zone: str
    language: str
    is_reachable: bool = True
    is_member: bool = False
    is_muting: bool = False


Listeners = dict[bytes, Listener]


def of_region(
    database: Database, consultation: str, region: str = "", organisation: bytes | None = None
) -> AsyncIterator[Listeners]:
    """Who follows a region, or (without one) the consultation itself, in parts; each person once."""
    return _parts(database, _OF_REGION, consultation, region, organisation)


def of_topic(
    database: Database, consultation: str, topic: str, organisation: bytes | None = None
) -> AsyncIterator[Listeners]:
    """Who follows a topic, likewise."""
    return _parts(database, _OF_TOPIC, consultation, topic, organisation)


async def _parts(
    database: Database, statement: Executable, consultation: str, place: str, organisation: bytes | None
) -> AsyncIterator[Listeners]:
    of = {"consultation": consultation, "place": place, "organisation": organisation or b""}
    async for rows in read_in_parts(lambda last: database.rows(statement, **of, after=last[0]), (b"",)):
        yield {row[0]: _listener(*row[1:]) for row in rows}


def _listener(is_reachable: int, zone: str, language: str, is_member: int, is_muting: int) -> Listener:
    return Listener(zone, language, bool(is_reachable), bool(is_member), bool(is_muting))


async def zones(database: Database, consultation: str) -> set[str]:
    """The zones that its regions, or people, are in: of people one look for each zone there is."""
    regions = await database.rows(_ZONES_OF_REGIONS, consultation=consultation)
    found, after = {row[0] for row in regions}, ""
    while (row := await database.row(_NEXT_ZONE, after=after)) and row[0]:
        after = row[0]
        found.add(after)
    return found
