"""All connections: how many there may be, and which of them is dropped for another."""

import asyncio
from collections import Counter
from collections.abc import Iterable

from bot.server.addresses import Proxies
from bot.server.connection import Connection, Stage

A_TENTH = 10
"""Of those that may be dropped, so many at once that the next ones find room without a search."""
FROM_ONE = 4
"""One address has at most one in so many connections."""
FEWEST_FROM_ONE = 16
MOST_UNSENT = 128 * 1024 * 1024
"""Bytes of answers that wait in memory because nobody reads them."""
A_BATCH = 50


class Connections:
    """Those that are open, at most `most`. Addresses stay in memory, as long as somebody is connected."""

    def __init__(self, most: int, proxies: Proxies) -> None:
        self.most = most
        self.proxies = proxies
        self.unread: set[Connection] = set()
        self._from_one = max(FEWEST_FROM_ONE, most // FROM_ONE)
        self._open: dict[Connection, None] = {}
        self._counts: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._open)

    def admit(self, connection: Connection) -> bool:
        """Whether there is room; for it, the oldest that wait for nothing of ours are dropped."""
        network = "" if connection.is_ours else connection.network
        if network and self._counts[network] >= self._from_one:
            _drop_some(each for each in self._open if each.network == network)
        if len(self._open) >= self.most:
            _drop_some(self._open)
        if len(self._open) >= self.most or (network and self._counts[network] >= self._from_one):
            return False
        self._open[connection] = None
        self._counts[connection.network] += 1
        return True

    def forget(self, connection: Connection) -> None:
        """It is closed, or will be in a moment; may be said twice."""
        self.unread.discard(connection)
        if connection not in self._open:
            return
        del self._open[connection]
        self._counts[connection.network] -= 1
        if not self._counts[connection.network]:
            del self._counts[connection.network]

    def limit_unsent(self, connection: Connection) -> None:
        """Drop those that let most wait, until what is left has room."""
        self.unread.add(connection)
        sizes = {each: each.unsent for each in self.unread}
        waiting = sum(sizes.values())
        for each in sorted(sizes, key=sizes.__getitem__, reverse=True):
            if waiting <= MOST_UNSENT:
                return
            waiting -= sizes[each]
            each.drop()

    async def watch(self) -> None:
        """Drop what is too slow, until cancelled; a few at a time, so that nobody waits meanwhile."""
        loop = asyncio.get_running_loop()
        while True:
            for number, each in enumerate(tuple(self._open), 1):
                each.look(loop.time())
                if not number % A_BATCH:
                    await asyncio.sleep(0)
            await asyncio.sleep(1)


def _drop_some(among: Iterable[Connection]) -> None:
    """A tenth of those that can be missed, at least one: first who never asked anything, the oldest first."""
    found = sorted((each for each in among if each.stage < Stage.SURE), key=_how_soon)
    for each in found[: len(found) // A_TENTH + 1]:
        each.drop()


def _how_soon(connection: Connection) -> tuple[bool, Stage, float]:
    return connection.is_ours, connection.stage, connection.since
