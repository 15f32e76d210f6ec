"""An event that waits: looked at exactly as people will see it, then approved or not, by somebody else."""

from handlers import deciding_events
from handlers.approval import Says, approved, can_approve
from handlers.event_preview import as_seen
from handlers.event_rights import at_hand
from handlers.noting import noted
from handlers.turn import Scene, Turn
from handlers.view import View
from storage import approvals, consultations
from storage.changes import Changes
from storage.events import Event
from storage.messages import Card
from storage.store import Store


async def show_asked(store: Store, view: View) -> Card:
    """Exactly what people will see; the buttons are about this and nothing later."""
    say, (event, says) = view.words.say, await _at_hand(store, view)
    consultation = await consultations.get(store.database, event.consultation) if event else None
    if event is None or consultation is None or not says:
        return view.card(say("This was decided, or taken back."), buttons=((view.go_on(),),))
    rows = (
        (
            view.button(say("Approve"), f"yes{event.sequence}"),
            view.button(say("Refuse"), f"no{event.sequence}"),
        ),
        (view.button(say("Back"), "back", "back"),),
    )
    body = "\n\n".join(await as_seen(store, event, consultation))
    return view.card(say("Shall this go out to people?"), body, rows)


async def from_asked(turn: Turn, action: str) -> Changes:
    """Approved, refused, or back; never one's own, and never what was changed after it was looked at."""
    event, says = await _at_hand(turn.store, turn.view)
    there = turn.view.moved(over="waiting")
    if event is None or not says:
        return turn.to(there)
    if action == f"yes{event.sequence}":
        approval = approvals.add(approved(event, turn.view.person.id, says))
        noting = await noted(turn, "approved", event.id)
        return turn.to(there, approval, noting, *deciding_events.approved(event, turn.place.now).writes)
    if action == f"no{event.sequence}":
        noting = await noted(turn, "refused", event.id)
        return turn.to(there, noting, *deciding_events.refused(event, turn.place.now).writes)
    return turn.to(there)


async def _at_hand(store: Store, view: View) -> tuple[Event | None, Says]:
    """The event they look at, and as what they may approve it while it waits."""
    event = await at_hand(store, view.conversation.page)
    if event is None or event.state != "asked":
        return None, ""
    return event, await can_approve(store, view.person.id, event)


SCENES = {"event_asked": Scene(show_asked, from_asked)}
