"""A form of our own is dropped midway, with all that was written there; asked once more before."""

from handlers.answering.ours import dropped
from handlers.turn import Turn, drawn
from handlers.view import View
from storage.changes import Changes
from storage.messages import Card


def _draw(view: View) -> Card:
    say = view.words.say
    rows = (
        (view.button(say("Yes, drop it"), "yes", "main"),),
        (view.button(say("No, keep it"), "no", "back"),),
    )
    return view.card(say("Drop what you wrote here?"), say("It is deleted. This cannot be undone."), rows)


async def _tapped(turn: Turn, action: str) -> Changes:
    """Yes, or back to where they were."""
    if action == "yes":
        return await dropped(turn)
    position = turn.view.answering.state.position
    return turn.to(turn.view.moved(scene="question" if position else "review"))


SCENES = {"dropping": drawn(_draw, _tapped)}
