"""A lane for each person: what one person does is handled one thing at a time, in order."""

import asyncio
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager


class Lanes:
    """Locks that exist only while somebody is in them; who waits is let in by order of arrival."""

    def __init__(self) -> None:
        self._locks: dict[Hashable, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def of(self, who: Hashable) -> AsyncIterator[None]:
        """Be alone in this person's lane."""
        lock, inside = self._locks.get(who, (asyncio.Lock(), 0))
        self._locks[who] = (lock, inside + 1)
        try:
            async with lock:
                yield
        finally:
            lock, inside = self._locks[who]
            if inside == 1:
                del self._locks[who]
            else:
                self._locks[who] = (lock, inside - 1)
