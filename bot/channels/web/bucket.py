"""A token bucket: who sends too fast waits, and nothing is lost."""

import asyncio
from collections.abc import Callable


class Bucket:
    """Lets `burst` through at once and `rate` a second after that, by the seconds that `clock` tells."""

    def __init__(self, burst: float, rate: float, clock: Callable[[], float]) -> None:
        self._burst, self._rate, self._clock = burst, rate, clock
        self._left, self._at = burst, clock()

    def take(self) -> float:
        """Take one token, on credit if need be; gives the seconds to wait until it is paid."""
        now = self._clock()
        self._left = min(self._burst, self._left + (now - self._at) * self._rate) - 1
        self._at = now
        return max(0.0, -self._left / self._rate)

    async def wait(self) -> None:
        """Take one token, and wait until it is there."""
        if (seconds := self.take()) > 0:
            await asyncio.sleep(seconds)
