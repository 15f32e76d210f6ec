"""Whether what somebody said is about the card at hand: whether they were last shown that one, and before."""

from dataclasses import replace

from handlers.turn import Turn
from storage.changes import Changes
from storage.messages import File, Location, Text


def was_shown(turn: Turn, said: Text | File | Location) -> bool:
    """Whether the question at hand was the last one shown where this came from, when it was said.

    A page names the card that it shows; a page from before it did so is believed. In Telegram the numbers
    and times of messages tell (docs/decisions/0035).
    """
    if said.at:
        return said.at == turn.view.at or said.at.startswith(f"{turn.view.at}.")
    return turn.incoming.channel != "telegram" or _was_in_the_chat(turn)


def _was_in_the_chat(turn: Turn) -> bool:
    incoming, shown = turn.incoming, turn.shown
    if shown is None or shown.appearance is None or incoming.message is None:
        return False
    if incoming.reply_to not in (None, abs(shown.message)):
        return False  # it answers to another message
    about_this = shown.appearance.question == turn.view.number
    return about_this and shown.appearance.is_before(incoming.message, incoming.sent)


def said_early(turn: Turn) -> Changes:
    """Nothing is taken. The card at hand is shown, and says so."""
    sentence = turn.view.words.say(
        "Your last message was sent before this appeared, so it wasn’t saved. "
        "If it belongs here, please send it again."
    )
    return replace(turn.noticed(sentence), early=turn.view.person.id)
