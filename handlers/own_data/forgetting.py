"""`/forget`: everything about a person goes in one transaction, and from the disk before we say so."""

from handlers.contacts.held import held
from handlers.organisations import membership
from handlers.turn import Scene, Turn
from handlers.view import View
from handlers.words import Words
from storage import (
    chat_messages,
    consultations,
    conversations,
    erasable,
    erased,
    organisations,
    people,
    responses,
    staff,
)
from storage.changes import Changes
from storage.housekeeping import see
from storage.messages import Card, Reaction
from storage.responses import Sent
from storage.store import Store


async def show(store: Store, view: View) -> Card:
    """What goes, before it goes."""
    say, asked = view.words.say, await held(store, view)
    what_was_written = say("What you wrote for others goes too, unless it was approved.")
    lines = [
        say("Your language, the news you asked for and your answers in open consultations will be erased."),
        say("Answers in consultations that have ended stay: nobody can tell any more which are yours."),
        *([say("What you asked contacts, and what they answered, will be erased too.")] if asked else []),
        *await membership.what_goes(store, view),
        *([what_was_written] if await _can_write(store, view) else []),
        say("This cannot be undone."),
    ]
    body = "\n".join(lines)
    rows = (
        (view.button(say("Erase everything"), "erase", "main"),),
        (view.button(say("Keep it"), "keep", "back"),),
    )
    return view.card(say("Erase everything I keep about you?"), body, rows)


async def _can_write(store: Store, view: View) -> bool:
    """Whether they can write what others are to read."""
    asked = store.database, store.keys, view.person.id
    return await organisations.of(*asked) is not None or await staff.of(*asked) is not None


async def tapped(turn: Turn, action: str) -> Changes:
    """Erase, or keep."""
    if action == "keep":
        return turn.to(turn.view.moved())
    return await _forgotten(turn) if action == "erase" else turn.nothing()


async def _forgotten(turn: Turn) -> Changes:
    view, person = turn.view, turn.view.person.id
    sent = await _sent(turn)
    left = await membership.ended(turn.store, person, erase=True)
    writes = (
        see(turn.incoming.key, turn.now),
        *(write for each in sent for write in responses.erase(turn.store.keys, person, *each)),
        *left.writes,
        *turn.without(turn.conversation.own.files),
        conversations.forget(person, view.version),
        *people.forget(person),
        chat_messages.forget(turn.store.keys, person),
        *erasable.destroy(await erasable.numbers_of(turn.store.database, person)),
        *erased.note(
            (person, *(each for _, _, response in sent for each in response.ids), *left.erased), turn.now
        ),
    )
    return Changes(writes, Reaction(farewell=_farewell(view.words)), chores=True)


def _farewell(words: Words) -> str:
    return words.say("Everything I kept about you is erased. If you want to come back, write /start")


async def gone(turn: Turn) -> Changes:
    """A tap of somebody we know nothing of, such as a second one on the button that erased everything."""
    return turn.nothing(toast=_farewell(turn.view.words))


async def _sent(turn: Turn) -> list[tuple[str, str, Sent]]:
    """Consultation, survey and response: all of theirs that can still be found."""
    store, person = turn.store, turn.view.person.id
    surveys = await consultations.reachable_surveys(store.database)
    return await responses.all_by(store.database, store.keys, person, surveys)


SCENES = {"forget": Scene(show, tapped)}
