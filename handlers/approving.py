"""Events that wait: a member of another verified organisation looks at one, and approves it or not."""

from handlers import deciding_events, event_words
from handlers.event_preview import as_seen
from handlers.event_rights import at_hand, may_decide, mine, of_others
from handlers.turn import Scene, Turn
from handlers.view import View
from storage import consultations
from storage.changes import Changes
from storage.messages import Card
from storage.store import Store


async def show(store: Store, view: View) -> Card:
    """Those that wait."""
    say, speaker = view.words.say, await mine(store, view)
    found = await of_others(store, speaker) if speaker else []
    rows = tuple(
        (view.button(event_words.title(each, view.words), f"e{each.id.hex()}", "choice"),) for each in found
    )
    title = say("These wait for approval") if found else say("Nothing waits for approval.")
    return view.card(title, buttons=(*rows, (view.go_on(),)))


async def tapped(turn: Turn, action: str) -> Changes:
    """One of them, or go on."""
    if action.startswith("e"):
        return turn.to(turn.view.moved(over="event_asked", page=action[1:]))
    return turn.to(turn.view.moved())


async def show_asked(store: Store, view: View) -> Card:
    """Exactly what people will see; the buttons are about this and nothing later."""
    say, event = view.words.say, await at_hand(store, view.conversation.page)
    consultation = await consultations.get(store.database, event.consultation) if event else None
    if event is None or consultation is None or event.state != "asked":
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
    event, speaker = await at_hand(turn.store, turn.conversation.page), await mine(turn.store, turn.view)
    there = turn.view.moved(over="event_waiting")
    if event is None or speaker is None or not may_decide(event, speaker):
        return turn.to(there)
    if action == f"yes{event.sequence}":
        return turn.to(there, *deciding_events.approved(event, turn.place.now).writes)
    if action == f"no{event.sequence}":
        return turn.to(there, *deciding_events.refused(event, turn.place.now).writes)
    return turn.to(there)


SCENES = {"event_waiting": Scene(show, tapped), "event_asked": Scene(show_asked, from_asked)}
