"""A second person decides what shall happen to a consultation, in the chat or on the dashboard."""

from handlers.approvals.approval import can_approve, digest
from handlers.approvals.awaiting import SHORT
from handlers.approvals.noting import note
from handlers.approvals.outcome import Outcome
from handlers.approvals.reasons import reason_in
from handlers.consultations.carrying_out import CannotBeDone, carried_out
from handlers.view import Place
from storage import proposals
from storage.changes import Changes
from storage.proposals import Proposal
from storage.store import Store


def mark(proposal: Proposal) -> str:
    """Stands for exactly what was looked at."""
    return digest(proposal).hex()[:SHORT]


async def approved(store: Store, place: Place, person: bytes, found: Proposal, seen: str) -> Outcome:
    """It happens, if it is as it was looked at."""
    says = await can_approve(store, person, found)
    if not says:
        return Outcome("gone")
    if seen != mark(found):
        return Outcome("changed")
    try:
        then = await carried_out(store, found, person, says, place)
    except CannotBeDone:
        return Outcome("stuck")
    noted = await note(store, place, person, "approved", _subject(found))
    return Outcome("approved", then.also(proposals.decide(found, "done"), noted))


async def refused(store: Store, place: Place, person: bytes, found: Proposal, text: str) -> Outcome:
    """It does not happen; staff read why."""
    reason = reason_in(text)
    if not await can_approve(store, person, found):
        return Outcome("gone")
    if not reason:
        return Outcome("reason")
    noted = await note(store, place, person, "refused", _subject(found))
    return Outcome("refused", Changes((proposals.decide(found, "refused", reason), noted)))


def _subject(proposal: Proposal) -> str:
    return f"{proposal.kind} {proposal.consultation}"
