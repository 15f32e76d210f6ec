"""What was said."""

from sqlalchemy import Index, false
from sqlmodel import Field, SQLModel

from storage.schema.tables import NO_ROWID, SLOT, columns, partial_index


class Response(SQLModel, table=True):
    """What somebody sent, under the consultation's answers key. `kind`: real, simulated or trial.

    `reading`: what staff read out of it, under the same key; it goes wherever the response goes.
    `copied`: whether backups have it; those that came since the last one wait until they are many.
    `guarded`: whether it lies in a second envelope under an id for the time being (`storage/guard.py`).
    """

    __table_args__ = (
        Index("ix_response_consultation", "consultation", "kind", "survey", "id"),
        partial_index("ix_response_week", "consultation", where="week IS NOT NULL"),
        partial_index("ix_response_new", "consultation", "slot", where="NOT copied"),
        partial_index("ix_response_guarded", "consultation", "slot", where="guarded"),
    )
    slot: int = Field(primary_key=True, sa_type=SLOT, sa_column_kwargs={"autoincrement": False})
    id: bytes = Field(unique=True, index=True)
    consultation: str
    survey: str
    version: int
    kind: str
    week: int | None
    document: bytes
    reading: bytes | None = None
    copied: bool = Field(False, sa_column_kwargs={"server_default": false()})
    guarded: bool = Field(False, sa_column_kwargs={"server_default": false()})


class Link(SQLModel, table=True):
    """The bridge from a person to their response, readable only with the consultation's link key."""

    __table_args__ = NO_ROWID
    lookup: bytes = Field(primary_key=True)
    consultation: str = Field(index=True)
    sealed: bytes


class Attachment(SQLModel, table=True):
    """A part of a file that was given as an answer; only the answer itself leads to it and opens it.

    `id` is a keyed hash of the file's name, which stands in the sealed draft or response and nowhere else;
    at close it becomes another.
    """

    __table_args__ = NO_ROWID
    id: bytes = Field(primary_key=True)
    part: int = Field(primary_key=True)
    consultation: str = Field(index=True)
    sealed: bytes


class ArrivalSign(SQLModel, table=True):
    """That responses of a consultation looked made in a week: which sign, and of about how many."""

    __tablename__ = "arrival_sign"
    __table_args__ = NO_ROWID
    consultation: str = Field(primary_key=True)
    week: int = Field(primary_key=True)
    sign: str = Field(primary_key=True)
    responses: int = Field(0, sa_column_kwargs={"server_default": "0"})


class ReleaseLedger(SQLModel, table=True):
    """What the next release must know of all before, under the consultation's answers key."""

    __tablename__ = "release_ledger"
    consultation: str = Field(primary_key=True)
    sealed: bytes


RESPONSE = columns(Response)
LINK = columns(Link)
ATTACHMENT = columns(Attachment)
ARRIVAL_SIGN = columns(ArrivalSign)
RELEASE_LEDGER = columns(ReleaseLedger)
