"""What the page of events shows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Invitation:
    """An event in one language. `starts` is for machines, `when` for people; `map` is a link, or empty."""

    title: str
    about: str
    starts: str
    when: str
    place: str
    map: str
    link: str
    organiser: str
    consultation: str
