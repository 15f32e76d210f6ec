"""How much the server lets through before it says 429."""

import math
from collections import defaultdict

from tests.bot_api.clock import Clock
from tests.bot_api.refusal import too_many


class Bucket:
    """Fills with `rate` tokens a second up to `burst`; each message takes one."""

    def __init__(self, clock: Clock, rate: float, burst: float) -> None:
        self._clock = clock
        self._rate = rate
        self._burst = burst
        self._tokens = burst
        self._filled = clock.now()

    def wait(self) -> float:
        """Seconds until there is a token; 0 if there is one now."""
        now = self._clock.now()
        self._tokens = min(self._burst, self._tokens + (now - self._filled) * self._rate)
        self._filled = now
        return max(0.0, (1 - self._tokens) / self._rate)

    def take(self) -> None:
        self._tokens -= 1


class Pace:
    """30 messages a second overall, 1 a second in a chat with a burst, 20 a minute in a group."""

    def __init__(self, clock: Clock, chat_burst: float = 5.0) -> None:
        self.on = False
        self._overall = Bucket(clock, 30, 30)
        self._chats: defaultdict[int, Bucket] = defaultdict(lambda: Bucket(clock, 1, chat_burst))
        self._groups: defaultdict[int, Bucket] = defaultdict(lambda: Bucket(clock, 20 / 60, 20))

    def check(self, chat_id: int) -> None:
        """Count one message to this chat. Raises Refusal (429) if it comes too soon."""
        if not self.on:
            return
        buckets = (self._overall, (self._chats if chat_id > 0 else self._groups)[chat_id])
        wait = max(bucket.wait() for bucket in buckets)
        if wait > 0:
            raise too_many(math.ceil(wait))
        for bucket in buckets:
            bucket.take()
