"""What is wrong with a file of recommendations, and how recommendations are spoken of."""

from handlers.words import Words
from reports.recommendations.assessed import STEPS, Told
from reports.recommendations.entry import Fault
from storage.recommendations import Position, Recommendation, Status


def why(words: Words, fault: Fault) -> str:
    """A fault in a sentence: what it is, and what to do."""
    return _of_row(words, fault) or _of_file(words, fault)


def _of_file(words: Words, fault: Fault) -> str:
    say = words.say
    match fault.kind:
        case "large":
            return say("The file is too large. Leave out pictures, or make several files of it.")
        case "many":
            return say("There is more in this file than can be read at once. Make several files of it.")
        case "empty":
            return say("There is no recommendation in this file.")
        case "columns":
            names = fault.fields["columns"]
            return say("The first row does not name the columns. Name them: %(columns)s", columns=names)
        case "country":
            return say("The file does not say which State was reviewed. Please say it.")
        case "session":
            return say("The file does not say which session of the review it is about. Please say it.")
    return say("The file cannot be read. It may be broken, or of another kind. Save it anew and try again.")


def _of_row(words: Words, fault: Fault) -> str:
    """Empty where it is not about a row."""
    say, told = words.say, fault.fields
    number = told.get("number", "")
    match fault.kind:
        case "number":
            return say(
                "There is no number before “%(text)s”. Write it as the report has it, such as 115.3.",
                text=told["text"],
            )
        case "text":
            return say("Recommendation %(number)s has no text. Write it behind the number.", number=number)
        case "long":
            return say("Recommendation %(number)s is too long to be one. Look at its cell.", number=number)
        case "twice":
            return say(
                "Recommendation %(number)s stands in row %(other)s too, with another text. Put right one of "
                "the two numbers.",
                number=number,
                other=told["other"],
            )
        case "states":
            return say("No State was found that made recommendation %(number)s.", number=number)
        case "unknown":
            return say(
                "Recommendation %(number)s names a State I do not know: %(states)s. Look at the spelling.",
                number=number,
                states=told["states"],
            )
        case "position":
            return say("It is not said whether recommendation %(number)s was supported.", number=number)
        case "elsewhere":
            return say("This row was left out: it is not of the review (%(body)s).", body=told["body"])
    return ""


def position_name(words: Words, position: Position) -> str:
    """What the State said."""
    say = words.say
    return {
        "supported": say("Supported"),
        "noted": say("Noted"),
        "in part": say("Supported in part"),
        "": say("Position not known"),
    }[position]


def status_name(words: Words, status: Status | None) -> str:
    """How far it was carried out, as it was officially said; None: nothing was said."""
    say = words.say
    if status is None:
        return say("Nothing is reported yet")
    return {
        "not implemented": say("Not implemented"),
        "in progress": say("In progress"),
        "implemented": say("Implemented"),
    }[status]


def step_name(words: Words, said: Told) -> str:
    """How far it has come as people say: the step nearest to their mean, or the two that it lies between."""
    if said.step is None:
        return words.say("not shown, so that nobody can be found")
    names = step_names(words)
    low, high = (names[STEPS[round(each) - 1]] for each in (said.step.low, said.step.high))
    return low if low == high else words.say("between “%(low)s” and “%(high)s”", low=low, high=high)


def step_names(words: Words) -> dict[str, str]:
    """How far something has come, in five steps."""
    say = words.say
    return {
        "nothing": say("Nothing has been done"),
        "begun": say("It has begun"),
        "half": say("About half is done"),
        "mostly": say("Most of it is done"),
        "done": say("It is done"),
    }


def review_name(words: Words, each: Recommendation) -> str:
    """Of which review it is; without a session the report that it stands in."""
    if each.session:
        return words.say("%(state)s, session %(number)s", state=each.country, number=str(each.session))
    return words.listed([each.country, each.document])
