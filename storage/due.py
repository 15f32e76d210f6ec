"""A card that waits to be shown, as it was drawn where it was, and the message that a card stands in."""

from dataclasses import dataclass, field

from storage.messages import Card


@dataclass(frozen=True, slots=True)
class ShownCard:
    """The message that holds a card. A message below zero is known to be outdated: send a new one."""

    card: int
    message: int
    hour: int = 0
    """When a card was last put there, in hours since 1970."""
    above: tuple[int, ...] = ()
    """Messages with pictures and recordings that were sent with it just now."""


def shown_card(card: int | None, message: int, hour: int) -> ShownCard | None:
    """Out of its row, or out of none."""
    return None if card is None else ShownCard(card, message, hour)


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
