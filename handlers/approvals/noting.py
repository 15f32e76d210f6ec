"""What somebody did as staff, or for an organisation, goes into the log."""

from handlers.turn import Turn
from storage import audit, staff
from storage.changes import Write
from storage.store import Store

SHORT = 12
"""Letters of an id in the log."""


async def noted(turn: Turn, what: str, on: str | bytes) -> Write:
    """What they did in the chat; raises `Stale` where another entry came meanwhile."""
    return await note(turn.store, turn.view.person.id, turn.now, what, on)


async def note(store: Store, person: bytes, now: int, what: str, on: str | bytes) -> Write:
    """The entry to be kept; raises `Stale` where another came meanwhile."""
    subject = on.hex()[:SHORT] if isinstance(on, bytes) else on
    return await audit.note(store.database, store.keys, now, staff.code(store.keys, person), what, subject)
