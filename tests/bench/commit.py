"""What a commit costs on PostgreSQL, beside a bare INSERT on the same server: `make bench-commit`.

Some processes write one row each, again and again, with something to show to the others; a plain connection
inserts a row without us. All of them wait for the same disk, which takes as long as one is told
(`commit_delay`), and for the same processor, so that their ratio tells of us. It ends by itself.
"""

import argparse
import asyncio
import os
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from itertools import count
from pathlib import Path
from statistics import quantiles
from time import perf_counter

import asyncpg

from storage.changes import Changes
from storage.housekeeping import beat
from storage.keys import Keyring
from storage.messages import Reaction
from storage.store import Store
from tests.postgres import cluster

Waits = list[float]
"""Milliseconds."""


async def repeat(work: Callable[[int], Awaitable[object]], end: float) -> Waits:
    """Do something again and again until `end`; gives how long each took."""
    waits: Waits = []
    for number in count(1):
        began = perf_counter()
        if began >= end:
            break
        await work(number)
        waits.append((perf_counter() - began) * 1000)
    return waits


async def measure(processes: int, seconds: float, disk: int) -> tuple[Waits, Waits]:
    """The waits of our commits, and those of the bare ones beside them; `disk`: its milliseconds."""
    async with AsyncExitStack() as stack:
        server = stack.enter_context(cluster(safe=True))
        keys = Keyring(Path(stack.enter_context(tempfile.TemporaryDirectory())), os.urandom(32))
        url = f"{await server.new()}&commit_delay={disk * 1000}&commit_siblings=0"
        stores = [await stack.enter_async_context(Store(url, keys)) for _ in range(processes)]
        bare = await asyncpg.connect(url)
        stack.push_async_callback(bare.close)
        await bare.execute("CREATE TABLE bare (number INTEGER)")

        def ours(store: Store, name: str) -> Callable[[int], Awaitable[object]]:
            return lambda number: store.apply(Changes((beat(name, number),), Reaction(show=True)))

        end = perf_counter() + seconds
        *waits, beside = await asyncio.gather(
            *(repeat(ours(store, f"process {place}"), end) for place, store in enumerate(stores)),
            repeat(lambda number: bare.execute("INSERT INTO bare VALUES ($1)", number), end),
        )
    return [wait for each in waits for wait in each], beside


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--processes", type=int, default=4, help="(default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=15.0, help="(default: %(default)s)")
    parser.add_argument(
        "--disk", type=int, default=10, help="milliseconds that it takes (default: %(default)s)"
    )
    options = parser.parse_args()
    ours, bare = asyncio.run(measure(options.processes, options.seconds, options.disk))
    print(f"a disk of {options.disk} ms, {options.processes} processes")
    for name, at in (("p50", 49), ("p99", 98)):
        our, beside = (quantiles(waits, n=100)[at] for waits in (ours, bare))
        print(f"{name}: ours {our:.1f} ms, bare {beside:.1f} ms, ratio {our / beside:.1f}")
    print(f"commits: {len(ours)} of ours, {len(bare)} bare")


if __name__ == "__main__":
    main()
