"""A flood limit of some chats holds nobody else; one for all holds everybody, with few refusals."""

import asyncio
import heapq
from collections import Counter
from collections.abc import Callable

import pytest

from bot.channels.telegram.outcome import Outcome
from bot.channels.telegram.outgoing import Outgoing
from bot.channels.telegram.request import open_bot
from bot.sender.flood import IN_A_ROW, LONGEST, FloodGate
from bot.sender.line import Line
from bot.sender.pace import EVERY, Pace
from bot.stored_media import StoredMedia
from handlers.words import Words
from storage.hold import Hold
from tests.town import Town

WISH = 88.0
"""Seconds that the server wants a chat to wait."""


class Simulation:
    """A minute or more of sending to chats, by a clock that nobody waits for.

    `refuses`: whether the server says 429 to a chat at this second.
    """

    def __init__(self, refuses: Callable[[str, float], bool]) -> None:
        self.now = 0.0
        self.pace, self.gate = Pace(lambda: self.now), FloodGate(lambda: self.now)
        self.refusals, self.arrived = Counter[str](), dict[str, float]()
        self._refuses = refuses

    def run(self, chats: list[str], until: float) -> None:
        """Send one message to each chat, again while it is refused; one is tried after the other."""
        due = [(0.0, number, chat) for number, chat in enumerate(chats)]
        while due and due[0][0] < until:
            at, number, chat = heapq.heappop(due)
            self.now = max(self.now, at)
            if (wait := self.pace.wait_of(chat)) > 0:
                heapq.heappush(due, (self.now + wait, number, chat))
                continue
            while (pause := self.gate.pause()) > 0:
                self.now += pause
            self.now += self.pace.bulk()
            if not self._refuses(chat, self.now):
                self.gate.went_out()
                self.arrived[chat] = self.now
                continue
            self.refusals[chat] += 1
            self.pace.slow_down(chat, WISH)
            self.gate.refused(chat, WISH)
            heapq.heappush(due, (self.now + WISH, number, chat))


@pytest.mark.parametrize("first", [0, 40, 97])
def test_three_chats_of_a_hundred_hold_nobody_else(first: int) -> None:
    chats = [str(number) for number in range(100)]
    flooded = set(chats[first : first + 3])
    server = Simulation(lambda chat, now: chat in flooded and now < WISH)
    server.run(chats, until=400)
    assert max(at for chat, at in server.arrived.items() if chat not in flooded) < 101 * EVERY + 1
    assert all(server.refusals[chat] == 1 for chat in flooded), "each is left alone for as long as it wants"
    assert server.arrived.keys() == set(chats)


def test_everybody_waits_while_everybody_is_refused_and_goes_on_then() -> None:
    chats = [str(number) for number in range(1_000)]
    server = Simulation(lambda _, now: now < WISH)
    server.run(chats, until=1_000)
    assert server.refusals.total() <= IN_A_ROW + 8, "no storm"
    assert min(server.arrived.values()) < WISH + LONGEST
    assert server.arrived.keys() == set(chats)


def test_between_two_probes_is_a_minute_at_most() -> None:
    now = 0.0
    gate = FloodGate(lambda: now)
    for chat in range(IN_A_ROW):
        gate.refused(str(chat), 86_400)
    pauses = []
    for chat in range(20):
        assert gate.pause() == 0
        gate.refused(f"probe {chat}", 86_400)
        pauses.append(gate.pause())
        now += pauses[-1]
    assert pauses[:4] == [1, 2, 4, 8]
    assert max(pauses) == LONGEST


async def test_one_probe_at_a_time_and_all_go_when_it_arrives() -> None:
    gate = FloodGate()
    for chat in range(IN_A_ROW):
        gate.refused(str(chat), WISH)
    waiting = [asyncio.create_task(gate.passes()) for _ in range(50)]
    await asyncio.sleep(0.2)
    assert sum(task.done() for task in waiting) == 1
    gate.went_out()
    await asyncio.wait_for(asyncio.gather(*waiting), 20)


async def test_on_the_line_three_flooded_chats_hold_nobody_else(town: Town) -> None:
    bot = open_bot("1:token", "http://127.0.0.1:9")
    line = Line(town.desk, Outgoing(bot, Words, StoredMedia(town.store)), Hold())
    calls = Counter[str]()

    async def call(chat: str) -> str | Outcome:
        calls[chat] += 1
        await asyncio.sleep(0.005)
        return Outcome("retry_after", WISH) if int(chat) < IN_A_ROW else chat

    async with asyncio.timeout(30):
        first = [line.attempt(str(chat), call) for chat in range(IN_A_ROW)]
        assert {type(each) for each in await asyncio.gather(*first)} == {Outcome}
        others = await asyncio.gather(*(line.attempt(str(chat), call) for chat in range(3, 100)))
        assert others == [str(chat) for chat in range(3, 100)]
        for chat in range(IN_A_ROW):
            assert isinstance(await line.attempt(str(chat), call, bulk=True), Outcome)
    assert set(calls.values()) == {1}, "what comes in bulk does not ask a chat that waits"
