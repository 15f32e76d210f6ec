"""Room that all networks have in common, and share fairly when it becomes scarce.

Whoever comes is let in as long as what everybody has taken, what their widest network has, what the next one
in it has, and so on down to their own address, come to less than the room. So the more a network has taken,
the sooner it must stop, and it always leaves as much as it has: one alone gets half of the room, of ten each
gets an eleventh, and the same within each of them. Whoever comes from elsewhere finds something left.
(Dynamic thresholds: Choudhury and Hahne 1998.)
"""

import asyncio
import time
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from math import exp, inf

EVERYBODY: Hashable = None
FORGOTTEN = 0.1
"""What has been taken counts as nothing from here on."""
FEW = 1_000
"""Networks that are kept in mind without a look at whether they can be forgotten."""
PAUSE = 0.5
"""Seconds between two looks whether there is room by now."""


class FairShare:
    """`room` for what is held until it is given back, or, with `seconds`, for what wears off.

    After so many seconds a third of it is left (1/e): in the long run `room / seconds` are let in a second.
    Only who was let in is kept in mind, so that memory is bounded by the room.
    """

    def __init__(
        self, room: float, seconds: float = inf, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._room, self._seconds, self._clock = room, seconds, clock
        self._taken: dict[Hashable, tuple[float, float]] = {}
        """By network: how much, and when that was so."""
        self._many = FEW

    def __len__(self) -> int:
        """How many networks are kept in mind."""
        return len(self._taken)

    def take(self, networks: Sequence[Hashable]) -> bool:
        """Take one for whoever is in these networks, the widest first, unless they have their share."""
        if sum(map(self._level, (EVERYBODY, *networks))) > self._room - 1:
            return False
        self._add(networks, 1)
        if len(self._taken) > self._many:
            self._forget()
        return True

    def give_back(self, networks: Sequence[Hashable]) -> None:
        """One that was taken is not needed any more."""
        self._add(networks, -1)

    @contextmanager
    def hold(self, networks: Sequence[Hashable]) -> Iterator[bool]:
        """One as long as the block lasts; whether there is one."""
        held = self.take(networks)
        try:
            yield held
        finally:
            if held:
                self.give_back(networks)

    async def wait(self, networks: Sequence[Hashable], longest: float) -> bool:
        """Take one, after so many seconds at most; whether there was one."""
        until = self._clock() + longest
        while not self.take(networks):
            if self._clock() >= until:
                return False
            await asyncio.sleep(PAUSE)
        return True

    def _level(self, network: Hashable) -> float:
        taken, at = self._taken.get(network, (0.0, 0.0))
        return taken * exp((at - self._clock()) / self._seconds) if taken else 0.0

    def _add(self, networks: Sequence[Hashable], number: int) -> None:
        now = self._clock()
        for network in (EVERYBODY, *networks):
            level = self._level(network) + number
            self._taken[network] = level, now
            if level < FORGOTTEN:
                del self._taken[network]

    def _forget(self) -> None:
        for network in [each for each in self._taken if self._level(each) < FORGOTTEN]:
            del self._taken[network]
        self._many = max(FEW, 2 * len(self._taken))
