"""One announcement to very many, of whom some have blocked the bot and some chats are too quick.

While others answer, who do not wait for it; through kills and through a stop: everybody hears once, and the
figures add up.
"""

import asyncio
import os
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.sender.line import IN_FLIGHT
from handlers.organisations import invitations
from storage import announcements, deliveries, interests, people
from storage.changes import Changes, Write
from storage.people import Somebody
from storage.schema.announcements import DELIVERY
from storage.store import Store
from tests.bot_api import BotApi, Person
from tests.bot_api.faults import Fault
from tests.load import town
from tests.load.conftest import Tell
from tests.load.crowd import Crowd
from tests.load.process import Bot, running
from tests.load.size import CUTS, LONG, RECIPIENTS

TEXT = "Meeting on housing"
FIRST = 100_001
COLLEAGUE = 99_999
BLOCKED = 20
"""One of so many has blocked the bot."""
TOO_QUICK = 0.02
"""The share of sends that are answered 429 though the pace was kept."""
AT_ONCE = 500
STOPPED = 150
"""People to whom an announcement goes that is stopped."""
REPORT = (
    "Of about 10000 people: sent: about 9500, blocked: about 500"
    if LONG
    else "Of about 150 people: sent: about 140, blocked: fewer than 10"
)
SETTLED = {"sent", "blocked", "failed", "lost"}


async def _follow(bot: Bot, api: BotApi, many: int = RECIPIENTS) -> list[int]:
    """So many people follow the consultation; gives their chats."""
    chats = list(range(FIRST, FIRST + many))
    async with bot.store() as store:
        for begin in range(0, len(chats), AT_ONCE):
            writes = [write for chat in chats[begin : begin + AT_ONCE] for write in _follower(store, chat)]
            await store.apply(Changes(tuple(writes)))
    for number, chat in enumerate(chats):
        api.world.chats[chat].known = True
        api.world.chats[chat].blocked = number % BLOCKED == 0
    return chats


def _follower(store: Store, chat: int) -> list[Write]:
    somebody = Somebody(os.urandom(16), "telegram", "en")
    return [*people.add(store.keys, somebody, str(chat)), interests.follow(somebody.id, town.SLUG, "")]


async def _announce(bot: Bot) -> str:
    """Gives its id."""
    file = bot.folder / "news.toml"
    file.write_text("[text]\n" + "\n".join(f'{code} = "{TEXT}"' for code in town.LANGUAGES), encoding="utf-8")
    await bot.runs("announce", "write", town.SLUG, "--text-file", str(file))
    async with bot.store() as store:
        every = await announcements.of(store.database, town.SLUG)
    (found,) = (each for each in every if each.kind == "written")
    return found.id.hex()


def _too_quick(api: BotApi) -> Fault:
    api.world.pace.on = True
    flood = Fault("flood", "sendMessage", times=RECIPIENTS, share=TOO_QUICK, seconds=1)
    api.faults.add(flood)
    return flood


def _ordered(flood: Fault) -> int:
    """How many were told to wait though the pace was kept."""
    assert flood.times is not None
    return RECIPIENTS - flood.times


def _heard(api: BotApi, chats: list[int]) -> Counter[int]:
    """How often each was told."""
    return Counter(
        chat for chat in chats for message in api.world.chats[chat].messages.values() if TEXT in message.text
    )


async def _colleague(bot: Bot, api: BotApi) -> Person:
    """Somebody who joined the staff in Telegram."""
    async with bot.store() as store:
        made = invitations.enlist(store.keys, "administrator", "Amina", int(time.time()), os.urandom)
        await store.apply(Changes(made.writes))
    amina = api.person(COLLEAGUE)
    await amina.send(invitations.command(made.token))
    await amina.waits("Join the team?")
    await amina.tap("Accept")
    await amina.waits("Welcome.")
    return amina


async def _called(api: BotApi, many: int) -> None:
    """Wait until so many messages were sent or refused."""
    async with asyncio.timeout(60 + RECIPIENTS / 15):
        while api.world.calls["sendmessage"] < many:
            await asyncio.sleep(0.005)


async def _states(bot: Bot, among: set[str], many: int = RECIPIENTS) -> dict[str, int]:
    """Wait until so many have a delivery in one of these states; gives how many are in each."""
    by_state = select(DELIVERY.state, func.count()).group_by(DELIVERY.state)
    async with asyncio.timeout(60 + many / 15), bot.store() as store:
        while True:
            states = {row[0]: row[1] for row in await store.database.rows(by_state)}
            if sum(states.values()) >= many and states.keys() <= among:
                return states
            await asyncio.sleep(0.25)


