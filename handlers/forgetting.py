"""`/forget`: everything about a person goes in one transaction, and from the disk before we say so."""

from handlers.turn import Scene, Turn
from handlers.view import View
from handlers.words import Words
from storage import consultations, conversations, people, responses
from storage.changes import Changes, Write
from storage.housekeeping import add_chore, see
from storage.messages import Card, Reaction
from storage.store import Store


async def show(_: Store, view: View) -> Card:
    """What goes, before it goes."""
    say = view.words.say
    body = "\n".join(
        (
            say(
                "Your language, the news you asked for and your answers in open consultations will be erased."
            ),
            say("Answers in consultations that have ended stay: nobody can tell any more which are yours."),
            say("This cannot be undone."),
        )
    )
    rows = (
        (view.button(say("Erase everything"), "erase", "main"),),
        (view.button(say("Keep it"), "keep", "back"),),
    )
    return view.card(say("Erase everything I keep about you?"), body, rows)


async def tapped(turn: Turn, action: str) -> Changes:
    """Erase, or keep."""
    if action == "keep":
        return turn.to(turn.view.moved())
    return await _forgotten(turn) if action == "erase" else turn.nothing()


async def _forgotten(turn: Turn) -> Changes:
    view, person = turn.view, turn.view.person.id
    writes = (
        see(turn.incoming.key, turn.now),
        *await _answers(turn),
        conversations.forget(person, view.version),
        *people.forget(person),
        add_chore("erase", turn.place.fresh(8).hex()),
    )
    return Changes(writes, Reaction(farewell=_farewell(view.words)), chores=True)


def _farewell(words: Words) -> str:
    return words.say("Everything I kept about you is erased. If you want to come back, write /start")


async def gone(turn: Turn) -> Changes:
    """A tap of somebody we know nothing of, such as a second one on the button that erased everything."""
    return turn.nothing(toast=_farewell(turn.view.words))


async def _answers(turn: Turn) -> list[Write]:
    store, person = turn.store, turn.view.person.id
    writes: list[Write] = []
    for consultation in await consultations.every(store.database):
        if consultation.ended:
            continue
        for survey in consultation.terms.surveys:
            args = (person, consultation.slug, survey.name)
            sent = await responses.sent_by(store.database, store.keys, *args)
            if sent:
                writes += responses.erase(store.keys, *args, sent.id)
    return writes


SCENES = {"forget": Scene(show, tapped)}
