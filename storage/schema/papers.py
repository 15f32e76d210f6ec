"""Papers for a review as they are being written. What stands in them is to be published."""

from sqlmodel import Field, SQLModel

from storage.schema.tables import NO_ROWID, columns


class Paper(SQLModel, table=True):
    """One paper (`storage/papers.py`). `content` is TOML, `writers` their codes in the log, apart by spaces.

    `seen_by`: who looked at its warnings; `seen_what` stands for those warnings.
    """

    __tablename__ = "paper"
    __table_args__ = NO_ROWID
    id: bytes = Field(primary_key=True)
    consultation: str
    language: str
    form: str
    begun: int
    version: int
    content: str
    writers: str
    seen_by: str
    seen_what: str


PAPER = columns(Paper)
