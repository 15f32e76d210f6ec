"""What became of something that somebody of the staff did, before a card or a page shows it."""

from dataclasses import dataclass, field
from typing import Literal, get_args

from handlers.approvals.reasons import LONGEST_REASON
from handlers.words import Words
from storage.changes import Changes

Said = Literal[
    "done",
    "asked",
    "same",
    "holds",
    "unsafe",
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
    "office",
    "source",
    "day",
    "stayed",
    "untold",
    "words",
    "pointing",
    "unsaid",
    "mend",
    "unseen",
    "wrote",
    "long",
    "heard",
    "taken",
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
    return {
        "done": say("It is done."),
        "asked": say("It waits for a second person now."),
        "same": say("Nothing has changed: this version is there already."),
        "holds": say("Too little has changed since the last release. It holds."),
        "unsafe": say(
            "No release was made: it could point at somebody. The last one holds. Please try again once "
            "more people have answered."
        ),
        "late": say("It cannot be done any more."),
        "lacking": say("It opens once a second person has approved it."),
        "changed": say("It was changed meanwhile. Please look at it again."),
        "gone": say("This was decided, or taken back."),
        "approved": say("It is approved."),
        "stuck": say("It cannot be done any more. Please refuse it."),
        "refused": say("It is refused."),
        "reason": say("Please say it in at most %(count)d letters.", count=LONGEST_REASON),
        "own": say("Nobody changes or removes themselves. Please ask another owner."),
        "name": say("Please write a name by which the others know them."),
        "office": say("Please write the office in every language."),
        "source": say("Please write where the day was read."),
        "day": say("Please choose a day."),
        "stayed": say(
            "It is done. What was changed by hand, or done already, stays where it is; the rest has moved."
        ),
        "untold": say("Please write it in at least one language, in at most %(count)d letters.", count=3_500),
        "words": say(
            "Please only take words away and put […] in their place. Nothing is added to what somebody wrote."
        ),
        "pointing": say(
            "It cannot be quoted like this. Please take out every number, address and link first, and leave "
            "something to read."
        ),
        "unsaid": say(
            "Please write where it was published, in few words. The day cannot be one that is to come."
        ),
        "mend": say("It cannot go out like this. Please mend what the check found first."),
        "unseen": say("Somebody who did not write in it looks at the warnings first, and says so here."),
        "wrote": say("You wrote in it yourself. Please ask somebody who did not."),
        "long": say("It is too long. Please make it shorter."),
        "heard": say("Somebody of your organisation was first. This is how it stands now."),
        "taken": say("The paper was taken as a file. Please ask those who run the consultation."),
    }[said]
