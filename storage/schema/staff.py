"""Who may do what and is signed in, who approved what, and what was done."""

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from storage.schema.tables import NO_ROWID, columns


class Staff(SQLModel, table=True):
    """Somebody who works here. `role`: owner, administrator or reader. `name`, by which others know them, is
    sealed. `invited_by`: who of the staff, kept until `tied_until`: so long both count as one."""

    __table_args__ = NO_ROWID
    person: bytes = Field(primary_key=True)
    role: str
    name: bytes
    invited_by: bytes | None = None
    tied_until: int = Field(sa_type=BigInteger, sa_column_kwargs={"server_default": "0"})


class StaffInvitation(SQLModel, table=True):
    """A link by which one person joins the staff, once; of its token only a keyed hash is kept."""

    __tablename__ = "staff_invitation"
    __table_args__ = NO_ROWID
    lookup: bytes = Field(primary_key=True)
    role: str
    name: bytes
    until: int = Field(sa_type=BigInteger)
    invited_by: bytes | None = None


class StaffLink(SQLModel, table=True):
    """A link by which somebody of the staff signs in, once; of its token only a keyed hash is kept."""

    __tablename__ = "staff_link"
    __table_args__ = NO_ROWID
    lookup: bytes = Field(primary_key=True)
    person: bytes
    until: int = Field(sa_type=BigInteger)


class StaffSession(SQLModel, table=True):
    """A browser in which somebody is signed in, in this role, until a time and no longer than it is used."""

    __tablename__ = "staff_session"
    __table_args__ = NO_ROWID
    lookup: bytes = Field(primary_key=True)
    person: bytes
    role: str
    language: str
    seen: int = Field(sa_type=BigInteger)
    until: int = Field(sa_type=BigInteger)


class Approval(SQLModel, table=True):
    """Somebody looked at exactly these bytes (`digest`) and said that they may go out."""

    __table_args__ = NO_ROWID
    subject: bytes = Field(primary_key=True)
    digest: bytes
    person: bytes
    alone: bool


class Proposal(SQLModel, table=True):
    """What shall happen to a consultation (`storage/proposals.py`); one of each kind."""

    __table_args__ = NO_ROWID
    id: bytes = Field(primary_key=True)
    consultation: str
    kind: str
    content: str
    author: bytes | None
    state: str
    reason: str


class Audit(SQLModel, table=True):
    """What staff did. `link` is a hash over the entry and the link of the one before it."""

    number: int = Field(primary_key=True)
    day: int
    entry: str
    link: bytes


STAFF = columns(Staff)
STAFF_INVITATION = columns(StaffInvitation)
STAFF_LINK = columns(StaffLink)
STAFF_SESSION = columns(StaffSession)
APPROVAL = columns(Approval)
PROPOSAL = columns(Proposal)
AUDIT = columns(Audit)
