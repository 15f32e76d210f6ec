"""Announcements whose fate the database did not tell: once more when the server answers, then reported."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import cast

import pytest
from sqlalchemy import select

from bot.channels.telegram.outcome import Outcome
from bot.channels.telegram.outgoing import Outgoing
from bot.channels.telegram.sending import Sent
from bot.clock import due_now
from bot.sender.line import RETRY_PAUSE, Line
from bot.sender.news import NewsRound
from bot.settings import random_bytes
from handlers.announcements import announcing
from storage import announcements, deliveries, interests, people
from storage.changes import Changes, StorageDown
from storage.hold import Hold
from storage.messages import News
from storage.people import Somebody
from storage.schema.announcements import DELIVERY
from tests.town import SLUG, Town, words

ANA = Somebody(b"a" * 16, "telegram", "en")


class Chats:
    """Where announcements go: keeps them; `answers` is cleared while no answer comes."""

    def __init__(self) -> None:
        self.got: list[str] = []
        self.outcome: Outcome | None = None
        self.away: Outcome | None = None
        self.answers = asyncio.Event()
        self.answers.set()

    async def tell(self, chat: str, _: News) -> Sent | Outcome:
        self.got.append(chat)
        await self.answers.wait()
        return self.outcome or Sent(len(self.got))

    async def granted(self) -> None:
        """Nobody doubts the token."""

    async def knock(self, _: str) -> Outcome | None:
        return self.away


@pytest.fixture
async def chats(town: Town) -> Chats:
    """Ana follows the consultation, and something is announced."""
    writes = (*people.add(town.store.keys, ANA, "7"), interests.follow(ANA.id, SLUG, ""))
    found = await announcing.write(town.store, SLUG, words("A meeting."), None, (), town.now, random_bytes)
    await town.store.apply(Changes((*writes, announcements.add(found))))
    await due_now(town.store, town.now)
    return Chats()


def sender(town: Town, chats: Chats) -> NewsRound:
    return NewsRound(Line(town.desk, cast(Outgoing, chats), Hold()))


async def state(town: Town) -> str:
    ((found,),) = await town.store.database.rows(select(DELIVERY.state))
    return str(found)


async def becomes(town: Town, wanted: str) -> None:
    """Waits for what goes on beside the rounds."""
    async with asyncio.timeout(20):
        while await state(town) != wanted:
            await asyncio.sleep(0.01)


@contextmanager
def one_commit_of_unknown_fate(town: Town, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The database keeps what is written next, and the line breaks before it says so."""
    commit = town.store.database.commit

    async def breaks(batch: Sequence[Changes]) -> list[Exception | None]:
        monkeypatch.setattr(town.store.database, "commit", commit)
        await commit(batch)
        raise StorageDown("The connection broke.")

    monkeypatch.setattr(town.store.database, "commit", breaks)
    yield
    assert town.store.database.commit == commit


async def test_a_claim_of_unknown_fate_is_sent_soon(
    town: Town, chats: Chats, monkeypatch: pytest.MonkeyPatch
) -> None:
    news = sender(town, chats)
    with one_commit_of_unknown_fate(town, monkeypatch):
        await news.round()
    await news.round()
    assert await state(town) == "uncertain"
    town.later(seconds=RETRY_PAUSE)
    await news.round()
    await becomes(town, "sent")
    assert chats.got == ["7"]


async def test_what_is_unknown_twice_is_reported_and_not_sent_again(
    town: Town, chats: Chats, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    news = sender(town, chats)
    chats.outcome = Outcome("uncertain")
    await news.round()
    await becomes(town, "uncertain")
    town.later(seconds=RETRY_PAUSE)
    with one_commit_of_unknown_fate(town, monkeypatch):
        await news.round()
    await news.round()
    assert await state(town) == "lost"
    assert "an announcement may not have arrived" in capsys.readouterr().out
    town.later(hours=1)
    await news.round()
    assert chats.got == ["7"]


async def test_the_repeat_waits_for_a_server_that_answers(town: Town, chats: Chats) -> None:
    news = sender(town, chats)
    chats.outcome = Outcome("uncertain")
    await news.round()
    await becomes(town, "uncertain")
    chats.outcome, chats.away = None, Outcome("retry")
    for _ in range(3):
        town.later(seconds=RETRY_PAUSE)
        await news.round()
    assert (await state(town), chats.got) == ("uncertain", ["7"])
    chats.away = None
    town.later(seconds=RETRY_PAUSE)
    await news.round()
    await becomes(town, "sent")
    assert chats.got == ["7", "7"]


async def test_a_send_that_another_process_began_is_repeated(town: Town, chats: Chats) -> None:
    killed = sender(town, chats)
    chats.answers.clear()
    await killed.round()
    while not chats.got:
        await asyncio.sleep(0.01)
    await sender(town, Chats()).round()
    assert await state(town) == "uncertain"
    chats.answers.set()


async def test_what_is_on_its_way_is_left_alone(town: Town, chats: Chats) -> None:
    news = sender(town, chats)
    chats.answers.clear()
    await news.round()
    while not chats.got:
        await asyncio.sleep(0.01)
    await news.round()
    assert await state(town) == "sending"
    chats.answers.set()
    await becomes(town, "sent")
    await news.round()
    assert (await state(town), chats.got) == ("sent", ["7"])


async def test_who_is_to_wait_is_not_told_before(town: Town, chats: Chats) -> None:
    news = sender(town, chats)
    town.later(seconds=0.9)
    chats.outcome = Outcome("retry_after", seconds=1)
    await news.round()
    while await deliveries.being_sent(town.store.database):
        await asyncio.sleep(0.01)
    chats.outcome = None
    town.later(seconds=0.99)
    await news.round()
    assert (await state(town), len(chats.got)) == ("waiting", 1)
    town.later(seconds=0.11)
    await news.round()
    await becomes(town, "sent")
    assert len(chats.got) == 2
