"""Exercises with their regions, their published surveys and their access codes."""

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from storage.schema.tables import NO_ROWID, columns


class Consultation(SQLModel, table=True):
    """An exercise with dates, regions and surveys.

    `state`: scheduled, open, closing, closed, published, expired.
    """

    slug: str = Field(primary_key=True)
    settings: str
    opens: int = Field(sa_type=BigInteger)
    closes: int = Field(sa_type=BigInteger)
    state: str


class Region(SQLModel, table=True):
    """A node in a consultation's tree of areas. `place`: latitude and longitude of its middle, or empty.

    `outline`: the rings of its area, as longitudes and latitudes, or empty.
    """

    consultation: str = Field(primary_key=True)
    code: str = Field(primary_key=True)
    parent: str
    names: str
    timezone: str
    population: int | None
    position: int
    place: str = Field(sa_column_kwargs={"server_default": ""})
    outline: str = Field(sa_column_kwargs={"server_default": ""})


class SurveyVersion(SQLModel, table=True):
    """A published survey. Rows of this table never change."""

    __tablename__ = "survey_version"
    consultation: str = Field(primary_key=True)
    survey: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    audience: str
    digest: str
    xform: str


class Upload(SQLModel, table=True):
    """A survey that was uploaded and waits to be looked at: its content (JSON), and until when."""

    consultation: str = Field(primary_key=True)
    survey: str = Field(primary_key=True)
    digest: str
    content: str
    until: int = Field(sa_type=BigInteger)


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


class Publication(SQLModel, table=True):
    """What was published of a consultation in a language: results (JSON), and what was done with them."""

    consultation: str = Field(primary_key=True)
    language: str = Field(primary_key=True)
    results: str
    did: str


class Release(SQLModel, table=True):
    """A set of counts that was made to be shown: exactly its bytes. Rows of this table never change."""

    consultation: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    document: bytes


CONSULTATION = columns(Consultation)
REGION = columns(Region)
SURVEY_VERSION = columns(SurveyVersion)
UPLOAD = columns(Upload)
ACCESS_CODE = columns(AccessCode)
CODE_COUNT = columns(CodeCount)
PUBLICATION = columns(Publication)
RELEASE = columns(Release)
