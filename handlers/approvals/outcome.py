"""What became of something that somebody of the staff did, before a card or a page shows it."""

from dataclasses import dataclass, field
from typing import Literal, get_args

from handlers.approvals.reasons import LONGEST_REASON
from handlers.words import Words
from storage.changes import Changes

Said = Literal[
    "done",
    "asked",
    "late",
    "lacking",
    "changed",
    "gone",
    "approved",
    "stuck",
    "refused",
    "reason",
    "own",
    "name",
]
SAID: tuple[Said, ...] = get_args(Said)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it is said, and what is written; nothing where nothing was done."""

    said: Said
    changes: Changes = field(default_factory=Changes)


def sentence(words: Words, said: Said) -> str:
    """The same for who did it."""
    say = words.say
    match said:
        case "done":
            return say("It is done.")
        case "asked":
            return say("It waits for a second person now.")
        case "late":
            return say("It cannot be done any more.")
        case "lacking":
            return say("It opens once a second person has approved it.")
        case "changed":
            return say("It was changed meanwhile. Please look at it again.")
        case "gone":
            return say("This was decided, or taken back.")
        case "approved":
            return say("It is approved.")
        case "stuck":
            return say("It cannot be done any more. Please refuse it.")
        case "refused":
            return say("It is refused.")
        case "reason":
            return say("Please say it in at most %(count)d letters.", count=LONGEST_REASON)
        case "own":
            return say("Nobody changes or removes themselves. Please ask another owner.")
        case "name":
            return say("Please write a name by which the others know them.")
