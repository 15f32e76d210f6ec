"""A calm answer to what we cannot read, and to taps on cards that are not the current one."""

from handlers.turn import Turn
from handlers.words import Words
from storage import people
from storage.changes import Changes
from storage.messages import File, Incoming, Location, Reaction, Tap, Unreadable


async def unreadable(turn: Turn, said: File | Location | Unreadable) -> Changes:
    """Say so, and show the card again."""
    kind = "location" if isinstance(said, Location) else said.kind
    return turn.noticed(_sentence(turn.view.words, kind))


def _sentence(words: Words, kind: str) -> str:
    say = words.say
    return {
        "audio": say("I cannot listen to voice messages here. Please write, or tap a button."),
        "edited": say("I cannot take changes to a message that was sent. To change an answer, go back."),
        "sticker": say("I cannot read stickers. Please write, or tap a button."),
        "location": say("I cannot take a place on the map here. Please write, or tap a button."),
    }.get(kind, say("I cannot open that. Please write, or tap a button."))


def rest_of_album(turn: Turn) -> Changes:
    """Sent together with the file that was taken: it was not meant for the question that follows."""
    say = turn.view.words.say
    return turn.noticed(
        say("You sent several together. I took the first. Please send the others when they are asked for.")
    )


async def old_card(turn: Turn) -> Changes:
    """The tapped card says where the question is now, and the current card comes again below."""
    say = turn.view.words.say
    hidden = turn.conversation.over == "hidden"
    retire = say("There is nothing here.") if hidden else say("This question is further down now.")
    return turn.to(turn.conversation.but(notice=""), retire=retire)


def outrun(turn: Turn, number: str) -> Changes:
    """A tap on what the card does not show any more: a second one, or one after another member's.

    Nothing is said of it, but the card is shown again: in the chat an older one may stand, which a process
    that was stopped has brought back.
    """
    if turn.view.shared and number.partition("-")[0] == str(turn.conversation.turn):
        return went_on(turn)
    return turn.shown_again()


def went_on(turn: Turn) -> Changes:
    """Another member of the organisation was quicker: nothing is taken, the card is shown as it is now."""
    say = turn.view.words.say
    return turn.noticed(say("Another member went on meanwhile. This is where it stands now."))


async def reachable(turn: Turn, yes: bool) -> Changes:
    """Somebody blocked us, or lets us write again."""
    if not turn.view.person.known:
        return turn.nothing()
    return turn.nothing().also(people.set_reachable(turn.view.person.id, yes))


def no_room(words: Words, incoming: Incoming) -> Reaction:
    """The disk is full: rather than hold the line, say that it was not kept."""
    sentence = words.say(
        "I could not keep that just now. Please try again in a while. /forget works all the same."
    )
    return _said(incoming, sentence)


def no_keys(words: Words, incoming: Incoming) -> Reaction:
    """Nothing can be opened or kept just now, and the people who run the server have to mend it."""
    sentence = words.say("Something is broken on our side, so I could not keep that. Please try again later.")
    return _said(incoming, sentence)


def too_fast(words: Words, incoming: Incoming) -> Reaction:
    """More at once than anybody can tap: it was not taken."""
    return _said(incoming, words.say("That was very fast. Please wait a few seconds, then go on."))


def _said(incoming: Incoming, sentence: str) -> Reaction:
    written = incoming.channel == "telegram" and not isinstance(incoming.said, Tap)
    return Reaction(farewell=sentence) if written else Reaction(toast=sentence)
