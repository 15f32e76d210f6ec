"""Somebody decides whether an event goes out, or ends it, in the chat or on the dashboard."""

from handlers.approvals.actions import ANNOUNCE, SPEAK, Actor, actor, may
from handlers.approvals.approval import approved as approval_of
from handlers.approvals.approval import can_approve
from handlers.approvals.noting import note
from handlers.approvals.outcome import Outcome
from handlers.approvals.reasons import reason_in
from handlers.events import going_out
from handlers.view import Place
from storage import approvals
from storage.events import Event
from storage.store import Store


def mark(event: Event) -> str:
    """Stands for exactly what was looked at: it grows whenever it becomes another one."""
    return str(event.sequence)


async def approved(store: Store, place: Place, person: bytes, event: Event, seen: str) -> Outcome:
    """It goes out, if it is as it was looked at."""
    says = await can_approve(store, person, event)
    if not says or event.state != "asked":
        return Outcome("gone")
    after = await going_out.becomes(store, event)
    if after is None:
        return Outcome("stuck")
    if seen != mark(event):
        return Outcome("changed")
    decided = await going_out.approved(store, event, place.now)
    noted = await note(store, place, person, "approved", event.id)
    return Outcome("approved", decided.also(approvals.add(approval_of(after, person, says)), noted))


async def refused(store: Store, place: Place, person: bytes, event: Event, text: str) -> Outcome:
    """It does not go out, for this reason."""
    if not await can_approve(store, person, event) or event.state != "asked":
        return Outcome("gone")
    reason = reason_in(text)
    if not reason:
        return Outcome("reason")
    noted = await note(store, place, person, "refused", event.id)
    return Outcome("refused", going_out.refused(event, reason, place.now).also(noted))


def may_cancel(who: Actor, event: Event) -> bool:
    """Whose it is: staff what is the consultation's own, an organisation its own."""
    own = may(who, SPEAK, event.organisation) if event.organisation is not None else may(who, ANNOUNCE)
    return own and event.state == "open"


async def cancelled(store: Store, place: Place, person: bytes, event: Event) -> Outcome:
    """It does not take place; all who come, may come or wait are told."""
    if not may_cancel(await actor(store, person), event):
        return Outcome("late")
    decided = await going_out.cancelled(store, event, place.now)
    return Outcome("done", decided.also(await note(store, place, person, "cancelled", event.id)))
