"""Token buckets: who sends too fast waits, and nothing is lost; who tries too often is refused."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable


class Bucket:
    """Lets `burst` through at once and `rate` a second after that, by the seconds that `clock` tells."""

    def __init__(self, burst: float, rate: float, clock: Callable[[], float]) -> None:
        self._burst, self._rate, self._clock = burst, rate, clock
        self._left, self._at = burst, clock()

    def take(self, tokens: float = 1) -> float:
        """Take one token or more, on credit if need be; gives the seconds to wait until that is paid."""
        now = self._clock()
        self._left = min(self._burst, self._left + (now - self._at) * self._rate) - tokens
        self._at = now
        return max(0.0, -self._left / self._rate)

    def reserve(self, longest: float, tokens: float = 1) -> float | None:
        """Take tokens and give the seconds to wait for them; None, and none is taken, if it were longer."""
        if (seconds := self.take(tokens)) <= longest:
            return seconds
        self._left += tokens
        return None

    def spend(self, tokens: float = 1) -> bool:
        """Take one token, or as many as are given, if they are there."""
        return self.reserve(0, tokens) is not None

    async def wait(self) -> None:
        """Take one token, and wait until it is there."""
        if (seconds := self.take()) > 0:
            await asyncio.sleep(seconds)


class Buckets:
    """A bucket for each of many; of too many, the one not used longest goes, which is full by then.

    Nothing is kept beyond this process.
    """

    MOST = 10_000

    def __init__(self, burst: float, rate: float, clock: Callable[[], float]) -> None:
        self._burst, self._rate, self._clock = burst, rate, clock
        self._buckets: OrderedDict[Hashable, Bucket] = OrderedDict()

    def of(self, key: Hashable) -> Bucket:
        """The bucket of one of them."""
        bucket = self._buckets.pop(key, None) or Bucket(self._burst, self._rate, self._clock)
        self._buckets[key] = bucket
        if len(self._buckets) > self.MOST:
            self._buckets.popitem(last=False)
        return bucket
