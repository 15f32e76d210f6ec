"""Which messages stand in somebody's chat, for 48 hours: so long a chat lets us delete them (`/hide`).

Without the index key the rows tell neither whose chat it is nor that two rows belong to one.
"""

from sqlalchemy import bindparam, delete, select, tuple_
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.changes import Write
from storage.database import Database
from storage.keys import Keyring
from storage.parts import PART
from storage.schema.chats import CHAT_MESSAGE, ChatMessage
from storage.sealing import keyed_hash

HOURS = 48
HOUR = 3_600

_KEEP = upsert(ChatMessage).on_conflict_do_nothing()
_OF = (
    select(CHAT_MESSAGE.message)
    .where(CHAT_MESSAGE.lookup == bindparam("lookup"), CHAT_MESSAGE.hour > bindparam("before"))
    .order_by(CHAT_MESSAGE.message)
)
_DROP = delete(ChatMessage).where(
    CHAT_MESSAGE.lookup == bindparam("of"), CHAT_MESSAGE.message <= bindparam("up_to")
)
_FORGET = delete(ChatMessage).where(CHAT_MESSAGE.lookup == bindparam("of"))
_some = CHAT_MESSAGE.message.table.alias("some_of_it")
_OLD = delete(ChatMessage).where(
    tuple_(CHAT_MESSAGE.lookup, CHAT_MESSAGE.message).in_(
        select(_some.c.lookup, _some.c.message).where(_some.c.hour <= bindparam("before")).limit(PART)
    )
)


def keep(keys: Keyring, person: bytes, message: int, now: int) -> Write:
    """A message was sent to a person, or came from them."""
    return Write(_KEEP, {"lookup": _lookup(keys, person), "message": message, "hour": now // HOUR})


async def of(database: Database, keys: Keyring, person: bytes, now: int) -> list[int]:
    """The ids of the messages in a person's chat that can still be deleted, oldest first."""
    values = {"lookup": _lookup(keys, person), "before": now // HOUR - HOURS}
    return [row[0] for row in await database.rows(_OF, **values)]


def drop(keys: Keyring, person: bytes, up_to: int) -> Write:
    """The messages up to this one are deleted."""
    return Write(_DROP, {"of": _lookup(keys, person), "up_to": up_to})


def forget(keys: Keyring, person: bytes) -> Write:
    """Nothing is known any more of the messages in a person's chat."""
    return Write(_FORGET, {"of": _lookup(keys, person)})


def sweep(now: int) -> Write:
    """To be written in parts: delete what cannot be deleted in the chat any more."""
    return Write(_OLD, {"before": now // HOUR - HOURS})


def _lookup(keys: Keyring, person: bytes) -> bytes:
    return keyed_hash(keys.index, b"messages of", person)
