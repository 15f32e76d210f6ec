"""Papers for a review as they are being written. What stands in them is to be published."""

from sqlmodel import Field, SQLModel

from storage.schema.tables import NO_ROWID, columns


class Paper(SQLModel, table=True):
    """One paper (`storage/papers.py`). `content` is TOML, `writers` their codes in the log, apart by spaces.

    `seen_by`: who looked at its warnings; `seen_what` stands for those warnings. `step` grows with all that
    happens to it, `version` with its text. `taken` stands for the text that was taken as a file.
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
    step: int = Field(sa_column_kwargs={"server_default": "1"})
    taken: str = Field(sa_column_kwargs={"server_default": ""})


class Signature(SQLModel, table=True):
    """What an organisation that was asked to sign a paper says (`storage/signatures.py`); no person is named.

    `text` stands for the text that it signed, or last signed.
    """

    __table_args__ = NO_ROWID
    paper: bytes = Field(primary_key=True)
    organisation: bytes = Field(primary_key=True, index=True)
    state: str
    text: str


PAPER = columns(Paper)
SIGNATURE = columns(Signature)
