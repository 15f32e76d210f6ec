"""The real process on clocks that go wrong (libfaketime): three schedulers on one database, killed, set back
and ahead by an hour, and once nobody there for two days. Each local day comes to everybody, once.

They are killed between sends: what a kill in the middle of one does is in `test_announcements.py`.
"""

import asyncio
import os
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from handlers.timing import instant
from storage import interests, people
from storage.changes import Changes, Write
from storage.people import Somebody
from storage.schema.announcements import DELIVERY
from storage.schema.people import PERSON, Person
from storage.store import Store
from tests.bot_api import BotApi
from tests.load import town
from tests.load.conftest import Tell
from tests.load.process import PATIENCE, Bot, prepared
from tests.load.size import LONG
from tests.postgres import Cluster

LIBRARY = next(
    (path for top in ("/usr/lib", "/usr/local/lib") for path in Path(top).glob("**/libfaketimeMT.so*")), None
)
ZONES = (
    "Africa/Cairo", "Africa/Casablanca", "America/New_York", "America/St_Johns", "Asia/Beirut",
    "Atlantic/Azores", "Australia/Lord_Howe", "Europe/Paris", "Pacific/Auckland", "Pacific/Chatham",
)  # fmt: skip
SPRING, AUTUMN = "2027-03-26", "2027-10-29"
DAYS = 12 if LONG else 3
TEXT = "Meeting on housing"
FIRST = 5001
pytestmark = [
    pytest.mark.chaos,
    pytest.mark.timeout(120 + 30 * DAYS),
    pytest.mark.skipif(LIBRARY is None, reason="libfaketime is not installed: apt install faketime"),
]


class WallClock:
    """What the processes take for the time; their monotonic clocks are left alone."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "offset"

    @property
    def environment(self) -> dict[str, str]:
        return {
            "LD_PRELOAD": str(LIBRARY),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def set(self, moment: datetime) -> None:
        ahead = (moment - datetime.now(UTC)).total_seconds()
        beside = self._file.with_suffix(".new")
        beside.write_text(f"{ahead:+.0f}", encoding="utf-8")
        beside.replace(self._file)


async def _followers(bot: Bot, api: BotApi) -> dict[int, ZoneInfo]:
    """One in each zone; by their chats."""
    async with bot.store() as store:
        for chat, zone in enumerate(ZONES, FIRST):
            api.world.chats[chat].known = True
            somebody = Somebody(os.urandom(16), "telegram", "en")
            lives = Write(update(Person).where(PERSON.id == somebody.id).values(zone=zone), {})
            follows = interests.follow(somebody.id, town.SLUG, "")
            await store.apply(Changes((*people.add(store.keys, somebody, str(chat)), lives, follows)))
    return {chat: ZoneInfo(zone) for chat, zone in enumerate(ZONES, FIRST)}


def _heard(api: BotApi) -> Counter[int]:
    return Counter(
        chat.chat_id
        for chat in api.world.chats.values()
        for message in chat.messages.values()
        if TEXT in message.text
    )


async def _hear(api: BotApi, store: Store, expected: Counter[int]) -> None:
    """Wait until everybody has heard so often, and that is written down."""
    async with asyncio.timeout(PATIENCE):
        while not _heard(api) >= expected or await _under_way(store):
            await asyncio.sleep(0.05)


async def _under_way(store: Store) -> bool:
    states = {row[0] for row in await store.database.rows(select(DELIVERY.state).distinct())}
    return bool(states & {"sending", "repeating", "uncertain"})


def _expected(chats: dict[int, ZoneInfo], walls: list[datetime], now: datetime) -> Counter[int]:
    """How often each has heard by now."""
    return Counter({chat: sum(instant(wall, zone) <= now for wall in walls) for chat, zone in chats.items()})


def _moments(first: datetime) -> Iterator[datetime]:
    """Every seven hours, after each of which the clock is set back by one and then goes on."""
    moment = first.replace(tzinfo=UTC) - timedelta(hours=20)
    while moment < first.replace(tzinfo=UTC) + timedelta(days=DAYS):
        moment += timedelta(hours=7)
        yield from (moment, moment - timedelta(hours=1), moment + timedelta(hours=1))


@pytest.mark.parametrize(
    "first", [SPRING, pytest.param(AUTUMN, marks=pytest.mark.skipif(not LONG, reason="long"))]
)
async def test_each_local_day_comes_once(
    api: BotApi, tmp_path: Path, safe: Cluster, tell: Tell, first: str
) -> None:
    begins = datetime.fromisoformat(f"{first}T02:30")
    walls = [begins + timedelta(days=day) for day in range(DAYS)]
    clock = WallClock(tmp_path)
    clock.set(begins.replace(tzinfo=UTC) - timedelta(days=2))
    async with prepared(tmp_path, api, await safe.new()) as bot, bot.store() as store:
        bot.environment = clock.environment
        bots = [bot, bot.twin(), bot.twin()]
        chats = await _followers(bot, api)
        text = tmp_path / "news.toml"
        text.write_text("[text]\n" + "\n".join(f'{code} = "{TEXT}"' for code in town.LANGUAGES))
        rule = ("--at", f"{begins:%Y-%m-%d %H:%M}", "--rule", f"FREQ=DAILY;COUNT={DAYS}")
        await bot.runs("announce", "write", town.SLUG, "--text-file", str(text), *rule)
        try:
            for each in bots:
                await each.starts()
                await each.ready()
            latest = begins.replace(tzinfo=UTC)
            for number, moment in enumerate(_moments(begins)):
                clock.set(moment)
                latest = max(latest, moment)
                await _hear(api, store, _expected(chats, walls, moment))
                await bots[number % 3].killed()
                await bots[number % 3].starts()
            for each in bots:
                await each.killed()
            clock.set(latest + timedelta(days=2))
            for each in bots:
                await each.starts()
                await each.ready()
            await _hear(api, store, Counter(dict.fromkeys(chats, DAYS)))
            await asyncio.sleep(3)  # ticks in which nothing more may come
        finally:
            for each in bots:
                await each.killed()
    assert _heard(api) == Counter(dict.fromkeys(chats, DAYS))
    tell(
        f"{len(chats)} zones, {DAYS} local days, {number + 1} steps of the clock, a kill after each: all once"
    )
