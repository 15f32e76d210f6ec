"""Somebody decides whether an announcement goes out, in the chat or on the dashboard; its author hears."""

from handlers.approvals.approval import approved as approval_of
from handlers.approvals.approval import can_approve, digest
from handlers.approvals.awaiting import SHORT
from handlers.approvals.noting import note
from handlers.approvals.outcome import Outcome
from handlers.approvals.reasons import reason_in
from handlers.view import Place
from storage import announcement_states, announcements, approvals
from storage.announcements import Announcement
from storage.changes import Changes, Write
from storage.kinds import AuthorKind
from storage.store import Store


def mark(found: Announcement) -> str:
    """Stands for exactly what was looked at."""
    return digest(found).hex()[:SHORT]


async def approved(store: Store, place: Place, person: bytes, found: Announcement, seen: str) -> Outcome:
    """It goes out, if it is as it was looked at."""
    says = await can_approve(store, person, found)
    if not says or found.state != "asked":
        return Outcome("gone")
    if seen != mark(found):
        return Outcome("changed")
    writes = (
        announcement_states.move(found, "waiting"),
        approvals.add(approval_of(found, person, says)),
        *_told(place, found, "news_approved"),
        await note(store, place, person, "approved", found.id),
    )
    return Outcome("approved", Changes(writes))


async def refused(store: Store, place: Place, person: bytes, found: Announcement, text: str) -> Outcome:
    """It does not go out, for this reason."""
    if not await can_approve(store, person, found) or found.state != "asked":
        return Outcome("gone")
    reason = reason_in(text)
    if not reason:
        return Outcome("reason")
    writes = (
        announcement_states.refuse(found, reason),
        *_told(place, found, "news_refused"),
        await note(store, place, person, "refused", found.id),
    )
    return Outcome("refused", Changes(writes))


def _told(place: Place, found: Announcement, kind: AuthorKind) -> tuple[Write, ...]:
    """Who wrote it hears what was decided, not by whom."""
    if found.author is None:
        return ()
    now = int(place.now.timestamp())
    news = Announcement(place.fresh(16), "", kind, now, organisation=found.organisation)
    return announcements.tell(news, [found.author])
