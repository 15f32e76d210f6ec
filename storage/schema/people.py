"""Who somebody is, how they are found, and where they are just now."""

from sqlmodel import Field, SQLModel

from storage.schema.tables import NO_ROWID, SLOT, columns, partial_index


class Person(SQLModel, table=True):
    """Somebody reachable on a channel. Holds nothing about surveys. `zone`: of what they follow, or empty."""

    __table_args__ = (partial_index("ix_person_zone", "zone", where="zone <> ''"), NO_ROWID)
    id: bytes = Field(primary_key=True)
    channel: str
    language: str
    reachable: bool
    zone: str = Field(sa_column_kwargs={"server_default": ""})


class Address(SQLModel, table=True):
    """One way to find a person: a chat, a browser's cookie, a receipt code.

    `lookup` is an HMAC under the index key; `sealed` is the chat id under the contact key, or nothing where
    we never write first. `way`: empty for a chat or a device of its own, `code` for a receipt code, `by_code`
    for a device that came by one.
    """

    __table_args__ = NO_ROWID
    lookup: bytes = Field(primary_key=True)
    person: bytes = Field(index=True)
    sealed: bytes | None
    way: str = Field(sa_column_kwargs={"server_default": ""})


class Conversation(SQLModel, table=True):
    """Where a person is just now; the state is sealed, consultation included."""

    slot: int = Field(primary_key=True, sa_type=SLOT, sa_column_kwargs={"autoincrement": False})
    person: bytes = Field(unique=True, index=True)
    version: int
    state: bytes


PERSON = columns(Person)
ADDRESS = columns(Address)
CONVERSATION = columns(Conversation)
