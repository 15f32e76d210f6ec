"""What grows as people do, and what does not: `make bench-growth`.

For each size a town of so many people is filled in bulk, on SQLite or PostgreSQL, all of them waiting for
their news, a card and a reminder. Then each step is taken as the process takes it, and told by the seconds of
the processor, by the longest time that the event loop was held up, and on SQLite by the instructions of its
virtual machine: those do not depend on what else the machine does. It ends by itself.
"""

import argparse
import asyncio
import gc
import os
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import quantiles
from time import perf_counter, process_time, thread_time

from bot.app import YOUNG
from bot.clock import due_now
from bot.settings import random_bytes
from handlers.announcements import announcing
from handlers.announcements.announcing import Plan
from handlers.consultations import opening
from storage import announcements, chores, deliveries, outbox
from storage.changes import Changes
from storage.databases.sqlite import Sqlite
from storage.keys import Keyring
from storage.store import Store
from storage.upgrade import upgrade
from tests.bench.crowd import fill
from tests.bench.disk import bytes_of_row, laid_out
from tests.postgres import Cluster, cluster
from tests.town import SLUG, Resident, Town, words

SIZES = (1_000, 10_000, 100_000, 1_000_000)
SHORT = (200, 1_000)
OTHERS = 20
"""People who tap while something else goes on, each again as soon as they are answered."""
SECONDS = 2
"""For so long turns alone are measured."""
FORGETS, APART = 10, 3.0
"""So many people are erased, 20 a minute."""
AWAY = 3_600
BEAT = 0.001


@dataclass
class Figures:
    """What one step cost: milliseconds of the processor, the longest hold-up, instructions of SQLite.

    `held`: the most that the event loop worked in one go, in milliseconds of the processor; `lag`: how much
    too late it came at most by the clock, the disk and what else the machine does included.
    """

    cpu: float = 0.0
    held: float = 0.0
    lag: float = 0.0
    steps: int = 0
    waits: list[float] = field(default_factory=list)
    """Milliseconds that other people waited meanwhile."""

    @property
    def p99(self) -> float:
        return quantiles(self.waits, n=100)[98] if len(self.waits) > 1 else 0.0


Row = dict[str, Figures]


@asynccontextmanager
async def measured(town: Town) -> AsyncIterator[Figures]:
    """What is done meanwhile, beside a heart that beats each millisecond."""
    found, ended = Figures(), asyncio.Event()

    async def beats() -> None:
        while not ended.is_set():
            began, worked = perf_counter(), thread_time()
            await asyncio.sleep(BEAT)
            found.held = max(found.held, (thread_time() - worked) * 1000)
            found.lag = max(found.lag, (perf_counter() - began - BEAT) * 1000)

    heart = asyncio.create_task(beats())
    await asyncio.sleep(0)
    with _counted(town, found):
        began = process_time()
        yield found
        found.cpu = (process_time() - began) * 1000
    ended.set()
    await heart


@contextmanager
def _counted(town: Town, found: Figures) -> Iterator[None]:
    """In hundreds: to be told of each would be what is measured."""
    database = town.store.database

    def tick() -> int:
        found.steps += 100
        return 0

    connections = (database.reading, database.writing) if isinstance(database, Sqlite) else ()
    for connection in connections:
        connection.set_progress_handler(tick, 100)
    yield
    for connection in connections:
        connection.set_progress_handler(None, 0)


async def beside(town: Town, others: list[Resident], work: Callable[[], Awaitable[object]]) -> Figures:
    """Some work while other people answer."""
    ended = asyncio.Event()

    async def taps(resident: Resident, waits: list[float]) -> None:
        while not ended.is_set():
            began = perf_counter()
            await resident.writes("/help")
            waits.append((perf_counter() - began) * 1000)
            await asyncio.sleep(0.01)

    async with measured(town) as found:
        tapping = [asyncio.create_task(taps(each, found.waits)) for each in others]
        await work()
        ended.set()
        await asyncio.gather(*tapping)
    return found


def _now(town: Town) -> int:
    return int(town.now.timestamp())


async def _started(town: Town) -> None:
    """What a process does before it takes anything: the database opened and looked at, the keys checked."""
    keys = Keyring(town.store.keys.folder, town.store.keys.master)
    async with Store(town.store.database.url, keys) as store:
        await upgrade(store.database)
        await deliveries.being_sent(store.database)


