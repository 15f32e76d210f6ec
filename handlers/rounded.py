"""Numbers of people as others may see them (`docs/guide-privacy.md`, "Numbers"). Pure."""

from handlers.words import Words

ROUNDED_TO = 5
FEWEST = 10


def rounded(people: int) -> int | None:
    """A number of people to the next 5; None where it is below 10 and not told."""
    return None if people < FEWEST else round(people / ROUNDED_TO) * ROUNDED_TO


def about(words: Words, people: int) -> str:
    """The same in words."""
    told = rounded(people)
    if told is None:
        return words.say("fewer than 10 people")
    return words.many("about %(count)d person", "about %(count)d people", told)
