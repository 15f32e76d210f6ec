"""Whether responses look made by a machine: a sign for people to judge by, never a reason to leave any out.

Everything is counted in memory and forgotten. Written down is that there was such a sign, in which week, and
of about how many responses.
"""

import hashlib
import os
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from bot.networks import Networks
from storage.changes import Arrival
from storage.signs import Sign

MINUTES, HOUR = 600, 3_600
"""Seconds in which what comes is counted."""
AT_ONCE, MANY, TIMES = 200, 50, 5
"""So many in ten minutes, or in an hour once it is known what is usual, and so many times the usual number:
far more than usual."""
FROM_ONE = 50
"""In ten minutes from one address or one IPv6 /64; twice as many from the next wider network, and so on."""
WATCHED = 6
"""Hours for which a consultation must be open before anything is usual."""
ROW = 10
"""So many in a row that are all the same, or all quicker than anybody reads."""
FEWEST = 4
"""Answers below which being the same, or quick, says nothing."""
SECONDS = 1.0
"""Less than this for an answer is quicker than anybody reads."""
MOST = 10_000
STEP = 20
"""What is written down of how many there were goes up by so many: one more is not seen."""


class Recent:
    """About how many there were in the last so many `seconds`, of each."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self._seconds, self._clock = seconds, clock
        self._now: Counter[Hashable] = Counter()
        self._before: Counter[Hashable] = Counter()
        self._at = 0

    def add(self, key: Hashable) -> float:
        """One more; about how many there were."""
        at, part = divmod(self._clock(), self._seconds)
        if at != self._at:
            self._before, self._now = (self._now if at == self._at + 1 else Counter()), Counter()
            self._at = int(at)
        self._now[key] += 1
        return self._now[key] + self._before[key] * (1 - part / self._seconds)


@dataclass
class Watched:
    """One consultation: how long the rows are."""

    last: bytes = b""
    same: int = 0
    quick: int = 0


class Arrivals:
    """Watches what comes in to this process. `clock` tells seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._since: OrderedDict[Hashable, float] = OrderedDict()
        self._watched: dict[str, Watched] = {}
        self._minutes, self._hour = Recent(MINUTES, clock), Recent(HOUR, clock)
        self._key = os.urandom(32)
        self._counts: Counter[tuple[str, Sign, int]] = Counter()

    def met(self, chat: Hashable) -> None:
        """A chat did something: if it is new, its time begins."""
        self._since.setdefault(chat, self._clock())
        if len(self._since) > MOST:
            self._since.popitem(last=False)

    def arrived(
        self, chat: Hashable, arrival: Arrival, usual: float | None, networks: Networks = ()
    ) -> tuple[Sign, ...]:
        """A response comes in from this chat; the signs there are.

        `usual`: how many come in an hour; None where nobody knows so far.
        """
        signs: dict[Sign, bool] = {
            "many": self._are_many(arrival.consultation, usual),
            "network": self._come_from_one(arrival.consultation, networks),
            **self._rows(chat, arrival),
        }
        return tuple(sign for sign, seen in signs.items() if seen)

    def count(self, consultation: str, sign: Sign, week: int) -> int | None:
        """Count one more response with this sign; by how many what is written down goes up, None for not."""
        self._counts[consultation, sign, week] += 1
        number = self._counts[consultation, sign, week]
        if number % STEP == 0:
            return STEP
        return 0 if number == 1 else None

    def _are_many(self, consultation: str, usual: float | None) -> bool:
        minutes, hour = self._minutes.add(consultation), self._hour.add(consultation)
        if usual is None:
            return minutes >= AT_ONCE
        return minutes >= max(AT_ONCE, TIMES * usual * MINUTES / HOUR) or hour >= max(MANY, TIMES * usual)

    def _come_from_one(self, consultation: str, networks: Networks) -> bool:
        """The widest network does not count: it is a provider, with all its customers."""
        counts = [self._minutes.add((consultation, each)) for each in reversed(networks[1:])]
        return any(count >= FROM_ONE << wider for wider, count in enumerate(counts))

    def _rows(self, chat: Hashable, arrival: Arrival) -> dict[Sign, bool]:
        watched = self._watched.setdefault(arrival.consultation, Watched())
        answers = len(arrival.answers)
        enough = answers >= FEWEST
        said = hashlib.blake2b(repr(arrival.answers).encode(), key=self._key).digest()
        watched.same = watched.same + 1 if enough and said == watched.last else int(enough)
        watched.last = said
        took = self._clock() - self._since.pop(chat, 0.0)
        watched.quick = watched.quick + 1 if enough and took < answers * SECONDS else 0
        return {"same": watched.same >= ROW, "quick": watched.quick >= ROW}
