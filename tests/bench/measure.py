"""The measuring: residents at a pace, residents as fast as the bot goes, and many who stay half-way."""

import asyncio
import resource
import time
from dataclasses import dataclass, field, replace
from random import Random

from tests.bench.api import BenchApi, Resident
from tests.bench.bots import Bot
from tests.bench.survey import UPDATES

AT_ONCE = 500
"""How many of many are under way at once."""
PATIENCE = 20.0
GRACE = 5.0
"""Seconds that the last updates of a run have to be answered."""


class Silent(Exception):
    """The bot answers nobody any more."""


@dataclass(frozen=True)
class Pace:
    """What one run at a pace showed. Milliseconds; `cpu` is the bot's for each update that was answered."""

    wanted: int
    held: float
    """Updates answered a second."""
    cpu: float
    p50: float
    p99: float
    unanswered: int
    api: float
    """The share of its core that the Bot API and the residents took."""


@dataclass
class Result:
    """All that was measured of one bot."""

    name: str
    paces: list[Pace] = field(default_factory=list)
    far: Pace | None = None
    """As fast as it goes, with a Bot API that is far away."""
    memory: float = 0.0
    """MiB after `conversations`."""
    conversations: int = 0


async def spread(api: BenchApi, crowd: int) -> None:
    """Bring a crowd to where a crowd is at any moment: each at another card. This also warms the bot up."""
    wanted = {api.newcomer().chat: place % UPDATES for place in range(crowd)}
    there: list[Resident] = []
    api.answered_at = time.monotonic()
    api.ready.extend(api.residents.values())
    while len(there) < crowd:
        while api.ready:
            resident = api.ready.popleft()
            if resident.did < wanted[resident.chat]:
                api.act(resident, time.monotonic())
            else:
                there.append(resident)
        await _tick(api)
    Random(1).shuffle(there)
    api.ready.extend(there)


async def at_pace(api: BenchApi, bot: Bot, rate: int, seconds: float) -> Pace:
    """So many updates a second. A wait counts from when the update was due, however late the bot is."""
    crowd = len(api.residents)
    with _Window(api, bot, rate) as window:
        began, count = time.monotonic(), 0
        while (now := time.monotonic()) < began + seconds:
            while count < (now - began) * rate and (resident := _next(api, crowd)):
                api.act(resident, began + count / rate)
                count += 1
            await asyncio.sleep(0.001)
        await _everybody_answered(api)
    return window.pace


async def at_most(api: BenchApi, bot: Bot, seconds: float) -> Pace:
    """As many updates as the bot takes from a crowd that answers at once."""
    crowd = len(api.residents)
    with _Window(api, bot, 0) as window:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            while resident := _next(api, crowd):
                api.act(resident, time.monotonic())
            await asyncio.sleep(0.001)
        window.close()
        await _everybody_answered(api)
    return window.pace


async def many(api: BenchApi, bot: Bot, conversations: int, stops_at: str) -> float:
    """So many people come as far as a card; gives the memory that the bot then holds."""
    resting = list(api.ready)
    api.ready.clear()
    left, end = conversations, api.finished + conversations
    while api.finished < end:
        while left and len(api.residents) < len(resting) + AT_ONCE:
            api.ready.append(api.newcomer(stops_at))
            left -= 1
        while api.ready:
            api.act(api.ready.popleft(), time.monotonic())
        await _tick(api)
    api.ready.extend(resting)
    return bot.resident()


class _Window:
    """The time in which something is measured."""

    def __init__(self, api: BenchApi, bot: Bot, wanted: int) -> None:
        self._api, self._bot, self._wanted = api, bot, wanted
        self._pace: Pace | None = None

    def __enter__(self) -> "_Window":
        self._api.waits.clear()
        self._began, self._cpu, self._own = time.monotonic(), self._bot.cpu(), _own_cpu()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Nothing after this counts."""
        if self._pace:
            return
        waits, seconds = sorted(self._api.waits), time.monotonic() - self._began
        self._pace = Pace(
            self._wanted,
            len(waits) / seconds,
            (self._bot.cpu() - self._cpu) * 1000 / max(1, len(waits)),
            _share(waits, 0.5),
            _share(waits, 0.99),
            0,
            (_own_cpu() - self._own) / seconds,
        )

    @property
    def pace(self) -> Pace:
        assert self._pace
        waiting = sum(resident.waits_since > 0 for resident in self._api.residents.values())
        return replace(self._pace, unanswered=waiting)


def _next(api: BenchApi, crowd: int) -> Resident | None:
    """Who waited longest since they saw something, or somebody new while there are few."""
    if len(api.residents) < crowd:
        return api.newcomer()
    return api.ready.popleft() if api.ready else None


async def _tick(api: BenchApi) -> None:
    """Let things happen. Raises `Silent`."""
    await asyncio.sleep(0.001)
    if time.monotonic() > api.answered_at + PATIENCE:
        waiting = [each for each in api.residents.values() if each.waits_since]
        raise Silent(f"{len(waiting)} people wait, among them {waiting[:1]}; {dict(api.calls)}")


async def _everybody_answered(api: BenchApi) -> None:
    end = time.monotonic() + GRACE
    while time.monotonic() < end and any(each.waits_since for each in api.residents.values()):
        await asyncio.sleep(0.01)


def _share(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000 if ordered else float("nan")


def _own_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
