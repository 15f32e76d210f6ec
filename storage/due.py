"""A card that waits to be shown, as it was drawn where it was, and the message that a card stands in."""

from dataclasses import dataclass, field

import msgspec

from storage.messages import Card


class Appearance(msgspec.Struct, frozen=True):
    """How the question that a chat shows came there, by the numbers and the clock of the channel.

    `question`: what the buttons of its card carry (`View.number`). `message`: in which message it came first.
    `edited`: when that message was edited to show it, in UTC seconds; 0 where it was new with it.
    """

    question: str
    message: int
    edited: int = 0

    def is_before(self, message: int, sent: int) -> bool:
        """Whether it was there when a message with this number was sent, at this second.

        An edit and a message of the same second are in an order that nobody can tell: then it was not.
        """
        return self.message < message and self.edited < sent


@dataclass(frozen=True, slots=True)
class ShownCard:
    """The message that holds a card. A message below zero is known to be outdated: send a new one."""

    card: int
    message: int
    hour: int = 0
    """When a card was last put there, in hours since 1970."""
    appearance: Appearance | None = None
    """None where nobody can tell what it shows, or since when."""
    above: tuple[int, ...] = ()
    """Messages with pictures and recordings that were sent with it just now."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A person's card; true while conversation (`version`) and consultation are as they were."""

    person: bytes = field(repr=False)
    version: int
    slug: str
    consultation: object
    card: Card = field(repr=False)


@dataclass(frozen=True, slots=True)
class DueCard:
    """A person whose current card is to be shown; `stamp` tells whether it changed meanwhile.

    `chat`: where; None for whom we never write first. `before`: the message in which their card stood.
    `clear`: the messages of the chat are to be deleted first. `repeated`: one attempt had an unknown fate.
    `drawn`: what is to be shown, where the decision has drawn it already. It counts as true until
    `sure_until`, by the monotonic clock. `buttons`: digest of those that the message had
    when it was tapped on.
    """

    person: bytes = field(repr=False)
    stamp: int
    clear: bool = False
    repeated: bool = False
    chat: str | None = field(default=None, repr=False)
    before: ShownCard | None = None
    drawn: Drawn | None = None
    sure_until: float = 0.0
    buttons: bytes = b""
    erasure_key: int = 0
    """The number of a key that is destroyed when the person is forgotten (`storage/erasable.py`)."""
