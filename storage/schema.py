"""Everything remembered, as tables.

Two worlds that never meet: who somebody is (`Person` and what hangs on it) and what was said (`Response`).
`Link` is the only bridge while a consultation is open. Tables with random keys have no rowid, so that
physical order tells nothing (see `docs/guide-privacy.md`). Times are UTC seconds since 1970.
"""

from typing import Any

from sqlalchemy import BigInteger, Column, false
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

NO_ROWID = {"sqlite_with_rowid": False}


class Person(SQLModel, table=True):
    """Somebody reachable on a channel. Holds nothing about surveys."""

    __table_args__ = NO_ROWID
    id: bytes = Field(primary_key=True)
    channel: str
    language: str
    reachable: bool


class Address(SQLModel, table=True):
    """One way to find a person: a chat, a browser's cookie, a receipt code.

    `lookup` is an HMAC under the index key; `sealed` is the chat id under the contact key, or nothing where
    we never write first.
    """

    __table_args__ = NO_ROWID
    lookup: bytes = Field(primary_key=True)
    person: bytes = Field(index=True)
    sealed: bytes | None


class Conversation(SQLModel, table=True):
    """Where a person is just now; the state is sealed, consultation included."""

    __table_args__ = NO_ROWID
    person: bytes = Field(primary_key=True)
    version: int
    state: bytes


class Follow(SQLModel, table=True):
    """News a person asked for: of a consultation (`region` empty) or of one of its regions."""

    __table_args__ = NO_ROWID
    person: bytes = Field(primary_key=True)
    consultation: str = Field(primary_key=True)
    region: str = Field(primary_key=True)


class Shown(SQLModel, table=True):
    """Which message of a chat is the current card. Written by the sender alone, but for `/forget`.

    `hour` is when it was sent, so that after an outage it is shown again to those who were active.
    """

    __table_args__ = NO_ROWID
    person: bytes = Field(primary_key=True)
    card: int
    message: int
    hour: int


class Outbox(SQLModel, table=True):
    """Whose current card waits to be shown. `stamp` grows with each change, so that none is missed.

    `clear`: before it is shown, the messages of the chat are deleted. `repeated`: it was sent once, with an
    unknown fate.
    """

    __table_args__ = NO_ROWID
    person: bytes = Field(primary_key=True)
    stamp: int
    due: int = Field(sa_type=BigInteger)
    clear: bool = Field(False, sa_column_kwargs={"server_default": false()})
    repeated: bool = Field(False, sa_column_kwargs={"server_default": false()})


class ChatMessage(SQLModel, table=True):
    """A message of somebody's chat, for 48 hours. `lookup` is an HMAC of the person under the index key."""

    __tablename__ = "chat_message"
    __table_args__ = NO_ROWID
    lookup: bytes = Field(primary_key=True)
    message: int = Field(primary_key=True)
    hour: int


class Seen(SQLModel, table=True):
    """Keys of what was taken already, for 48 hours."""

    __table_args__ = NO_ROWID
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


class Consultation(SQLModel, table=True):
    """An exercise with dates, regions and surveys. `state`: scheduled, open, closing, closed, expired."""

    slug: str = Field(primary_key=True)
    settings: str
    opens: int = Field(sa_type=BigInteger)
    closes: int = Field(sa_type=BigInteger)
    state: str


class Region(SQLModel, table=True):
    """A node in a consultation's tree of areas. `place`: latitude and longitude of its middle, or empty."""

    consultation: str = Field(primary_key=True)
    code: str = Field(primary_key=True)
    parent: str
    names: str
    timezone: str
    population: int | None
    position: int
    place: str = Field(sa_column_kwargs={"server_default": ""})


class SurveyVersion(SQLModel, table=True):
    """A published survey. Rows of this table never change."""

    __tablename__ = "survey_version"
    consultation: str = Field(primary_key=True)
    survey: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    audience: str
    digest: str
    xform: str


class Media(SQLModel, table=True):
    """A picture or a recording that surveys show, by its digest. Rows of this table never change."""

    digest: str = Field(primary_key=True)
    type: str
    content: bytes


