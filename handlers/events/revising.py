"""What an organisation tells of an event, or wanted to, is written anew and asks for approval again."""

from dataclasses import replace

from handlers import guided
from handlers.events.form import answers_of, written_in
from handlers.loading import at
from handlers.turn import Turn
from storage import events
from storage.changes import Changes, Write
from storage.events import Event


def can_be(event: Event, now: int) -> bool:
    """Whether it can be written anew: it is to come, and announced or refused."""
    return event.state in {"open", "refused"} and event.starts > now


async def begun(turn: Turn, event: Event) -> Changes:
    """A draft that says what the event says, and the answers of its form to be changed.

    An event that is announced stays as it is; a refused one is gone.
    """
    view = turn.view
    if under_way := await first_things_first(turn):
        return under_way
    draft, gone = await _draft(turn, event)
    language = written_in(event, view.language)
    survey = guided.event_form(event.consultation, language)
    there = await at(turn.store, view, "", survey)
    form, blank = there.answering.form, there.answering.state
    consultation = await turn.store.consultation(event.consultation)
    others = guided.asked_for(survey, consultation.terms.languages if consultation else ())
    given = answers_of(draft, language, others)
    state = guided.answered(form, blank, given, there.moment, view.language)
    scene = "question" if state.position else "review"
    return turn.to(there.keeping(state, there.moved(scene=scene)), *gone, events.add(draft))


async def first_things_first(turn: Turn) -> Changes | None:
    """To what they are writing already, which would be lost; None where they are not."""
    view = turn.view
    said = view.words.say("You are writing about an event already. Send it for approval or drop it first.")
    if await events.draft_by(turn.store.database, view.person.id):
        return turn.to(view.moved(over="event_draft", notice=said))
    if form := guided.begun(guided.EVENT, view.conversation.drafts):
        return turn.to(guided.entered(view, form))
    return None


async def _draft(turn: Turn, event: Event) -> tuple[Event, tuple[Write, ...]]:
    """The draft, and what goes for it."""
    draft = replace(event, id=turn.place.fresh(16), state="draft", author=turn.view.person.id, reason="")
    if event.state == "open":
        return replace(draft, changes=event.id), ()
    before = await events.get(turn.store.database, event.changes) if event.changes else None
    return replace(draft, sequence=before.sequence if before else 0), (events.drop(event),)
