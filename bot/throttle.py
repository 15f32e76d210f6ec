"""How fast one chat may go: faster than any fingers, so that no answer is lost, yet not as a machine."""

import time
from collections.abc import Callable, Hashable
from typing import Literal

from bot.bucket import Buckets

BURST, RATE = 1_000, 20
"""Updates at once, and a second after that."""
AGAIN = 30
"""Seconds until somebody who goes on too fast is told so once more."""


class Throttle:
    """Kept in memory alone; who was too fast is known to nobody a moment later."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._taken = Buckets(BURST, RATE, clock)
        self._told = Buckets(1, 1 / AGAIN, clock)

    def check(self, chat: Hashable) -> Literal["go on", "tell", "say nothing"]:
        """What to do with one more update of a chat."""
        if self._taken.of(chat).spend():
            return "go on"
        return "tell" if self._told.of(chat).spend() else "say nothing"
