"""Faults the server makes on order."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

DOWNLOAD = "download"
"""The name under which a fault of kind `raw` is ordered for the content of a file."""
WEBHOOK = "webhook"
"""The name under which a fault is ordered for deliveries to the bot."""


@dataclass
class Fault:
    """One order.

    `drop`: cut the connection before accepting; `swallow`: accept and cut the connection; `half`: accept and
    send half of the answer; `raw`: write what `raw` makes of the path that was called;
    `delay`: accept and answer `seconds` later; `html`: `code` with an HTML page, not
    accepted; `flood`: 429 with `seconds`.
    `method` narrows it to one method, `share` to some calls; `times` is how often it happens (None: always).
    For the method `webhook`, deliveries to the bot: `drop` cuts before it hears, `swallow` loses its answer.
    """

    kind: Literal["drop", "swallow", "half", "raw", "delay", "html", "flood"]
    method: str = ""
    times: int | None = 1
    share: float = 1.0
    seconds: float = 5.0
    code: int = 502
    raw: Callable[[str], bytes] = str.encode


class Faults:
    """The orders in force.

    `repeats`: each update is delivered once and up to so many times more, later and with the same id.
    `blocked_share`: this share of all chats has blocked the bot.
    `reorder`: webhook deliveries of each queue are held back up to so many seconds, so that queues overtake.
    `odd_result`: what getUpdates gives instead of updates, as a broken server might.
    """

    def __init__(self, seed: int = 0) -> None:
        self.repeats = 0
        self.blocked_share = 0.0
        self.reorder = 0.0
        self.odd_result: Any = None
        self._orders: list[Fault] = []
        self._seed = seed
        self._random = random.Random(seed)

    def add(self, fault: Fault) -> None:
        self._orders.append(fault)

    def clear(self) -> None:
        self._orders.clear()
        self.repeats = 0
        self.blocked_share = 0.0
        self.reorder = 0.0

    def pick(self, method: str) -> Fault | None:
        """The fault to make on this call, if any; it counts as made."""
        for fault in self._orders:
            if fault.times != 0 and _meant(fault, method) and self._random.random() < fault.share:
                fault.times = None if fault.times is None else fault.times - 1
                return fault
        return None

    def copies(self) -> int:
        """How many more times a new update is to be delivered."""
        return self._random.randint(0, self.repeats)

    def blocks(self, chat_id: int) -> bool:
        return random.Random(f"{self._seed}:{chat_id}").random() < self.blocked_share

    def held(self) -> float:
        """Seconds by which the next delivery of a queue is held back."""
        return self._random.uniform(0, self.reorder) if self.reorder else 0.0


def _meant(fault: Fault, method: str) -> bool:
    return fault.method.lower() == method or (not fault.method and method not in {WEBHOOK, DOWNLOAD})
