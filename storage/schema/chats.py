"""What a chat shows, and what waits to be shown in it."""

from sqlalchemy import BigInteger, Index, false
from sqlmodel import Field, SQLModel

from storage.schema.tables import NO_ROWID, columns


class Shown(SQLModel, table=True):
    """Which message of a chat holds the current card. Written by the sender alone, but for `/forget`.

    `hour` is when it was sent, so that after an outage it is shown again to those who were active.
    `appearance` tells, sealed, which card it is and since when it shows its question
    (`storage/shown_cards.py`).
    """

    __table_args__ = (Index("ix_shown_hour", "hour", "person"), NO_ROWID)
    person: bytes = Field(primary_key=True)
    message: int
    hour: int
    appearance: bytes | None = None


class Outbox(SQLModel, table=True):
    """Whose current card waits to be shown. `stamp` is new with each change, so that none is missed.

    `clear`: before it is shown, the messages of the chat are deleted. `repeated`: it was sent once, with an
    unknown fate.
    """

    __table_args__ = (Index("ix_outbox_due", "due", "person"), NO_ROWID)
    person: bytes = Field(primary_key=True)
    stamp: int
    due: int = Field(sa_type=BigInteger)
    clear: bool = Field(False, sa_column_kwargs={"server_default": false()})
    repeated: bool = Field(False, sa_column_kwargs={"server_default": false()})


class ChatMessage(SQLModel, table=True):
    """A message of somebody's chat, for 48 hours. `lookup` is an HMAC of the person under the index key."""

    __tablename__ = "chat_message"
    __table_args__ = (Index("ix_chat_message_hour", "hour", "lookup", "message"), NO_ROWID)
    lookup: bytes = Field(primary_key=True)
    message: int = Field(primary_key=True)
    hour: int


SHOWN = columns(Shown)
OUTBOX = columns(Outbox)
CHAT_MESSAGE = columns(ChatMessage)
