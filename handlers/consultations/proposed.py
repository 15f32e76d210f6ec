"""What shall happen to a consultation, looked at by a second person: approved, or refused with a reason."""

from dataclasses import replace

from handlers.approvals.approval import can_approve, digest
from handlers.approvals.awaiting import SHORT, awaited
from handlers.approvals.noting import noted
from handlers.consultations.carrying_out import CannotBeDone, carried_out
from handlers.consultations.describing import described, name_of
from handlers.lookalikes import tidy
from handlers.turn import Scene, Turn
from handlers.view import View
from storage import proposals
from storage.changes import Changes
from storage.events import LONGEST_REASON
from storage.messages import Card
from storage.proposals import Proposal
from storage.store import Store


async def show(store: Store, view: View) -> Card:
    """All of it. The buttons are about these bytes and no others."""
    say, found = view.words.say, await _at_hand(store, view)
    back = (view.button(say("Back"), "back", "back"),)
    if found is None:
        return view.card(say("This was decided, or taken back."), buttons=(back,))
    seen = digest(found).hex()[:SHORT]
    rows = (
        (view.button(say("Approve"), f"yes{seen}"), view.button(say("Refuse"), "no")),
        back,
    )
    body = "\n\n".join(await described(store, view.words, found))
    return view.card(say("Shall this happen? %(name)s", name=name_of(view.words, found.kind)), body, rows)


async def tapped(turn: Turn, action: str) -> Changes:
    """Approved, on to the reason why not, or back; never what was changed after it was looked at."""
    view, found = turn.view, await _at_hand(turn.store, turn.view)
    page = view.conversation.page
    if found is None or not action.startswith(("yes", "no")):
        return turn.to(view.moved(over="waiting"))
    if action == "no":
        return turn.to(view.moved(over="refusing", page=page))
    if action != f"yes{digest(found).hex()[:SHORT]}":
        notice = view.words.say("It was changed meanwhile. Please look at it again.")
        return turn.to(view.moved(over="proposed", page=page, notice=notice))
    return await _approved(turn, found)


async def _approved(turn: Turn, found: Proposal) -> Changes:
    view, person, say = turn.view, turn.view.person.id, turn.view.words.say
    says = await can_approve(turn.store, person, found)
    if not says:
        return turn.to(view.moved(over="waiting"))
    try:
        then = await carried_out(turn.store, found, person, says, turn.place)
    except CannotBeDone:
        notice = say("It cannot be done any more. Please refuse it.")
        return turn.to(view.moved(over="proposed", page=view.conversation.page, notice=notice))
    said = view.moved(over="waiting", notice=say("It is approved."))
    writes = (proposals.decide(found, "done"), *then.writes, await noted(turn, "approved", _subject(found)))
    return replace(turn.to(said, *writes), chores=then.chores, wakes=then.wakes)


async def show_refusing(store: Store, view: View) -> Card:
    """Why not: a sentence that staff read."""
    say, found = view.words.say, await _at_hand(store, view)
    back = (view.button(say("Back"), "back", "back"),)
    if found is None:
        return view.card(say("This was decided, or taken back."), buttons=(back,))
    card = view.card(
        say("Why not? %(name)s", name=name_of(view.words, found.kind)),
        say("Please write the reason in a sentence. Those who work here read it."),
        (back,),
    )
    return replace(card, writes="text")


async def from_refusing(turn: Turn, _: str) -> Changes:
    """Back to what is to be decided."""
    return turn.to(turn.view.moved(over="proposed", page=turn.view.conversation.page))


async def wrote_reason(turn: Turn, text: str) -> Changes:
    """Refused, for this reason."""
    view, say, found = turn.view, turn.view.words.say, await _at_hand(turn.store, turn.view)
    if found is None:
        return turn.to(view.moved(over="waiting"))
    reason = tidy(text)
    if not reason or len(reason) > LONGEST_REASON:
        return turn.noticed(say("Please say it in at most %(count)d letters.", count=LONGEST_REASON))
    return turn.to(
        view.moved(over="waiting", notice=say("It is refused.")),
        proposals.decide(found, "refused", reason),
        await noted(turn, "refused", _subject(found)),
    )


def _subject(proposal: Proposal) -> str:
    return f"{proposal.kind} {proposal.consultation}"


async def _at_hand(store: Store, view: View) -> Proposal | None:
    """What they look at, if it still waits for them."""
    found = [each for each in await awaited(store, view.person.id) if isinstance(each, Proposal)]
    return next((each for each in found if each.id.hex() == view.conversation.page), None)


SCENES = {
    "proposed": Scene(show, tapped),
    "refusing": Scene(show_refusing, from_refusing, wrote_reason),
}
