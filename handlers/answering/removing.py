"""Taking one out of a repeat, with all that was said of it; asked once more before."""

from handlers.answering.refusing import heavy
from handlers.answering.repeats import name_of
from handlers.turn import Scene, Turn
from handlers.view import View
from storage.changes import Changes
from storage.messages import Card
from storage.store import Store
from survey import engine
from survey.refs import place
from survey.state import Refusal, State


async def show_remove(_: Store, view: View) -> Card:
    """Which one, and that its answers go along. What it is stands in the draft, as an answer would."""
    say, survey = view.words.say, view.answering
    lines = engine.review(survey.form, survey.state, view.language, view.moment)
    inside = [line for line in lines if line.instances and line.ref.startswith(f"{view.sought}/")]
    number = place(view.sought)[1]
    what = name_of(view.words, inside[0].instances, number) if inside else ""
    rows = (
        (view.button(say("Yes, take it out"), "yes", "main"), view.button(say("No, keep it"), "no", "back")),
    )
    return view.card(say("Take out %(name)s?", name=what), say("The answers about it are deleted."), rows)


async def from_remove(turn: Turn, action: str) -> Changes:
    """Yes or no; either way on to where they were."""
    view, survey = turn.view, turn.view.answering
    if action not in {"yes", "no"}:
        return turn.nothing()
    state: State | Refusal = survey.state
    if action == "yes":
        state = engine.remove_repeat(survey.form, survey.state, view.sought, view.moment)
    if isinstance(state, Refusal):
        return turn.noticed(heavy(view.words))
    scene = "question" if state.position else "review"
    return turn.to(view.keeping(state, view.moved(scene=scene)), *turn.guard)


SCENES = {"remove": Scene(show_remove, from_remove)}
