"""What waits for somebody's approval, of all that they may approve."""

from handlers.approvals.approval import Subject, can_approve
from storage import announcements, events, proposals
from storage.store import Store

SHORT = 16
"""Letters of a digest by which somebody says what they looked at."""


async def awaited(store: Store, person: bytes) -> list[Subject]:
    """What shall happen to consultations, announcements, then events, that this person can approve."""
    written = [each for each in await announcements.asked(store.database) if each.kind == "written"]
    found: list[Subject] = [
        *await proposals.asked(store.database),
        *written,
        *await events.asked(store.database),
    ]
    return [each for each in found if await can_approve(store, person, each)]
