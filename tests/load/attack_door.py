"""Attack the door as strangers can, and measure what residents notice: `make attack`. Ends itself.

Each kind of connection comes from one address, then from 50, at a server that may have 1,024 files open, and
at one that may have 65,536, or as many as this machine allows. Figures stand beside those of a quiet time in
the same run.
"""

import argparse
import asyncio
import resource
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector

from tests.bot_api import BotApi
from tests.load.process import Bot, running
from tests.load.strangers import KINDS
from tests.load.web_resident import WebResident, visiting

RESIDENTS = 20
TURN, ARRIVAL, LOOK = 0.5, 0.5, 0.25
"""Seconds between two turns of a resident, two who arrive, and two looks at `/health`."""
LIMITS = (1_024, 65_536)


@dataclass
class Figures:
    """Seconds that each waited, and how often somebody was not served at all."""

    turns: list[float] = field(default_factory=list)
    arrivals: list[float] = field(default_factory=list)
    health: list[float] = field(default_factory=list)
    failures: int = 0

    def line(self, quiet: "Figures") -> str:
        """Beside those of a quiet time."""
        told = [
            f"{name} p99 {1000 * _p99(mine):.0f} ms ({_p99(mine) / _p99(theirs):.2f} of quiet, {len(mine)})"
            for name, mine, theirs in (
                ("turns", self.turns, quiet.turns),
                ("arrivals", self.arrivals, quiet.arrivals),
            )
        ]
        worst = max(self.health, default=0.0)
        return f"{'; '.join(told)}; health at most {1000 * worst:.0f} ms; {self.failures} failures"


def _p99(seconds: list[float]) -> float:
    return sorted(seconds)[int(0.99 * len(seconds))] if seconds else float("nan")


class Observers:
    """Residents who are connected, residents who arrive, and somebody who looks whether it is healthy."""

    def __init__(self, bot: Bot, residents: list[WebResident]) -> None:
        self.bot, self._residents, self._arrivals = bot, residents, count()
        self._port = bot.port

    async def watch(self, seconds: float) -> Figures:
        """What they notice for so long."""
        found, ends = Figures(), time.monotonic() + seconds
        async with asyncio.TaskGroup() as group:
            for resident in self._residents:
                group.create_task(self._again_and_again(found, ends, TURN, found.turns, resident.acts))
            group.create_task(self._again_and_again(found, ends, ARRIVAL, found.arrivals, self._arrives))
            group.create_task(self._again_and_again(found, ends, LOOK, found.health, self._looks))
        return found

    async def _again_and_again(self, found, ends, every, times, does) -> None:  # type: ignore[no-untyped-def]
        while time.monotonic() < ends:
            try:
                times.append(await does())
            except (ClientError, OSError, TypeError, TimeoutError, AssertionError) as error:
                print(repr(error), file=sys.stderr)
                found.failures += 1
            await asyncio.sleep(every)

    async def _arrives(self) -> float:
        began, number = time.monotonic(), next(self._arrivals)
        async with visiting(self._port, f"127.2.{number // 250}.{1 + number % 250}") as resident:
            await resident.acts()
            return time.monotonic() - began

    async def _looks(self) -> float:
        began = time.monotonic()
        line = TCPConnector(local_addr=("127.3.0.1", 0))
        async with (
            ClientSession(connector=line, timeout=ClientTimeout(total=10)) as session,
            session.get(f"http://127.0.0.1:{self._port}/health") as answer,
        ):
            assert answer.status == 200
        return time.monotonic() - began


async def attack(files: int, sockets: int, seconds: float) -> None:
    """All kinds of strangers, one after the other."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        api = BotApi()
        await api.start()
        stack.push_async_callback(api.stop)
        bot = await stack.enter_async_context(running(folder, api, files=files))
        comers = [visiting(bot.port, f"127.1.0.{1 + number}") for number in range(RESIDENTS)]
        observers = Observers(bot, [await stack.enter_async_context(each) for each in comers])
        await observers.watch(3)
        quiet = await observers.watch(seconds)
        print(f"limit {files}, quiet: {quiet.line(quiet)}", flush=True)
        for addresses in (1, 50):
            for kind in KINDS:
                found, told = await _under(observers, kind, sockets, addresses, seconds)
                print(f"limit {files}, {kind} from {addresses}: {found.line(quiet)}; {told}", flush=True)
        print(f"limit {files}: log {_size(bot)} bytes", flush=True)


async def _under(
    observers: Observers, kind: str, sockets: int, addresses: int, seconds: float
) -> tuple[Figures, str]:
    """What residents notice while strangers of one kind come, and how many came and were dropped."""
    before = observers.bot.used()
    words = (observers.bot.port, kind, sockets, addresses, seconds)
    strangers = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.load.strangers", *map(str, words), stdout=asyncio.subprocess.PIPE
    )
    found = await observers.watch(seconds - 1)
    said, _ = await strangers.communicate()
    opened, dropped = said.split()
    share = (observers.bot.used() - before) / seconds
    return found, f"{int(opened)} connections opened, {int(dropped)} dropped; {share:.0%} of a processor"


def _size(bot: Bot) -> int:
    return (bot.folder / "log").stat().st_size


def main() -> None:
    """As many sockets as asked for, at each limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sockets", type=int, default=5_000)
    parser.add_argument("--seconds", type=float, default=30.0, help="for each kind")
    parser.add_argument("--files", type=int, nargs="*", default=LIMITS, help="files the server may have open")
    given = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    for files in given.files:
        asyncio.run(
            attack(
                files if most == resource.RLIM_INFINITY else min(files, most), given.sockets, given.seconds
            )
        )


if __name__ == "__main__":
    main()
