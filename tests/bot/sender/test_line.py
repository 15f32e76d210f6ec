"""The line to the server: who waits for whom, and what happens while nobody answers."""

import asyncio

import pytest

from bot.channels.telegram.outcome import Outcome
from bot.channels.telegram.outgoing import Outgoing
from bot.channels.telegram.request import open_bot
from bot.sender import line as module
from bot.sender.line import FAILURES, IN_FLIGHT, Line
from bot.stored_media import StoredMedia
from handlers.words import Words
from storage import outbox
from storage.changes import Changes
from storage.due import ShownCard
from storage.erasure_keys import NO_KEY
from storage.hold import Hold
from storage.outbox import HOUR
from tests.followers import follower
from tests.town import Town


@pytest.fixture
def line(town: Town, monkeypatch: pytest.MonkeyPatch) -> Line:
    monkeypatch.setattr(module, "PROBE_EVERY", 0.05)
    bot = open_bot("1:token", "http://127.0.0.1:9")
    return Line(town.desk, Outgoing(bot, Words, StoredMedia(town.store)), Hold())


async def fine(chat: str) -> str:
    return chat


async def test_a_chat_that_has_become_another_is_followed(line: Line) -> None:
    async def call(chat: str) -> str | Outcome:
        return Outcome("migrated", chat=-100) if chat == "7" else chat

    assert await line.attempt("7", call) == "-100"


async def test_calls_without_an_answer_hold_nobody_for_long(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.01)
    never = asyncio.Event()

    async def hangs(chat: str) -> bool:
        return await never.wait()

    hanging = [asyncio.create_task(line.attempt(str(chat), hangs)) for chat in range(IN_FLIGHT)]
    assert await line.attempt("7", fine) == "7"
    assert not any(task.done() for task in hanging)
    never.set()
    await asyncio.gather(*hanging)
    at_once = [asyncio.create_task(line.attempt(str(chat), hangs)) for chat in range(3 * IN_FLIGHT)]
    assert await asyncio.gather(*at_once) == [True] * 3 * IN_FLIGHT


async def test_no_more_calls_at_once_than_meant(line: Line) -> None:
    under_way, most = 0, 0

    async def call(chat: str) -> bool:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0.001)
        under_way -= 1
        return True

    await asyncio.gather(*(line.attempt(str(chat), call) for chat in range(3 * IN_FLIGHT)))
    assert most == IN_FLIGHT


async def test_while_the_server_is_away_few_ask_and_all_go_on_when_it_is_back(line: Line) -> None:
    calls = 0
    back = False

    async def call(chat: str) -> str | Outcome:
        nonlocal calls
        calls += 1
        return chat if back else Outcome("retry")

    for _ in range(FAILURES):
        await line.attempt("7", call)
    waiting = [asyncio.create_task(line.attempt(str(chat), call)) for chat in range(50)]
    await asyncio.sleep(0.2)
    assert calls < FAILURES + 10
    back = True
    outcomes = await asyncio.gather(*waiting)
    assert [type(outcome) for outcome in outcomes].count(str) >= 40


@pytest.mark.parametrize("seconds", [10, 100])
async def test_what_was_given_up_in_a_long_outage_is_shown_again(
    line: Line, town: Town, monkeypatch: pytest.MonkeyPatch, seconds: int
) -> None:
    missed: list[float] = []

    async def note(seconds: float) -> None:
        missed.append(seconds)

    monkeypatch.setattr(town.desk, "missed", note)

    async def fails(chat: str) -> Outcome:
        return Outcome("uncertain")

    for _ in range(FAILURES):
        await line.attempt("7", fails)
    line._last_answer -= seconds
    await line.attempt("7", fine)
    assert bool(missed) == (seconds == 100)


async def test_in_a_chat_one_at_a_time_in_order(line: Line) -> None:
    order: list[int] = []

    async def sends(number: int) -> None:
        async with line.alone_in("7"):
            await asyncio.sleep(0.003 - number / 1000)
            order.append(number)

    await asyncio.gather(*(sends(number) for number in range(3)))
    assert order == [0, 1, 2]


async def test_one_outage_is_answered_once(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    shown, hour = [], int(town.now.timestamp()) // HOUR
    card = outbox.set_shown(town.store.keys, await follower(town), ShownCard(1, 10, hour), NO_KEY)
    await town.store.apply(Changes((card,)))

    async def note(*_: object) -> None:
        shown.append(1)

    monkeypatch.setattr(town.desk.store, "apply", note)  # counts what is written
    town.later(hours=1)
    await town.desk.missed(200)
    town.later(seconds=1)
    await town.desk.missed(195)  # the other way notices the same one
    assert len(shown) == 1
    town.later(hours=1)
    await town.desk.missed(200)
    assert len(shown) == 2
