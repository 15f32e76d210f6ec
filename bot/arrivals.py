"""Whether responses look made by a machine: a sign for people to judge by, never a reason to leave any out.

Everything is counted in memory and forgotten: nothing is written down but that there was such a sign, and in
which week.
"""

import hashlib
import os
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from storage.changes import Arrival
from storage.signs import Sign

HOUR = 3_600
REMEMBERED = 7 * 24
"""Hours by which what is usual is told."""
WATCHED = 6
"""Hours that must have gone by before anything is unusual."""
MANY, TIMES = 50, 5
"""In one hour at least so many, and so many times the usual number: far more than usual."""
ROW = 10
"""So many in a row that are all the same, or all quicker than anybody reads."""
FEWEST = 4
"""Answers below which being the same, or quick, says nothing."""
SECONDS = 1.0
"""Less than this for an answer is quicker than anybody reads."""
MOST = 10_000


@dataclass
class Watched:
    """One consultation: responses by the hour, the newest last, how long the rows are, and what was told."""

    hour: int
    counts: deque[int] = field(default_factory=lambda: deque([0], REMEMBERED))
    last: bytes = b""
    same: int = 0
    quick: int = 0
    told: set[Sign] = field(default_factory=set)


class Arrivals:
    """Watches what comes in to this process. `clock` tells seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._since: OrderedDict[Hashable, float] = OrderedDict()
        self._watched: dict[str, Watched] = {}
        self._key = os.urandom(32)

    def met(self, chat: Hashable) -> None:
        """A chat did something: if it is new, its time begins."""
        self._since.setdefault(chat, self._clock())
        if len(self._since) > MOST:
            self._since.popitem(last=False)

    def arrived(self, chat: Hashable, arrival: Arrival) -> tuple[Sign, ...]:
        """A response came in from this chat; the signs that there are now, each told once an hour."""
        hour, answers = int(self._clock() // HOUR), len(arrival.answers)
        watched = self._watched.setdefault(arrival.consultation, Watched(hour))
        _count(watched, hour)
        enough = answers >= FEWEST
        said = hashlib.blake2b(repr(arrival.answers).encode(), key=self._key).digest()
        watched.same = watched.same + 1 if enough and said == watched.last else int(enough)
        watched.last = said
        took = self._clock() - self._since.pop(chat, 0.0)
        watched.quick = watched.quick + 1 if enough and took < answers * SECONDS else 0
        signs: dict[Sign, bool] = {
            "many": _is_unusual(watched.counts),
            "same": watched.same >= ROW,
            "quick": watched.quick >= ROW,
        }
        new = tuple(sign for sign, seen in signs.items() if seen and sign not in watched.told)
        watched.told.update(new)
        return new


def _count(watched: Watched, hour: int) -> None:
    empty = min(hour - watched.hour, REMEMBERED)
    if empty:
        watched.told.clear()
    watched.counts.extend([0] * empty)
    watched.hour = hour
    watched.counts[-1] += 1


def _is_unusual(counts: deque[int]) -> bool:
    before = list(counts)[:-1]
    usual = sum(before) / len(before) if before else 0.0
    return len(before) >= WATCHED and counts[-1] >= max(MANY, TIMES * usual)
