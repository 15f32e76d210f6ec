"""Why an answer was not taken, in a sentence."""

from handlers.words import Words
from survey.question import Kind
from survey.state import Refusal


def why(words: Words, refusal: Refusal, kind: Kind) -> str:
    """The author's own explanation, or ours for a question of this kind."""
    if refusal.message:
        return refusal.message
    say = words.say
    return {
        "number": say(
            "I could not read that as a number. For example: %(number)s", number=_number(words, kind)
        ),
        "whole_number": say("I could not read that as a whole number. For example: 4"),
        "date": say("I could not read that as a date. For example: 24/11/2026"),
        "choice": say("I could not find that among the choices. Please tap one of the buttons."),
        "duplicate": say("The same choice came twice. Please tap the buttons."),
        "incomplete": say("Please put all of them in order."),
        "too_long": say("That is longer than I can keep. Please say it in fewer words."),
        "required": say(
            "This question matters here. If you prefer not to answer, tap the button that says so."
        ),
        "constraint": say("That answer does not fit here. Please try another."),
    }.get(refusal.kind, say("I could not take that answer. Please try another."))


def _number(words: Words, kind: Kind) -> str:
    return words.value("decimal", "4.5") if kind == "decimal" else "4"
