"""Cards that a decision has drawn already, kept until they are shown a moment later."""

from storage import conversations
from storage.due import Drawn
from storage.messages import Card
from storage.store import Store

MOST = 1_000


class DrawnCards:
    """The latest card of each person, once; of many who wait, the oldest are loaded again instead."""

    def __init__(self) -> None:
        self._cards: dict[bytes, Drawn] = {}

    def keep(self, drawn: Drawn) -> None:
        """Instead of what there was of this person."""
        self._cards.pop(drawn.person, None)
        self._cards[drawn.person] = drawn
        if len(self._cards) > MOST:
            del self._cards[next(iter(self._cards))]

    def take(self, person: bytes) -> Drawn | None:
        """Whether it is still true, its version tells."""
        return self._cards.pop(person, None)

    async def card(self, store: Store, person: bytes, drawn: Drawn | None = None) -> Card | None:
        """The card of a person as `drawn`, or as it is kept; None where there is none that is still true."""
        drawn = drawn or self.take(person)
        return drawn.card if drawn and await _is_true(store, drawn) else None


async def _is_true(store: Store, drawn: Drawn) -> bool:
    """Whether neither the conversation nor the consultation has changed since, here or elsewhere."""
    return (
        await conversations.version_of(store.database, drawn.person) == drawn.version
        and await store.consultation(drawn.slug) == drawn.consultation
    )
