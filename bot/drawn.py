"""Cards that a decision has drawn already, kept until they are shown a moment later."""

from storage.due import Drawn

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