@pytest.mark.chaos
@pytest.mark.timeout(300 + RECIPIENTS / 10)
async def test_many_hear_once_while_others_answer(api: BotApi, tmp_path: Path, tell: Tell) -> None:
    async with running(tmp_path, api) as bot:
        chats = await _follow(bot, api)
        flood = _too_quick(api)
        pause, patience = (30, 10) if LONG else (0.2, 2)
        crowd = Crowd(api, bot, 3, seed=4, pause=pause, patience=patience)
        busy = asyncio.Event()
        busy.set()
        announcement = await _announce(bot)
        await _states(bot, SETTLED | {"waiting", "sending"})
        began = time.monotonic()
        async with asyncio.TaskGroup() as group:
            group.create_task(crowd.answers(busy))  # who comes now is not among those whom it is for
            states = await _states(bot, SETTLED)
            seconds, calls = time.monotonic() - began, api.world.calls["sendmessage"]
            ordered = _ordered(flood)
            too_fast = bot.log().count("outcome=retry_after") - ordered
            waits = sorted(wait for resident in crowd.residents for wait in resident.phone.waits)
            busy.clear()
            for resident in crowd.residents:
                resident.pause = min(pause, 1)
        report = (await bot.runs("announce", "show", announcement)).splitlines()[-1]
    blocked = chats[::BLOCKED]
    assert _heard(api, chats) == Counter(set(chats) - set(blocked))
    assert states == {"sent": len(chats) - len(blocked), "blocked": len(blocked)}
    assert report == REPORT
    tell(
        f"{len(chats)} people: {states}; done in {seconds:.1f} s with {calls} sends, "
        f"{ordered} of them told to wait by order and {too_fast} for pace; "
        f"{len(waits)} screens of those who answered, "
        f"p50 {waits[len(waits) // 2]:.2f} s, p95 {waits[len(waits) * 95 // 100]:.2f} s"
    )


@pytest.mark.chaos
@pytest.mark.timeout(300 + RECIPIENTS / 5)
@pytest.mark.parametrize("server", ["SQLite", "PostgreSQL"])
async def test_kills_double_no_more_than_what_was_in_flight(
    api: BotApi, tmp_path: Path, tell: Tell, url: str
) -> None:
    async with running(tmp_path, api, url) as bot:
        chats = await _follow(bot, api)
        flood, in_flight, began = _too_quick(api), 0, time.monotonic()
        await _announce(bot)
        for part in range(CUTS):
            await _called(api, max(1, part * len(chats) // CUTS))
            await bot.killed()
            async with bot.store() as store:
                in_flight += len(await deliveries.being_sent(store.database))
            await bot.starts()
            await bot.ready()
        states, seconds = await _states(bot, SETTLED), time.monotonic() - began
    reached, heard = set(chats) - set(chats[::BLOCKED]), _heard(api, chats)
    doubled, missed = sum(times - 1 for times in heard.values()), reached - set(heard)
    assert set(heard) <= reached
    assert max(heard.values()) <= 2
    assert doubled <= in_flight
    assert sum(states.values()) == len(chats)
    assert states.get("failed", 0) == 0
    assert states["blocked"] <= len(chats) - len(reached)
    assert len(missed) <= states.get("lost", 0) <= in_flight, "whoever was not told is reported"
    tell(
        f"{len(chats)} people: {states}; {CUTS} kills, {in_flight} in flight: {doubled} told twice, "
        f"{len(missed)} not told; {_ordered(flood)} told to wait by order; done in {seconds:.1f} s"
    )


@pytest.mark.chaos
@pytest.mark.timeout(120)
async def test_a_stop_halts_it_and_a_resume_goes_on_where_it_was(
    api: BotApi, tmp_path: Path, tell: Tell
) -> None:
    async with running(tmp_path, api) as bot:
        chats = await _follow(bot, api, STOPPED)
        amina = await _colleague(bot, api)
        announcement = await _announce(bot)
        await amina.waits("An announcement is going out now.")
        await _called(api, len(chats) // 5)
        await amina.tap("Stop everything under way")
        await amina.waits("Everything under way is stopped.")
        stopped, calls = time.monotonic(), api.world.calls["sendmessage"]
        last, after = stopped, calls
        while time.monotonic() < stopped + 5:
            if api.world.calls["sendmessage"] > after:
                last, after = time.monotonic(), api.world.calls["sendmessage"]
            await asyncio.sleep(0.01)
        assert after - calls <= IN_FLIGHT, "what was claimed already"
        await bot.runs("announce", "resume", announcement)
        states = await _states(bot, SETTLED, STOPPED + 1)
    assert states == {"sent": len(chats) - len(chats[::BLOCKED]) + 1, "blocked": len(chats[::BLOCKED])}
    assert _heard(api, chats) == Counter(set(chats) - set(chats[::BLOCKED]))
    tell(f"{len(chats)} people: {after - calls} more within {last - stopped:.2f} s of one tap, then none")
