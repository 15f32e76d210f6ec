"""Receipt codes: capital letters and digits, four at a time, which lead back to answers."""

import base64
import re

from handlers.turn import Scene, Turn
from handlers.view import Fresh, View
from storage import people
from storage.changes import Changes
from storage.messages import Card
from storage.store import Store

RECEIPT_BYTES = 10
"""Eighty bits: cannot be guessed, can be written down."""


def new_receipt_code(fresh: Fresh) -> str:
    """A code that nobody had before."""
    return receipt_code(base64.b32encode(fresh(RECEIPT_BYTES)).decode())


def receipt_code(text: str) -> str:
    """The code in its one form, however it was typed: "abcd efgh" is "ABCD-EFGH"."""
    letters = re.sub(r"[^0-9A-Z]", "", text.upper())
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


async def show(_: Store, view: View) -> Card:
    """The code, shown once."""
    say = view.words.say
    body = "\n".join(
        (
            view.conversation.page,
            say("With this code you can go on from another device. Write it down; it is shown only once."),
            say("Whoever has it can see and change your answers until the consultation ends."),
        )
    )
    return view.card(say("Your receipt code"), body, ((view.button(say("Go on"), "on", "main"),),))


async def renew(turn: Turn) -> Changes:
    """Another code; those before lead nowhere any more."""
    person, code = turn.view.person, new_receipt_code(turn.place.fresh)
    known = people.add_address(turn.store.keys, person, "receipt", code, "code")
    return turn.to(turn.view.moved(over="new_receipt", page=code), people.drop_codes(person.id), known)


async def tapped(turn: Turn, _: str) -> Changes:
    """Back to what is kept."""
    return turn.to(turn.view.moved(over="mydata"))


SCENES = {"new_receipt": Scene(show, tapped)}
