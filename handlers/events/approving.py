"""An event that waits: looked at exactly as people will see it, then approved or not, by somebody else."""

from dataclasses import replace

from handlers.approvals.approval import Says, approved, can_approve
from handlers.approvals.noting import noted
from handlers.approvals.reasons import LONGEST_REASON, reason_in
from handlers.events import going_out, readable
from handlers.events.preview import as_seen
from handlers.events.rights import at_hand
from handlers.turn import Scene, Turn
from handlers.view import View
from storage import approvals, consultations, events
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
            view.button(say("Approve"), f"yes{event.sequence}"),
            view.button(say("Refuse"), f"no{event.sequence}"),
        ),
        (view.button(say("Back"), "back", "back"),),
    )
    seen = await as_seen(store, event, consultation)
    if before := await events.get(store.database, event.changes) if event.changes else None:
        now = f"{readable.title(before, view.words)}\n{readable.about(before, view.words)}"
        body = [*seen, say("Until now it is: %(event)s", event=now)]
        return view.card(say("Shall this change go out to those who answered?"), "\n\n".join(body), rows)
    return view.card(say("Shall this go out to people?"), "\n\n".join(seen), rows)


def _gone(view: View) -> Card:
    say = view.words.say
    return view.card(say("This was decided, or taken back."), buttons=((view.go_on(),),))


async def from_asked(turn: Turn, action: str) -> Changes:
    """Approved, on to why it is refused, or back; never one's own, nor what changed after that look."""
    event, says = await _at_hand(turn.store, turn.view)
    there = turn.view.moved(over="waiting")
    if event is None or not says:
        return turn.to(there)
    if action == f"no{event.sequence}":
        return turn.to(turn.view.moved(over="event_refusing", page=event.id.hex()))
    after = await going_out.becomes(turn.store, event)
    if action != f"yes{event.sequence}" or after is None:
        return turn.to(there)
    decided = await going_out.approved(turn.store, event, turn.place.now)
    approval = approvals.add(approved(after, turn.view.person.id, says))
    there = replace(there, notice=turn.view.words.say("It is approved and goes out."))
    return turn.to(there, approval, await noted(turn, "approved", event.id), then=decided)


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
    reason = reason_in(text)
    if not reason:
        say = turn.view.words.say
        return turn.noticed(say("Please say it in at most %(count)d letters.", count=LONGEST_REASON))
    decided = going_out.refused(event, reason, turn.place.now)
    there = turn.view.moved(over="waiting", notice=turn.view.words.say("It is refused."))
    return turn.to(there, await noted(turn, "refused", event.id), then=decided)


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
