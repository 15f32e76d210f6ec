"""Recommendations of the Universal Periodic Review, and what became of them. All of it is public."""

from sqlmodel import Field, SQLModel

from storage.schema.tables import columns


class Recommendation(SQLModel, table=True):
    """As it was imported, and how staff marked it. `content` (JSON): its text and who it concerns.

    `competent`: whether it is within the competence of who runs this. `questions` (JSON): how residents are
    asked about it, by language.
    """

    id: bytes = Field(primary_key=True)
    country: str
    session: int
    number: str
    cycle: int
    document: str
    annotation: str
    position: str
    content: str
    competent: bool
    owner: str
    questions: str


class Progress(SQLModel, table=True):
    """What was officially said of a recommendation on a day (since 1970); earlier ones stay."""

    recommendation: bytes = Field(primary_key=True)
    number: int = Field(primary_key=True)
    status: str
    day: int
    source: str


RECOMMENDATION = columns(Recommendation)
PROGRESS = columns(Progress)
