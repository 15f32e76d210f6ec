"""Entering a single-use code: used up in the same change that remembers that this person is let in."""

from dataclasses import dataclass, replace

from handlers.arriving.codes import read
from handlers.view import View
from handlers.words import Words
from storage import codes
from storage.changes import Write
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Entry:
    """What comes of a code: the person after it, what is written with it, and why it did not let them in."""

    view: View
    writes: tuple[Write, ...] = ()
    notice: str = ""


def too_many(words: Words) -> str:
    """What is said instead of "wrong" after too many wrong codes; a right one counts all the same."""
    return words.say("Those were many tries. Please wait ten minutes, then write it again.")


async def enter(store: Store, view: View, text: str) -> Entry:
    """Try a code at the consultation at hand. Who is in already, or too early, uses none up."""
    conversation, say = view.conversation, view.words.say
    if view.here.state != "open" or view.here.slug in conversation.admitted:
        return Entry(view)
    code = read(text)
    if code is None:
        return Entry(view, notice=say("That is not a whole code. Please check it letter by letter."))
    if not await codes.is_unused(store.database, store.keys, view.here.slug, code):
        if not view.place.may_guess():
            return Entry(view, notice=too_many(view.words))
        notice = say("I do not know this code, or it was used already. Please check it letter by letter.")
        return Entry(view, notice=notice)
    admitted = (*conversation.admitted, view.here.slug)
    entered = replace(view, conversation=conversation.but(admitted=admitted))
    return Entry(entered, codes.use(store.keys, view.here.slug, code))
