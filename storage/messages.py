"""What a channel hands in and what it is handed to show: the contract of every channel.

A channel turns its own updates into `Incoming` and a `Card` or a `News` into its own form. It knows
nothing else of the house.
"""

import zlib
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Text:
    """Something written by the person."""

    text: str
    at: str = ""
    """`Card.at` of the card that it answers to, where the channel knows."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command such as `/start settat-2026`: `name` is "start", `argument` is "settat-2026"."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Tap:
    """A button that was tapped: `data` as `Button.data` had it, `message_id` of the message it stood on."""

    data: str
    message_id: int | None = None
    buttons: bytes = field(default=b"", compare=False, repr=False)
    """Digest of the buttons that the message has now, where the channel tells."""
    is_there: bool = field(default=True, compare=False)
    """Whether the button is one of them; one that is not was tapped on a phone that is behind."""


FileKind = Literal["image", "audio", "video", "file"]


class NotFetched(Exception):
    """A file could not be brought here: the line is broken, or it is larger than said."""


@dataclass(frozen=True, slots=True)
class File:
    """A file the person sent. Its content stays where it is until a question wants it."""

    kind: FileKind
    """As the channel says; what it really is, its content tells."""
    size: int
    """Bytes, as the channel says; 0 if it does not say."""
    reference: str = field(repr=False)
    """By this the channel finds the content."""
    at: str = ""
    """The `Button.data` it answers to, or the `Card.at`, where the channel knows."""
    album: str = ""
    """What those that were sent together have in common, where the channel knows."""


@dataclass(frozen=True, slots=True)
class Location:
    """A place on the map, in degrees (WGS 84). Nothing finer than the question wants is ever kept of it."""

    latitude: float = field(repr=False)
    longitude: float = field(repr=False)
    at: str = ""
    """The `Button.data` it answers to, where the channel knows."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something we cannot read: a sticker, a contact, an edited message."""

    kind: Literal["sticker", "edited", "other"]


@dataclass(frozen=True, slots=True)
class Reachable:
    """The person blocked us (`yes` is false) or lets us write again."""

    yes: bool


Said = Text | Command | Tap | File | Location | Unreadable | Reachable


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing a person did on a channel."""

    channel: Literal["telegram", "web", "terminal"]
    address: str = field(repr=False)
    """Where the person is reached: a chat id, a cookie's token. Never logged."""
    key: str
    """Tells a repeat: the same key is taken once. For example "telegram:1837"."""
    said: Said = field(repr=False)
    language: str = ""
    """A guess at the person's language from their device ("ar", "fr-MA"); empty if unknown."""
    message: int | None = None
    """The id of the message they wrote, where the channel could delete it later."""
    sent: int = 0
    """When they sent it, in UTC seconds by the clock of the channel; 0 where it does not tell."""
    reply_to: int | None = None
    """The id of the message that theirs is a reply to."""
    networks: tuple[Hashable, ...] = field(default=(), repr=False, compare=False)
    """Those they come from, the widest first, where the channel knows. Never kept."""


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture, a recording or a document, to be found by its digest, that goes with a text."""

    kind: Literal["image", "audio", "file"]
    digest: str
    text: str


@dataclass(frozen=True, slots=True)
class Button:
    """A button of a card. `data` comes back in a `Tap`, at most 64 bytes."""

    label: str
    data: str
    role: Literal["choice", "main", "plain", "back", "link", "send"] = "plain"
    """How it looks: an answer, the way on, something aside, the way back, a link (`data`: its address), or
    (web chat only) what sends the file or the place that `Card.wants` speaks of."""
    chosen: bool = False
    media: tuple[Medium, ...] = ()
    """What is seen and heard with a choice."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a card wants besides words."""

    kind: Literal["image", "audio", "video", "file", "place"]
    largest: int = 0
    """Bytes that a file may have."""
    decimals: int = 0
    """Of the degrees of a place that are kept."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a person sees now: the one card that is edited in place on each tap.

    All texts are plain, already in `language`; a channel escapes them for its own markup.
    """

    number: int
    """Grows by one whenever the card must be a new message (something was written)."""
    language: str
    title: str
    """The question, or the heading. May be empty."""
    body: str = ""
    """Paragraphs separated by a newline."""
    hint: str = ""
    """Quiet help under the title."""
    notice: str = ""
    """Stands above all else: why an answer was not taken, "Welcome back", …"""
    progress: tuple[int, int] | None = None
    """(3, 12): the third of twelve questions."""
    within: str = ""
    """Which one of several the question is about, such as "Person 2 of 3"."""
    buttons: tuple[tuple[Button, ...], ...] = ()
    """Rows of buttons."""
    writes: Literal["", "text", "number", "date", "time", "datetime", "search"] = ""
    """What may be written here ("search": letters of a choice); empty where only buttons are of use."""
    written: str = ""
    """The answer that stands here already, where one is written."""
    part: int = 0
    """Where a channel shows a long card in parts: the one to show, from 0."""
    at: str = ""
    """What the data of its buttons begins with. A text that answers to it can name it so (`Text.at`)."""
    turns: str = ""
    """The number of a part put behind this is the data of a button that shows that part."""
    media: tuple[Medium, ...] = ()
    """What is seen and heard with the question."""
    wants: Wanted | None = None
    """A file or a place that may be sent here."""
    hidden: bool = False
    """Whether nothing around the card may tell what the conversation is about either."""

    @property
    def message(self) -> int:
        """Tells messages of a chat apart: another number, or other pictures above it, make a new message."""
        if not self.all_media:
            return self.number
        shown = " ".join(medium.digest for medium in self.all_media)
        return zlib.crc32(f"{self.number} {shown}".encode()) >> 1

    @property
    def all_media(self) -> tuple[Medium, ...]:
        """Of the question, then of its choices in their order."""
        return (*self.media, *(medium for row in self.buttons for button in row for medium in button.media))


@dataclass(frozen=True, slots=True)
class Venue:
    """A place on the map, in degrees, with its name and how to find it."""

    latitude: float
    longitude: float
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class News:
    """An announcement for one person, in their language. Text is plain."""

    key: str
    """Tells repeats apart; stays the same if it is sent again."""
    language: str
    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    medium: Medium | None = None
    """A picture or a document that goes with it."""
    venue: Venue | None = None
    """Where a channel can show a place on a map, this is shown, and the text is not."""


@dataclass(frozen=True, slots=True)
class Reaction:
    """What a channel does at once after a commit, besides showing the card; none of it is kept.

    `toast`: a short sentence for the acknowledgement of a tap (Telegram shows it over the chat).
    `retire`: the text that replaces the tapped, outdated message, which loses its buttons.
    `farewell`: a last sentence to somebody we no longer know (after `/forget`) or never knew.
    `show`: whether the current card changed and should be shown.
    """

    show: bool = False
    toast: str = ""
    retire: str = ""
    farewell: str = ""
