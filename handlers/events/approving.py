"""An event that waits: looked at exactly as people will see it, then approved or not, by somebody else."""

from handlers.approvals.approval import Says, can_approve
from handlers.approvals.outcome import sentence
from handlers.events import judging
from handlers.events.preview import looked_at
from handlers.events.rights import at_hand
from handlers.turn import Scene, Turn
from handlers.view import View
from storage import consultations
from storage.changes import Changes
from storage.events import Event
from storage.messages import Card
from storage.store import Store


async def show_asked(store: Store, view: View) -> Card:
    """Exactly what people will see; the buttons are about this and nothing later."""
    say, (event, says) = view.words.say, await _at_hand(store, view)
    consultation = await consultations.get(store.database, event.consultation) if event else None
    if event is None or consultation is None or not says:
        return _gone(view)
    rows = (
        (
            view.button(say("Approve"), f"yes{judging.mark(event)}"),
            view.button(say("Refuse"), f"no{judging.mark(event)}"),
        ),
        (view.button(say("Back"), "back", "back"),),
    )
    title = say("Shall this go out to people?")
    if event.changes:
        title = say("Shall this change go out to those who answered?")
    return view.card(title, "\n\n".join(await looked_at(store, view.words, event, consultation)), rows)


def _gone(view: View) -> Card:
    say = view.words.say
    return view.card(say("This was decided, or taken back."), buttons=((view.go_on(),),))


async def from_asked(turn: Turn, action: str) -> Changes:
    """Approved, on to why it is refused, or back; never one's own, nor what changed after that look."""
    event, says = await _at_hand(turn.store, turn.view)
    there = turn.view.moved(over="waiting")
    if event is None or not says:
        return turn.to(there)
    if action == f"no{judging.mark(event)}":
        return turn.to(turn.view.moved(over="event_refusing", page=event.id.hex()))
    if not action.startswith("yes"):
        return turn.to(there)
    person, seen = turn.view.person.id, action.removeprefix("yes")
    outcome = await judging.approved(turn.store, turn.place, person, event, seen)
    if outcome.said == "approved":
        there = there.but(notice=turn.view.words.say("It is approved and goes out."))
    return turn.to(there, then=outcome.changes)


async def show_refusing(store: Store, view: View) -> Card:
    """Who refuses says why."""
    say, (event, says) = view.words.say, await _at_hand(store, view)
    if event is None or not says:
        return _gone(view)
    return view.card(
        say("Why shall it not go out?"),
        buttons=((view.button(say("Back"), "back", "back"),),),
        hint=say("Write a sentence or two. Who wrote the event reads them, but not who you are."),
        writes="text",
    )


async def from_refusing(turn: Turn, _: str) -> Changes:
    """Back to the event."""
    return turn.to(turn.view.moved(over="event_asked", page=turn.conversation.page))


async def refuse(turn: Turn, text: str) -> Changes:
    """Refused, for this reason."""
    event, says = await _at_hand(turn.store, turn.view)
    if event is None or not says:
        return turn.to(turn.view.moved(over="waiting"))
    outcome = await judging.refused(turn.store, turn.place, turn.view.person.id, event, text)
    if outcome.said == "reason":
        return turn.noticed(sentence(turn.view.words, "reason"))
    there = turn.view.moved(over="waiting", notice=sentence(turn.view.words, "refused"))
    return turn.to(there, then=outcome.changes)


async def _at_hand(store: Store, view: View) -> tuple[Event | None, Says]:
    """The event they look at, and as what they may approve it while it waits."""
    event = await at_hand(store, view.conversation.page)
    if event is None or event.state != "asked":
        return None, ""
    return event, await can_approve(store, view.person.id, event)


SCENES = {
    "event_asked": Scene(show_asked, from_asked),
    "event_refusing": Scene(show_refusing, from_refusing, refuse),
}