async def _sent(town: Town, times: int = 1) -> None:
    """One look at what is due, and its thirty claimed and settled, as the sender does it."""
    database = town.store.database
    for _ in range(times):
        for each in await deliveries.due(database, "telegram", _now(town)):
            await town.store.apply(Changes((deliveries.claim(each),)))
        being_sent = await deliveries.being_sent(database)
        settled = (deliveries.settle(each, "sent", day=_now(town) // deliveries.DAY) for each in being_sent)
        await town.store.apply(Changes(tuple(settled)))


async def _announced(town: Town, plan: Plan) -> None:
    """Written, and addressed to everybody it is for."""
    place = (town.now, random_bytes, plan)
    found = await announcing.write(town.store, SLUG, words("A meeting."), None, (), *place)
    await town.store.apply(Changes((announcements.add(found),)))
    await due_now(town.store, town.now)


async def _forgotten(town: Town) -> None:
    somebody = town.resident()
    await somebody.writes(f"/start {SLUG}")
    await somebody.goes_through("/forget; [Erase everything]")


async def _forgotten_often(town: Town) -> None:
    for _ in range(FORGETS):
        await _forgotten(town)
        await asyncio.sleep(APART)


async def _closed(town: Town) -> None:
    await town.store.apply(opening.closed(await town.consultation(), town.now, random_bytes))
    await chores.run(town.store)


async def _night(town: Town) -> None:
    await chores.run(town.store, at_night=True)


STEPS: tuple[tuple[str, bool, Callable[[Town], Awaitable[object]]], ...] = (
    ("turn", True, lambda _: asyncio.sleep(SECONDS)),
    ("start", False, _started),
    ("due cards", False, lambda town: outbox.due(town.store.database, town.store.keys, _now(town))),
    ("broadcast", False, _sent),
    ("broadcast beside", True, lambda town: _sent(town, times=10)),
    ("tick", False, lambda town: due_now(town.store, town.now)),
    ("outage", True, lambda town: town.desk.missed(AWAY)),
    ("audience", True, lambda town: _announced(town, Plan())),
    ("unanswered", True, lambda town: _announced(town, Plan(audience="unanswered"))),
    ("forget", True, _forgotten),
    ("20 a minute", True, _forgotten_often),
    ("close", True, _closed),
    ("night", False, _night),
)
"""Each with whether others answer meanwhile; in an order in which none undoes what the next needs."""


async def measure(town: Town, but: Collection[str] = ()) -> Row:
    """All steps in a town, but for those."""
    row, others = Row(), [town.resident() for _ in range(OTHERS)]
    for each in others:
        await each.writes(f"/start {SLUG}")
    gc.collect()  # as a process does that begins
    gc.freeze()
    gc.set_threshold(YOUNG)
    for name, is_beside, work in STEPS:
        if name not in but:
            row[name] = await beside(town, others if is_beside else [], partial(work, town))
    return row


@asynccontextmanager
async def town_of(people: int, server: Cluster | None) -> AsyncIterator[Town]:
    """A town with so many people, in a folder that goes afterwards."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = await server.new() if server else f"sqlite:///{folder / 'town.db'}"
        store = Store(url, Keyring(folder / "keys", os.urandom(32)))
        await stack.enter_async_context(store)
        await upgrade(store.database)
        town = Town(store, folder)
        await town.hold()
        await fill(town, people)
        yield town


async def run(sizes: tuple[int, ...], server: Cluster | None, but: Collection[str] = ()) -> dict[int, Row]:
    """The figures of each size; told as they come."""
    name, found = "PostgreSQL" if server else "SQLite", dict[int, Row]()
    for people in sizes:
        async with town_of(people, server) as town:
            layout = laid_out(town.store.database)
            found[people] = await measure(town, but)
        person = sum(layout[table][0] for table in ("person", "address", "conversation")) / people
        rows = (
            f"{table} {bytes_of_row(layout, table):,.0f}" for table in ("conversation", "response", "link")
        )
        print(f"\n{name}, {people:,} people; bytes on disk: {person:,.0f} a person; rows: {', '.join(rows)}")
        _tell(found[people], found[sizes[0]])
    return found


def _tell(row: Row, first: Row) -> None:
    """Each step with its ratios to the smallest size."""
    heads = f"{'CPU ms':>10} {'held ms':>8} {'lag ms':>8} {'steps':>12} {'p99 of others':>14}"
    print(f"{'':18} {heads}   {'CPU':>8} {'steps':>8}")
    for name, each in row.items():
        cpu, steps = (_ratio(getattr(each, of), getattr(first[name], of)) for of in ("cpu", "steps"))
        waits = f"{each.p99:.1f} ms" if each.waits else ""
        figures = f"{each.cpu:10.1f} {each.held:8.1f} {each.lag:8.1f} {each.steps:12,} {waits:>14}"
        print(f"{name:18} {figures}   {cpu:>8} {steps:>8}", flush=True)


def _ratio(value: float, than: float) -> str:
    return f"x{value / than:.1f}" if than else ""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=int)
    parser.add_argument("--short", action="store_true", help="two small sizes")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), help="on this one only")
    parser.add_argument("--but", nargs="*", default=(), help="steps to leave out")
    options = parser.parse_args()
    sizes = tuple(options.sizes) or (SHORT if options.short else SIZES)
    if options.database != "postgresql":
        asyncio.run(run(sizes, None, options.but))
    if options.database != "sqlite":
        with cluster(safe=True) as server:
            asyncio.run(run(sizes, server, options.but))


if __name__ == "__main__":
    main()
