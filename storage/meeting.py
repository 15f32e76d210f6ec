"""Who somebody is and where they stand, as one statement reads it: all that a usual turn asks for."""

from dataclasses import dataclass

from sqlalchemy import bindparam, exists, select

from storage import conversations
from storage.conversations import NOT_BEGUN, Loaded
from storage.database import Database
from storage.due import ShownCard
from storage.housekeeping import was_seen
from storage.keys import Keyring
from storage.people import WHO, Somebody, lookup, somebody
from storage.schema.chats import SHOWN, Shown
from storage.schema.people import ADDRESS, CONVERSATION, PERSON, Address
from storage.schema.people import Conversation as ConversationRow
from storage.schema.upkeep import SEEN
from storage.shown_cards import shown_card

_MET = (
    select(
        *WHO,
        exists(select(SEEN.key).where(SEEN.key == bindparam("key"))),
        CONVERSATION.version,
        CONVERSATION.state,
        SHOWN.message,
        SHOWN.hour,
        SHOWN.appearance,
    )
    .join(Address, ADDRESS.person == PERSON.id)
    .outerjoin(ConversationRow, CONVERSATION.person == PERSON.id)
    .outerjoin(Shown, SHOWN.person == PERSON.id)
    .where(ADDRESS.lookup == bindparam("lookup"))
)


@dataclass(frozen=True, slots=True)
class Met:
    """Who it is (None: nobody we know) and where they stand. `seen`: this was taken in the last 48 hours.

    `shown`: the message of their chat that holds their card.
    """

    seen: bool
    somebody: Somebody | None = None
    loaded: Loaded = NOT_BEGUN
    shown: ShownCard | None = None


async def meet(database: Database, keys: Keyring, where: tuple[str, str], key: str) -> Met:
    """What there is about whoever is at `where` (channel, address), and whether `key` was taken already."""
    row = await database.row(_MET, lookup=lookup(keys, *where), key=key)
    if row is None:
        return Met(await was_seen(database, key))
    *who, seen, version, state, message, hour, since = row
    if seen:
        return Met(seen=True)
    loaded = conversations.opened(keys, who[0], version, state)
    return Met(False, somebody(*who), loaded, shown_card(keys, who[0], message, hour, since))