class SurveyMedia(SQLModel, table=True):
    """By which name a published survey calls a picture or a recording. Rows of this table never change."""

    __tablename__ = "survey_media"
    consultation: str = Field(primary_key=True)
    survey: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    name: str = Field(primary_key=True)
    digest: str


class TelegramFile(SQLModel, table=True):
    """What Telegram calls a picture or a recording that a bot has sent once. `key`: bot and digest."""

    __tablename__ = "telegram_file"
    key: str = Field(primary_key=True)
    file: str


class Response(SQLModel, table=True):
    """What somebody sent, under the consultation's answers key. `kind`: real, simulated or trial."""

    __table_args__ = NO_ROWID
    id: bytes = Field(primary_key=True)
    consultation: str = Field(index=True)
    survey: str
    version: int
    kind: str
    week: int | None
    document: bytes


class Link(SQLModel, table=True):
    """The bridge from a person to their response, readable only with the consultation's link key."""

    __table_args__ = NO_ROWID
    lookup: bytes = Field(primary_key=True)
    consultation: str = Field(index=True)
    sealed: bytes


class Attachment(SQLModel, table=True):
    """A part of a file that was given as an answer; only the answer itself leads to it and opens it.

    `id` is a keyed hash of the file's name, which stands in the sealed draft or response and nowhere else.
    """

    __table_args__ = NO_ROWID
    id: bytes = Field(primary_key=True)
    part: int = Field(primary_key=True)
    consultation: str = Field(index=True)
    sealed: bytes


class AccessCode(SQLModel, table=True):
    """A single-use code nobody used yet, as a keyed hash. It is deleted when it is used."""

    __tablename__ = "access_code"
    __table_args__ = NO_ROWID
    lookup: bytes = Field(primary_key=True)
    consultation: str = Field(index=True)


class CodeCount(SQLModel, table=True):
    """How many codes of a consultation were made and used: all that is known of a used one."""

    __tablename__ = "code_count"
    consultation: str = Field(primary_key=True)
    made: int
    used: int


class ArrivalSign(SQLModel, table=True):
    """That responses of a consultation looked made in a week: which sign, nothing more."""

    __tablename__ = "arrival_sign"
    __table_args__ = NO_ROWID
    consultation: str = Field(primary_key=True)
    week: int = Field(primary_key=True)
    sign: str = Field(primary_key=True)


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


class Chore(SQLModel, table=True):
    """What must still happen after a commit, resumable: `kind` is open, close, erase or expire."""

    kind: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)


class Pulse(SQLModel, table=True):
    """When a clock or a channel last worked, to notice an outage after it."""

    name: str = Field(primary_key=True)
    at: int = Field(sa_type=BigInteger)


def columns(model: type[SQLModel]) -> ReadOnlyColumnCollection[str, Column[Any]]:
    """The columns of a table, for statements; SQLModel types its attributes as values."""
    return SQLModel.metadata.tables[str(model.__tablename__)].c


PERSON = columns(Person)
ADDRESS = columns(Address)
CONVERSATION = columns(Conversation)
FOLLOW = columns(Follow)
SHOWN = columns(Shown)
OUTBOX = columns(Outbox)
CHAT_MESSAGE = columns(ChatMessage)
SEEN = columns(Seen)
PUT_ASIDE = columns(PutAside)
CONSULTATION = columns(Consultation)
REGION = columns(Region)
SURVEY_VERSION = columns(SurveyVersion)
MEDIA = columns(Media)
SURVEY_MEDIA = columns(SurveyMedia)
TELEGRAM_FILE = columns(TelegramFile)
RESPONSE = columns(Response)
LINK = columns(Link)
ATTACHMENT = columns(Attachment)
ACCESS_CODE = columns(AccessCode)
CODE_COUNT = columns(CodeCount)
ARRIVAL_SIGN = columns(ArrivalSign)
ORGANISATION = columns(Organisation)
MEMBER = columns(Member)
INVITATION = columns(Invitation)
SHARED_DRAFT = columns(SharedDraft)
ANNOUNCEMENT = columns(Announcement)
DELIVERY = columns(Delivery)
CHORE = columns(Chore)
PULSE = columns(Pulse)
