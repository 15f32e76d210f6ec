"""All connections: how many there may be, and which of them is dropped for another."""

import asyncio
from collections.abc import Iterable, Sequence
from itertools import chain, groupby, zip_longest

from bot.server.addresses import Proxies
from bot.server.connection import Connection, Stage

A_TENTH = 10
"""Of those that may be dropped, so many at once that the next ones find room without a search."""
STRANGERS = 4
"""One in so many connections may be a page on which nobody has done anything yet."""
MOST_UNSENT = 128 * 1024 * 1024
"""Bytes of answers that wait in memory because nobody reads them."""
A_BATCH = 50


class Connections:
    """Those that are open, at most `most`. Addresses stay in memory, as long as somebody is connected."""

    def __init__(self, most: int, proxies: Proxies) -> None:
        self.most = most
        self.proxies = proxies
        self.unread: set[Connection] = set()
        self.strangers: dict[Connection, None] = {}
        self._open: dict[Connection, None] = {}

    def __len__(self) -> int:
        return len(self._open)

    def admit(self, connection: Connection) -> bool:
        """Whether there is room; for it, some that wait for nothing of ours are dropped."""
        if len(self._open) >= self.most:
            _drop_some(self._open)
        if len(self._open) >= self.most:
            return False
        self._open[connection] = None
        return True

    def make_room_for_strangers(self) -> None:
        """One more of their pages has its place: where they have all of theirs, some are dropped for it."""
        if len(self.strangers) > max(1, self.most // STRANGERS):
            newest = next(reversed(self.strangers))
            _drop_some(each for each in self.strangers if each is not newest)

    def forget(self, connection: Connection) -> None:
        """It is closed, or will be in a moment; may be said twice."""
        self.unread.discard(connection)
        self.strangers.pop(connection, None)
        self._open.pop(connection, None)

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
    """A tenth of those that can be missed, at least one.

    First those that never asked anything; among these, of the networks that have most, the oldest.
    """
    found = sorted((each for each in among if each.stage < Stage.SURE), key=_how_soon)
    stages = groupby(found, lambda each: (each.is_ours, each.stage))
    kept_last = chain.from_iterable(reversed(in_turns(tuple(each)[::-1])) for _, each in stages)
    for each in tuple(kept_last)[: len(found) // A_TENTH + 1]:
        each.drop()


def _how_soon(connection: Connection) -> tuple[bool, Stage, float]:
    return connection.is_ours, connection.stage, connection.since


def in_turns(connections: Sequence[Connection], depth: int = 0) -> list[Connection]:
    """One of each network after the other, and so within each: however it is cut short, it is fair."""
    networks: dict[object, list[Connection]] = {}
    for each in connections:
        networks.setdefault(each.networks[depth : depth + 1], []).append(each)
    deeper = (in_turns(found, depth + 1) if network else found for network, found in networks.items())
    rounds = zip_longest(*deeper)
    return [each for one_round in rounds for each in one_round if each is not None]
