"""A lane for each person: what one person does is handled one thing at a time, in order."""

import asyncio
from collections.abc import Hashable


class Lanes:
    """Locks that exist only while somebody is in them; who waits is let in by order of arrival."""

    def __init__(self) -> None:
        self._locks: dict[Hashable, tuple[asyncio.Lock, int]] = {}

    def of(self, who: Hashable) -> "_Visit":
        """To be alone in this person's lane: `async with lanes.of(who)`."""
        return _Visit(self._locks, who)


class _Visit:
    # Not a generator made a context manager: there are three visits for each update.
    __slots__ = ("_locks", "_who")

    def __init__(self, locks: dict[Hashable, tuple[asyncio.Lock, int]], who: Hashable) -> None:
        self._locks = locks
        self._who = who

    async def __aenter__(self) -> None:
        lock, inside = self._locks.get(self._who) or (asyncio.Lock(), 0)
        self._locks[self._who] = (lock, inside + 1)
        try:
            await lock.acquire()
        except BaseException:
            self._leave()
            raise

    async def __aexit__(self, *_: object) -> None:
        self._locks[self._who][0].release()
        self._leave()

    def _leave(self) -> None:
        lock, inside = self._locks[self._who]
        if inside == 1:
            del self._locks[self._who]
        else:
            self._locks[self._who] = (lock, inside - 1)
