"""Who answers for a region, and what people asked them."""

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from storage.schema.tables import SLOT, columns, partial_index


class Contact(SQLModel, table=True):
    """The contact of a region: an office as residents see it (`office`, JSON by language), and who of the
    staff answers there, if anybody."""

    consultation: str = Field(primary_key=True)
    region: str = Field(primary_key=True)
    office: str
    person: bytes | None


class Inquiry(SQLModel, table=True):
    """What somebody asked the contact of a region, and the answer, under the consultation's link key.

    `state`: asked, answered, declined. `due`: in which evening it is told that it still waits.
    """

    __table_args__ = (
        Index("ix_inquiry_consultation", "consultation", "state", "region"),
        partial_index("ix_inquiry_asked", "due", "id", where="state = 'asked'"),
    )
    slot: int = Field(primary_key=True, sa_type=SLOT, sa_column_kwargs={"autoincrement": False})
    id: bytes = Field(unique=True, index=True)
    consultation: str
    region: str
    person: bytes = Field(index=True)
    state: str
    due: int = Field(sa_type=BigInteger)
    sealed: bytes
    answer: bytes | None


CONTACT = columns(Contact)
INQUIRY = columns(Inquiry)
