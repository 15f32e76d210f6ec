"""What somebody asked the contact of a region, and the answer, on a card; they can delete it."""

from handlers.links import quiet
from handlers.turn import Scene, Turn
from handlers.view import View
from handlers.words import Words, first_words
from storage import inquiries
from storage.changes import Changes
from storage.inquiries import Inquiry
from storage.messages import Card
from storage.store import Store
from survey.lookalikes import tidy

BEGINNING = 40


async def show_question(store: Store, view: View) -> Card:
    """What they asked, and the answer."""
    say, found = view.words.say, await _own(store, view)
    rows = ((view.button(say("Delete it"), "drop"),), (view.button(say("Back"), "back", "back"),))
    if found is None:
        return view.card(say("This question is not there any more."), buttons=(rows[1],))
    told = [quiet(found.text, links=False)]
    if found.state == "answered":
        told += [say("The answer:"), quiet(found.answer)]
    else:
        told.append(state(view.words, found))
    return view.card(say("You asked:"), "\n\n".join(told), rows)


async def from_question(turn: Turn, action: str) -> Changes:
    """Delete it, or back."""
    found, there = await _own(turn.store, turn.view), turn.view.moved(over="contact")
    if found is None or action != "drop":
        return turn.to(there)
    return turn.to(there, *inquiries.drop(found))


async def _own(store: Store, view: View) -> Inquiry | None:
    asked = await inquiries.by(store.database, store.keys, view.person.id)
    return next((each for each in asked if each.id.hex() == view.conversation.page), None)


def beginning(inquiry: Inquiry) -> str:
    """Its first words, as a button shows them."""
    return first_words(quiet(tidy(inquiry.text), links=False), BEGINNING)


def state(words: Words, inquiry: Inquiry) -> str:
    """How it stands, in a few words."""
    say = words.say
    return {
        "answered": say("There is an answer"),
        "declined": say("Your contact cannot answer this"),
    }.get(inquiry.state, say("Not answered yet"))


SCENES = {"contact_question": Scene(show_question, from_question)}
