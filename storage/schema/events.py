"""Events that organisations invite to, and who comes."""

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from storage.schema.tables import NO_ROWID, columns


class Event(SQLModel, table=True):
    """An event, for the regions and topics of a consultation.

    `state`: draft, asked (it waits for approval), open, cancelled, over, refused. `sequence` grows with each
    change that people are told of (RFC 5545). `point`: latitude and longitude, or empty. `capacity`: 0 for no
    limit. `changes`: which event it becomes once it is approved. `reason`: why it was refused. `texts`,
    `regions`, `topics` and `languages` are JSON.
    """

    __table_args__ = (Index("ix_event_ends", "ends", "state"), NO_ROWID)
    id: bytes = Field(primary_key=True)
    consultation: str
    organisation: bytes | None = Field(index=True)
    author: bytes | None
    state: str
    sequence: int
    texts: str
    starts: int = Field(sa_type=BigInteger)
    ends: int = Field(sa_type=BigInteger)
    zone: str
    place: str
    point: str
    link: str
    regions: str
    topics: str
    languages: str
    capacity: int
    changes: bytes | None
    reason: str = Field(sa_column_kwargs={"server_default": ""})


class Rsvp(SQLModel, table=True):
    """What somebody answered to an invitation: coming, maybe, no, waiting. `place` orders those who wait."""

    __table_args__ = (
        Index("ix_rsvp_answer", "event", "answer", "place", "person"),
        NO_ROWID,
    )
    event: bytes = Field(primary_key=True)
    person: bytes = Field(primary_key=True, index=True)
    answer: str
    place: int = Field(sa_type=BigInteger)


EVENT = columns(Event)
RSVP = columns(Rsvp)
