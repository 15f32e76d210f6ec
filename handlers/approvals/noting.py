"""What somebody did as staff, or for an organisation, goes into the log."""

from handlers.turn import Turn
from storage import audit, staff
from storage.changes import Write

SHORT = 12
"""Letters of an id in the log."""


async def noted(turn: Turn, what: str, on: str | bytes) -> Write:
    """The entry to be kept; raises `Stale` where another came meanwhile."""
    keys, subject = turn.store.keys, on.hex()[:SHORT] if isinstance(on, bytes) else on
    who = staff.code(keys, turn.view.person.id)
    return await audit.note(turn.store.database, keys, turn.now, who, what, subject)
