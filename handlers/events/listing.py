"""`/events`: what is coming near somebody; one event, and whether they come."""

from dataclasses import replace
from typing import get_args

from handlers.events import notices, readable
from handlers.events.rights import at_hand
from handlers.turn import Scene, Turn
from handlers.view import Rows, View
from storage import consultations, events, interests, rsvps, told
from storage.changes import Changes, Write
from storage.events import Event
from storage.messages import Card, Command
from storage.rsvps import Answer
from storage.store import Store

ANSWERS: dict[str, Answer] = {each: each for each in get_args(Answer) if each != "waiting"}
MOST = 30
"""Events that a list holds."""


async def show(store: Store, view: View) -> Card:
    """The list, the earliest first."""
    say = view.words.say
    found = await _near(store, view)
    rows = tuple(
        (
            view.button(
                f"{readable.begins(each, view.words)} · {readable.title(each, view.words)}",
                f"e{each.id.hex()}",
                "choice",
            ),
        )
        for each in found
    )
    body = "" if found else say("No event is announced just now.")
    card = view.card(say("Events"), body, (*rows, (view.go_on(),)))
    hint = say("These are in the regions you follow. To change them: /follow")
    return replace(card, hint=hint) if found and await _places(store, view) else card


async def _near(store: Store, view: View) -> list[Event]:
    """What is coming in the regions they follow; all, where they follow none."""
    followed = await _places(store, view)
    near: dict[str, set[str]] = {}
    for slug in {slug for slug, _ in followed}:
        nodes = await consultations.regions(store.database, slug)
        near[slug] = consultations.around(nodes, [region for of, region in followed if of == slug])
    return [
        event
        for event in await events.coming(store.database, _now(view))
        if not followed or not event.regions or near.get(event.consultation, set()) & {*event.regions}
    ][:MOST]


async def _places(store: Store, view: View) -> list[tuple[str, str]]:
    """The (consultation, region) they follow."""
    return [each for each in await interests.all_follows(store.database, view.person.id) if each[1]]


async def from_list(turn: Turn, action: str) -> Changes:
    """One of them, or go on."""
    if action.startswith("e"):
        return turn.to(turn.view.moved(over="event", page=action[1:]))
    return turn.to(turn.view.moved())


async def show_one(store: Store, view: View) -> Card:
    """What, when, where; and what they answered."""
    say, event = view.words.say, await at_hand(store, view.conversation.page)
    if event is None or event.state not in {"open", "cancelled", "over"}:
        return view.card(say("This event is not there any more."), buttons=((view.go_on(),),))
    title = readable.title(event, view.words)
    if event.state == "cancelled":
        return view.card(title, say("This event was cancelled."), ((view.go_on(),),))
    if _is_over(event, view):
        return view.card(title, say("This event is over."), ((view.go_on(),),))
    mine = await rsvps.of(store.database, event.id, view.person.id)
    zone = notices.zone_of(event, view.person).key
    body = readable.about(event, view.words, zone, await notices.organiser(store, event))
    said = readable.answered(view.words, mine)
    return replace(view.card(title, body, _rows(view, event, mine)), hint=said)


def _rows(view: View, event: Event, mine: Answer | None) -> Rows:
    answers = tuple(
        view.button(label, answer, "choice", answer == mine or (answer == "coming" and mine == "waiting"))
        for label, answer in readable.answers(view.words)
    )
    there = readable.ways(event, view.words, view.place.public_url)
    return (
        answers,
        *((there,) if there else ()),
        (view.button(view.words.say("All events"), "all"), view.go_on()),
    )


async def from_one(turn: Turn, action: str) -> Changes:
    """Coming, maybe, no; all events; go on."""
    event = await at_hand(turn.store, turn.conversation.page)
    if action in ANSWERS and event is not None:
        return await _answered(turn, event, ANSWERS[action])
    return turn.to(turn.view.moved(over="events" if action == "all" else ""))


async def invited(turn: Turn, code: str, action: str) -> Changes:
    """A button under an announcement: the answer, and the event on a card below it."""
    turn = replace(turn, incoming=replace(turn.incoming, said=Command("event", code)))
    turn = replace(turn, view=replace(turn.view, conversation=turn.view.moved(over="event", page=code)))
    return await from_one(turn, action) if action in ANSWERS else turn.to(turn.conversation)


async def _answered(turn: Turn, event: Event, answer: Answer) -> Changes:
    view, store = turn.view, turn.store
    conversation = view.moved(over="event", page=event.id.hex())
    if event.state != "open" or _is_over(event, view):
        return turn.to(conversation)
    before = await rsvps.of(store.database, event.id, view.person.id)
    if answer == "coming":
        answer = before if before in {"coming", "waiting"} else await _place(store, event)
    if answer == before:
        return turn.to(conversation)
    writes = rsvps.answer(event, view.person.id, answer)
    return turn.to(conversation, *writes, *_reminders(turn, event, answer))


def _reminders(turn: Turn, event: Event, answer: Answer) -> tuple[Write, ...]:
    if answer == "coming":
        person = turn.view.person
        shown = notices.showing(event, person, turn.now)
        return (*shown, *notices.reminding(event, person, turn.now))
    return (told.not_coming(event, turn.view.person.id),)


async def _place(store: Store, event: Event) -> Answer:
    """Whether a place is free for somebody new, which the commit looks at once more."""
    counts = await rsvps.counts(store.database, event.id)
    free = counts.get("coming", 0) < event.capacity and not counts.get("waiting")
    return "coming" if free or not event.capacity else "waiting"


def _is_over(event: Event, view: View) -> bool:
    return event.ends <= _now(view)


def _now(view: View) -> int:
    return int(view.place.now.timestamp())


SCENES = {"events": Scene(show, from_list), "event": Scene(show_one, from_one)}
