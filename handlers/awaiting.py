"""What waits for somebody's approval, of all that they may approve."""

from handlers.approval import Subject, can_approve
from storage import announcements, events
from storage.store import Store


async def awaited(store: Store, person: bytes) -> list[Subject]:
    """Announcements, then events, that this person can approve, the earliest first."""
    written = [each for each in await announcements.asked(store.database) if each.kind == "written"]
    found: list[Subject] = [*written, *await events.asked(store.database)]
    return [each for each in found if await can_approve(store, person, each)]
