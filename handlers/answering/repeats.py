"""Questions that are asked again for each person, animal or field: which one, one more, one less."""

from handlers.view import Rows, View
from handlers.words import Words
from survey.asking import Asked, Instances, Line


def name_of(words: Words, instances: Instances | None, number: int) -> str:
    """One of several, such as "Person 2"."""
    label = instances.label if instances and instances.label else words.say("Number")
    return f"{label} {number}"


def where(words: Words, asked: Asked) -> str:
    """Which of how many is asked about, "" outside a repeat."""
    inside = asked.instances
    if inside is None or asked.kind == "repeat":
        return ""
    name = name_of(words, inside, inside.at)
    return words.say("%(name)s of %(count)s", name=name, count=inside.count)


def repeat_hint(words: Words, asked: Asked) -> str:
    """How many there are, and whether there is one more."""
    count = asked.instances.count if asked.instances else 0
    if not count:
        return words.say("Is there one to tell about?")
    return words.say("So far: %(count)s. Do you want to add another?", count=count)


def repeat_rows(view: View, asked: Asked) -> Rows:
    """Add one, take the last one out, or go on."""
    say = view.words.say
    count = asked.instances.count if asked.instances else 0
    more = view.button(say("Add another") if count else say("Add one"), "more", "choice")
    on = (
        *((view.button(say("Back"), "back", "back"),) if not asked.first else ()),
        *((view.button(say("Take the last one out"), "less"),) if count else ()),
        view.button(say("No, go on"), "skip", "main"),
    )
    return ((more,), on)


def last_of(asked: Asked) -> str:
    """The ref of the last instance of the repeat that is asked about, "" if there is none."""
    inside = asked.instances
    return f"{inside.series}[{inside.count}]" if inside and inside.count else ""


def instance_of(line: Line) -> str:
    """The ref of the instance that a line of the review stands in, if people may take it out; else ""."""
    inside = line.instances
    return f"{inside.series}[{inside.at}]" if inside and inside.grows and line.kind != "repeat" else ""
