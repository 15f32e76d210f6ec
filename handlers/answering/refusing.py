"""Why an answer was not taken, in a sentence."""

from datetime import datetime, timedelta

from handlers.answering.wanted import EXAMPLE
from handlers.words import Words
from survey.asking import Asked
from survey.question import Range
from survey.state import Refusal


def day_to_come(now: datetime) -> str:
    """An example of a day, which is an answer also where only one to come can be: a week from now."""
    return f"{now + timedelta(weeks=1):%d/%m/%Y}"


def why(words: Words, refusal: Refusal, asked: Asked, now: datetime) -> str:
    """The author's own explanation, or ours for the question that was asked."""
    if refusal.message:
        return refusal.message
    if refusal.kind == "range" and asked.range:
        return _out_of_range(words, asked.range)
    if refusal.kind == "constraint" and asked.division:
        return words.say(
            "Together they must make %(target)s. Please write another number, or go back and change one.",
            target=words.number(asked.division.target),
        )
    return heavy(words) if refusal.kind == "heavy" else _plain(words, refusal.kind, asked, day_to_come(now))


def heavy(words: Words) -> str:
    """Where the form makes more of an answer than may be made of one."""
    return words.say(
        "This survey can't handle that: it would become too large. Your answers so far are saved. Please give"
        " a shorter answer."
    )


def _out_of_range(words: Words, offered: Range) -> str:
    low, high, step = (words.number(number) for number in (offered.low, offered.high, offered.step))
    if offered.step == 1:
        return words.say("Please write a number from %(low)s to %(high)s.", low=low, high=high)
    return words.say(
        "Please write a number from %(low)s to %(high)s, in steps of %(step)s.", low=low, high=high, step=step
    )


def _plain(words: Words, kind: str, asked: Asked, day: str) -> str:
    say = words.say
    example = words.value("decimal", "4.5") if asked.kind == "decimal" else "4"
    return {
        "number": say("I could not read that as a number. For example: %(number)s", number=example),
        "whole_number": say("I could not read that as a whole number. For example: 4"),
        "date": say("I could not read that as a date. For example: %(day)s", day=day),
        "time": say("I could not read that as a time. For example: 14:30"),
        "datetime": say("I could not read that as a date and a time. For example: %(day)s 14:30", day=day),
        "acknowledge": say("Please tap the button, if you agree."),
        "geopoint": say("I could not read that as a place. For example: %(place)s", place=EXAMPLE),
        "file": say("This question asks for a file. Please send one, or tap a button."),
        "choice": say("I could not find that among the choices. Please tap one of the buttons."),
        "duplicate": say("The same choice came twice. Please tap the buttons."),
        "incomplete": say("Please put all of them in order."),
        "too_long": say("That is longer than I can keep. Please say it in fewer words."),
        "required": say(
            "This question matters here. If you prefer not to answer, tap the button that says so."
        ),
        "constraint": say("That answer does not fit here. Please try another."),
    }.get(kind, say("I could not take that answer. Please try another."))
