"""News: who wants which, what is announced, and to whom it came."""

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from storage.schema.tables import NO_ROWID, columns


class Follow(SQLModel, table=True):
    """News a person asked for: of a consultation (`region` empty) or of one of its regions."""

    __table_args__ = NO_ROWID
    person: bytes = Field(primary_key=True)
    consultation: str = Field(primary_key=True)
    region: str = Field(primary_key=True)


class Announcement(SQLModel, table=True):
    """A text for an audience. `kind`: written, opened or closed. `state`: waiting, sending or done."""

    __table_args__ = NO_ROWID
    id: bytes = Field(primary_key=True)
    consultation: str
    kind: str
    texts: str
    regions: str
    due: int = Field(sa_type=BigInteger)
    state: str


class Delivery(SQLModel, table=True):
    """One announcement to one person.

    `state`: waiting, sending, uncertain (unknown once), repeating, sent, blocked,
    failed, lost (unknown twice).
    """

    __table_args__ = NO_ROWID
    announcement: bytes = Field(primary_key=True)
    person: bytes = Field(primary_key=True)
    state: str = Field(index=True)
    due: int = Field(sa_type=BigInteger)


FOLLOW = columns(Follow)
ANNOUNCEMENT = columns(Announcement)
DELIVERY = columns(Delivery)
