"""`/hide`: at once the chat shows nothing of what it was about. Answers so far wait, or go by one tap."""

from handlers.turn import Scene, Turn
from handlers.view import View
from storage import outbox
from storage.changes import Changes
from storage.conversations import Conversation
from storage.messages import Card
from storage.store import Store


async def hide(turn: Turn) -> Changes:
    """Clear the chat; asking first would take time that somebody may not have."""
    person = turn.view.person
    if not person.known:
        return turn.nothing()
    clear = (outbox.clear(person.id, turn.stamp, turn.now),) if person.channel == "telegram" else ()
    return turn.to(turn.view.moved(over="hidden"), *clear)


async def show(_: Store, view: View) -> Card:
    """A card that names nothing; whoever knows what it hides finds the way on."""
    say = view.words.say
    rows = [(view.button(say("Go on"), "on", "main"),)]
    if view.conversation.own.draft is not None:
        rows.append((view.button(say("Start over"), "drop"),))
    return view.card(say("There is nothing here."), buttons=tuple(rows), hidden=True)


async def tapped(turn: Turn, action: str) -> Changes:
    """Go on, or drop the answers that were not sent; the chat stays hidden then."""
    if action == "on":
        return turn.to(turn.view.moved())
    if action == "drop" and turn.view.shared is None:
        return turn.to(_without_draft(turn.view))
    return turn.nothing()


def _without_draft(view: View) -> Conversation:
    """As if the questions were never begun; what was sent before stays sent."""
    draft = view.conversation.draft
    scene = "sent" if draft is not None and draft.changing else "question"
    return view.moved(scene=scene, over="hidden").with_draft(None)


SCENES = {"hidden": Scene(show, tapped)}
