"""What somebody did as staff, or for an organisation, goes into the log."""

from handlers.turn import Turn
from handlers.view import Place
from storage import audit, staff
from storage.changes import Write
from storage.store import Store

SHORT = 12
"""Letters of an id in the log."""


async def noted(turn: Turn, what: str, on: str | bytes) -> Write:
    """What they did in the chat; raises `Stale` where another entry came meanwhile."""
    return await note(turn.store, turn.place, turn.view.person.id, what, on)


async def note(store: Store, place: Place, person: bytes, what: str, on: str | bytes) -> Write:
    """The entry to be kept; raises `Stale` where another came meanwhile."""
    subject = on.hex()[:SHORT] if isinstance(on, bytes) else on
    now, who = int(place.now.timestamp()), staff.code(store.keys, person)
    return await audit.note(store.database, store.keys, now, who, what, subject)
