"""Token buckets: who sends too fast waits, and nothing is lost; who tries too often is refused."""

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

    def spend(self) -> bool:
        """Take one token if it is there."""
        if self.take() == 0:
            return True
        self._left += 1
        return False

    async def wait(self) -> None:
        """Take one token, and wait until it is there."""
        if (seconds := self.take()) > 0:
            await asyncio.sleep(seconds)


class Attempts:
    """Few attempts for one device, not too many for all together. Nothing is kept beyond this process."""

    MOST_DEVICES = 10_000

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._all = Bucket(burst=60, rate=1, clock=clock)
        self._devices: dict[str, Bucket] = {}

    def allow(self, device: str) -> bool:
        """Whether this device may try once more; those without a cookie count by their address."""
        if len(self._devices) >= self.MOST_DEVICES:
            self._devices.clear()  # made-up cookies; the limit for all together still holds
        few = self._devices.setdefault(device, Bucket(burst=5, rate=1 / 60, clock=self._clock))
        return few.spend() and self._all.spend()
