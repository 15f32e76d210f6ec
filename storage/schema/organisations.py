"""Organisations, who speaks for them, and what they are still writing."""

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from storage.schema.tables import NO_ROWID, columns


class Organisation(SQLModel, table=True):
    """Who may answer surveys for organisations. `state`: waiting, verified, refused; all else is sealed."""

    __table_args__ = NO_ROWID
    id: bytes = Field(primary_key=True)
    version: int
    state: str
    profile: bytes


class Member(SQLModel, table=True):
    """Who speaks for an organisation; a person speaks for one at most."""

    __table_args__ = NO_ROWID
    person: bytes = Field(primary_key=True)
    organisation: bytes = Field(index=True)


class Invitation(SQLModel, table=True):
    """A link by which one person can join an organisation, once; of its token only a keyed hash is kept."""

    __table_args__ = NO_ROWID
    lookup: bytes = Field(primary_key=True)
    organisation: bytes = Field(index=True)
    until: int = Field(sa_type=BigInteger)


class SharedDraft(SQLModel, table=True):
    """Answers of an organisation that were not sent yet, found and read by the consultation's link key."""

    __tablename__ = "shared_draft"
    __table_args__ = NO_ROWID
    lookup: bytes = Field(primary_key=True)
    consultation: str = Field(index=True)
    version: int
    sealed: bytes


ORGANISATION = columns(Organisation)
MEMBER = columns(Member)
INVITATION = columns(Invitation)
SHARED_DRAFT = columns(SharedDraft)
