"""What keeps the process right: repeats, what could not be handled, and what must still happen."""

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from storage.schema.tables import NO_ROWID, columns


class Seen(SQLModel, table=True):
    """Keys of what was taken already, for 48 hours."""

    __table_args__ = (Index("ix_seen_hour", "hour", "key"), NO_ROWID)
    key: str = Field(primary_key=True)
    hour: int


class PutAside(SQLModel, table=True):
    """Something our code could not handle, sealed, with the kind of error."""

    __tablename__ = "put_aside"
    __table_args__ = NO_ROWID
    id: bytes = Field(primary_key=True)
    lookup: bytes = Field(index=True)
    error: str
    day: int
    sealed: bytes


class Chore(SQLModel, table=True):
    """What must still happen after a commit, resumable: `kind` is open, close, destroy, erase,
    expire, or finish: the files are to be rewritten, and then a consultation, if one is named, is closed."""

    kind: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)


class Pulse(SQLModel, table=True):
    """When a clock or a channel last worked, to notice an outage; when a process took something over."""

    name: str = Field(primary_key=True)
    at: int = Field(sa_type=BigInteger)


SEEN = columns(Seen)
PUT_ASIDE = columns(PutAside)
CHORE = columns(Chore)
PULSE = columns(Pulse)
