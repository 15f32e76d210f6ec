"""What somebody of the staff wants to happen to a consultation: done at once, or a second person is asked."""

from dataclasses import replace

from handlers.approvals.approval import can_approve
from handlers.approvals.noting import noted
from handlers.consultations.carrying_out import CannotBeDone, carried_out
from handlers.turn import Turn
from storage import proposals
from storage.changes import Changes
from storage.conversations import Conversation
from storage.proposals import Proposal


async def done_or_asked(turn: Turn, proposal: Proposal, to: Conversation, what: str) -> Changes:
    """Done where nobody else could approve it, which everybody is told; else it waits for somebody else."""
    say, person, slug = turn.view.words.say, turn.view.person.id, proposal.consultation
    mine = replace(proposal, author=person)
    says = await can_approve(turn.store, person, mine)
    if says != "alone":
        asked = replace(to, notice=say("It waits for a second person now."))
        return turn.to(asked, proposals.ask(mine), await noted(turn, "asked", f"{mine.kind} {slug}"))
    try:
        then = await carried_out(turn.store, mine, person, says, turn.place)
    except CannotBeDone:
        return turn.to(replace(to, notice=say("It cannot be done any more.")))
    done = turn.to(replace(to, notice=say("It is done.")), *then.writes, await noted(turn, what, slug))
    return replace(done, chores=then.chores, wakes=then.wakes)
