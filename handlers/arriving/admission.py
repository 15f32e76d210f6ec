"""Entering a single-use code: used up in the same change that remembers that this person is let in."""

from dataclasses import dataclass, replace

from handlers.arriving.codes import read
from handlers.view import View
from storage import codes
from storage.changes import Write
from storage.store import Store

TRIES = 5
WAIT = 10 * 60
"""Seconds to wait after so many codes that nobody was given; from then on after each."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What comes of a code: the person after it, what is written with it, and why it did not let them in."""

    view: View
    writes: tuple[Write, ...] = ()
    notice: str = ""


async def enter(store: Store, view: View, text: str) -> Entry:
    """Try a code at the consultation at hand. Who is in already, or too early, uses none up."""
    conversation, say, now = view.conversation, view.words.say, int(view.place.now.timestamp())
    if view.here.state != "open" or view.here.slug in conversation.admitted:
        return Entry(view)
    if conversation.wrong >= TRIES and now - conversation.wrong_at < WAIT:
        return Entry(view, notice=say("Those were many tries. Please wait ten minutes, then write it again."))
    code = read(text)
    if code is None:
        return Entry(view, notice=say("That is not a whole code. Please check it letter by letter."))
    if not await codes.is_unused(store.database, store.keys, view.here.slug, code):
        wrong = conversation.but(wrong=conversation.wrong + 1, wrong_at=now)
        notice = say("I do not know this code, or it was used already. Please check it letter by letter.")
        return Entry(replace(view, conversation=wrong), notice=notice)
    admitted = (*conversation.admitted, view.here.slug)
    entered = conversation.but(admitted=admitted, wrong=0, wrong_at=0)
    return Entry(replace(view, conversation=entered), codes.use(store.keys, view.here.slug, code))
