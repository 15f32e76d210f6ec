"""What the web channel needs from the process that it runs in."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.channel_health import HealthReport
from bot.pages.events import Invitation
from bot.pages.recommendations import Listed, One, Wanted
from bot.pages.results import Question, Results, Survey
from bot.pages.rounds import Round
from storage.messages import Card, Incoming, News, Reaction

__all__ = [
    "About",
    "ChatAbout",
    "Desk",
    "EventsOf",
    "FeedOf",
    "Health",
    "Invitation",
    "Listing",
    "MediaOf",
    "Question",
    "Results",
    "ResultsOf",
    "RoundOf",
    "Survey",
]


class Desk(Protocol):
    """Takes what people do and knows what each of them sees now."""

    async def take(self, incoming: Incoming) -> Reaction:
        """Returns after the commit. Raises `StorageDown`: nothing was taken, try again."""

    async def whose(self, channel: str, address: str) -> bytes | None:
        """Tells people apart, whatever device they are on; None if nobody has this address."""

    def mark(self, person: bytes) -> str:
        """By which it is said that this person's pages show something else; others may share it."""

    async def first_card(self, incoming: Incoming) -> Card:
        """What somebody new would see after this; nothing is kept of it."""

    async def card(self, channel: str, address: str) -> Card | None:
        """What this person sees now; None if unknown."""

    async def news(self, address: str) -> list[News]:
        """Announcements this person has not seen yet."""

    async def told(self, address: str, news: Sequence[News]) -> None:
        """These were shown: they are not given again."""


@dataclass(frozen=True, slots=True)
class ChatAbout:
    """A consultation's name and who asks, in `language`: the one asked for, or the default.

    `contacts`: whether somebody is named in its regions whom people can ask.
    """

    slug: str
    language: str
    title: str
    organiser: str
    contacts: bool = False


About = Callable[[str, str], Awaitable[ChatAbout | None]]
"""Slug and language in; None for a consultation that cannot be chatted about."""

Listing = Callable[[str], Awaitable[Sequence[ChatAbout]]]
"""Language in; the open consultations out."""

MediaOf = Callable[[str], Awaitable[tuple[str, bytes] | None]]
"""Digest in; media type and content of a picture or a recording out, None if there is none."""

Health = Callable[[], Awaitable[HealthReport]]

EventsOf = Callable[[str], Awaitable[Sequence[Invitation]]]
"""Language in; the events that are coming out."""

FeedOf = Callable[[str, str], Awaitable[bytes]]
"""Language and id of an event in (empty: all of them); the same as an iCalendar file, empty for none."""

ResultsOf = Callable[[str, str], Awaitable[Sequence[Results]]]
"""Slug and language in; what the results page shows, in order; empty for an unknown consultation."""

RoundOf = Callable[[str, str], Awaitable[Round | None]]
"""Slug and language in; the round of dialogues of a consultation, or None if it has none."""

FileOf = Callable[[str, str, str], Awaitable[tuple[str, str, bytes] | None]]
"""Slug, kind ("csv") and language in; name, media type and content of what was published, as a file, out."""

RecommendationsOf = Callable[[Wanted, str], Awaitable[Listed]]
"""Which of them and language in; a page of the list out."""

RecommendationOf = Callable[[str, str], Awaitable[One | None]]
"""The code of one and language in; all of it out, None if there is none."""
