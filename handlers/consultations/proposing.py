"""In the chat: what became of a wish for a consultation, said over the card that follows."""

from handlers.approvals.outcome import Outcome, sentence
from handlers.consultations import wanting
from handlers.turn import Turn
from storage.changes import Changes
from storage.conversations import Conversation
from storage.proposals import Proposal


async def done_or_asked(turn: Turn, proposal: Proposal, to: Conversation, what: str) -> Changes:
    """Done where nobody else could approve it; else it waits for somebody else."""
    person = turn.view.person.id
    return said(turn, await wanting.done_or_asked(turn.store, turn.place, person, proposal, what), to)


def said(turn: Turn, outcome: Outcome, to: Conversation) -> Changes:
    """What was decided, on a card that says so."""
    notice = sentence(turn.view.words, outcome.said)
    return turn.to(to.but(notice=notice), then=outcome.changes)
