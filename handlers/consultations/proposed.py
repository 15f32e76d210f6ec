"""What shall happen to a consultation, looked at by a second person: approved, or refused with a reason."""

from dataclasses import replace

from handlers.approvals.awaiting import awaited
from handlers.approvals.outcome import sentence
from handlers.consultations import judging
from handlers.consultations.describing import described, name_of
from handlers.consultations.proposing import said
from handlers.turn import Scene, Turn
from handlers.view import View
from storage.changes import Changes
from storage.messages import Card
from storage.proposals import Proposal
from storage.store import Store


async def show(store: Store, view: View) -> Card:
    """All of it. The buttons are about these bytes and no others."""
    say, found = view.words.say, await _at_hand(store, view)
    back = (view.button(say("Back"), "back", "back"),)
    if found is None:
        return view.card(say("This was decided, or taken back."), buttons=(back,))
    rows = (
        (view.button(say("Approve"), f"yes{judging.mark(found)}"), view.button(say("Refuse"), "no")),
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
    place, person = turn.place, view.person.id
    outcome = await judging.approved(turn.store, place, person, found, action.removeprefix("yes"))
    again = outcome.said in {"changed", "stuck"}
    return said(
        turn, outcome, view.moved(over="proposed", page=page) if again else view.moved(over="waiting")
    )


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
    view, found = turn.view, await _at_hand(turn.store, turn.view)
    if found is None:
        return turn.to(view.moved(over="waiting"))
    outcome = await judging.refused(turn.store, turn.place, view.person.id, found, text)
    if outcome.said == "reason":
        return turn.noticed(sentence(view.words, outcome.said))
    return said(turn, outcome, view.moved(over="waiting"))


async def _at_hand(store: Store, view: View) -> Proposal | None:
    """What they look at, if it still waits for them."""
    found = [each for each in await awaited(store, view.person.id) if isinstance(each, Proposal)]
    return next((each for each in found if each.id.hex() == view.conversation.page), None)


SCENES = {
    "proposed": Scene(show, tapped),
    "refusing": Scene(show_refusing, from_refusing, wrote_reason),
}
