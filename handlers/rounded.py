"""Numbers of people as others may see them (`docs/guide-privacy.md`, "Numbers"). Pure."""

from collections.abc import Mapping

from handlers.words import Words

ROUNDED_TO = 5
FEWEST = 10


def rounded(people: int, fewest: int = FEWEST) -> int | None:
    """A number of people to the next 5; None where it is too small to be told."""
    return None if people < fewest else round(people / ROUNDED_TO) * ROUNDED_TO


def adding_up(counts: Mapping[str, int]) -> dict[str, int]:
    """Numbers that, each rounded, add up to their rounded sum; what is below 10 makes up the rest.

    Those from 10 on go to the next 5 below or above them: above where the most is missing below.
    """
    large = {name: people for name, people in counts.items() if people >= FEWEST}
    below = {name: people - people % ROUNDED_TO for name, people in large.items()}
    missing = round(sum(large.values()) / ROUNDED_TO) - sum(below.values()) // ROUNDED_TO
    up = sorted(large, key=lambda name: large[name] % ROUNDED_TO, reverse=True)[:missing]
    return {**counts, **below, **{name: below[name] + ROUNDED_TO for name in up}}


def about(words: Words, people: int) -> str:
    """The same in words."""
    told = rounded(people)
    if told is None:
        return words.say("fewer than 10 people")
    return words.many("about %(count)d person", "about %(count)d people", told)
