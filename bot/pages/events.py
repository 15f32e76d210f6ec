"""What the page of events shows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Invitation:
    """An event in one language; `in_title`, `in_about`: the language that a text is in.

    `starts` is for machines, `when` for people; `map` is a link, or empty.
    """

    title: str
    in_title: str
    about: str
    in_about: str
    starts: str
    when: str
    place: str
    map: str
    link: str
    organiser: str
    consultation: str
    slug: str
