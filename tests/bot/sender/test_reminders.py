"""Who stopped on the way is reminded: in the evening, twice at most, never of what it is about."""

from datetime import UTC, datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.channels.telegram.outcome import Outcome
from bot.channels.telegram.outgoing import Outgoing
from bot.channels.telegram.sending import Sent
from bot.clock import due_now
from bot.sender import reminders as rounds
from bot.sender.line import Line
from bot.sender.reminders import RemindersRound
from handlers.timing import EVENING
from storage.hold import Hold
from storage.messages import News, Tap
from storage.schema.announcements import REMINDER
from tests.looking import ask
from tests.town import SLUG, Resident, Town

BEGUN = f"/start {SLUG}; [English]; [Continue]; [No]; [I agree]; [Settat]"
SENT = f"{BEGUN}; [Housing]; [Done]; [Skip]; [Skip]; [Skip]; [Send]"
CASABLANCA = ZoneInfo("Africa/Casablanca")
TOPICS = ("settat", "consultation", "survey", "question", "answer", "matters", "commission", "region")


class Chats:
    """Where reminders go, and when."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self.got: list[tuple[datetime, News]] = []
        self.outcome: Outcome | None = None

    async def granted(self) -> None:
        """Nobody doubts the token."""

    async def tell(self, _: str, news: News) -> Sent | Outcome:
        if self.outcome:
            return self.outcome
        self.got.append((self._town.now, news))
        return Sent(len(self.got))


@pytest.fixture
def chats(town: Town, monkeypatch: pytest.MonkeyPatch) -> Chats:
    monkeypatch.setattr(rounds, "PAUSE", 0)
    return Chats(town)


async def days(town: Town, chats: Chats, number: float, step: float = 0.5) -> None:
    """Days go by; the sender looks every `step` hours."""
    sender = RemindersRound(Line(town.desk, cast(Outgoing, chats), Hold()))
    for _ in range(int(number * 24 / step)):
        town.later(hours=step)
        await due_now(town.store, town.now)
        await sender.round()


async def begun(town: Town, steps: str = BEGUN) -> Resident:
    resident = town.resident()
    await resident.goes_through(steps)
    return resident


async def rows(town: Town) -> int:
    return len(await town.store.database.rows(select(REMINDER.person)))


async def test_twice_in_the_evening_a_day_and_three_days_later(town: Town, chats: Chats) -> None:
    await begun(town)
    first = town.now.astimezone(CASABLANCA).date() + timedelta(days=1)
    await days(town, chats, 14)
    when = [at.astimezone(CASABLANCA) for at, _ in chats.got]
    assert [(at.date(), at.time()) for at in when] == [
        (first, EVENING),
        (first + timedelta(days=3), EVENING),
    ]
    assert await rows(town) == 0


async def test_it_names_nothing_and_leads_back(town: Town, chats: Chats) -> None:
    resident = await begun(town)
    await days(town, chats, 2)
    news = chats.got[0][1]
    shown = " ".join((news.text, *(button.label for row in news.buttons for button in row))).lower()
    assert not [topic for topic in TOPICS if topic in shown]
    await resident.does(Tap(news.buttons[0][0].data))
    await resident.taps("Go on")
    assert "2 of 5" in await resident.sees()


async def test_one_tap_ends_them(town: Town, chats: Chats) -> None:
    resident = await begun(town)
    await days(town, chats, 2)
    assert (await resident.does(Tap(chats.got[0][1].buttons[1][0].data))).toast
    await resident.writes("/start")
    await days(town, chats, 8)
    assert len(chats.got) == 1


@pytest.mark.parametrize("steps", [SENT, f"{BEGUN}; /forget; [Erase everything]"])
async def test_who_sent_or_was_forgotten_is_not_reminded(town: Town, chats: Chats, steps: str) -> None:
    await begun(town, steps)
    assert await rows(town) == 0
    await days(town, chats, 8)
    assert chats.got == []


async def test_who_stopped_is_not_reminded(town: Town, chats: Chats) -> None:
    resident = await begun(town)
    town.later(hours=7)
    await resident.goes_through("anything; [Stop]")
    await days(town, chats, 8)
    assert chats.got == []


async def test_never_after_the_close(town: Town, chats: Chats) -> None:
    town.later(days=24)
    await begun(town)
    await days(town, chats, 3)
    closed = datetime(2026, 12, 20, 9, 0, tzinfo=UTC)
    assert [at < closed for at, _ in chats.got] == [True]
    assert await rows(town) == 0, "with the drafts at close"


async def test_who_was_here_in_the_last_day_is_reminded_later(town: Town, chats: Chats) -> None:
    resident = await begun(town)
    await days(town, chats, 1)
    await resident.writes("/help")
    await days(town, chats, 1)
    assert chats.got == []
    await days(town, chats, 1)
    assert len(chats.got) == 1


async def test_it_is_evening_where_they_live(town: Town, chats: Chats) -> None:
    resident = town.resident()
    await resident.goes_through(f"/start {SLUG}; [English]")
    ask(town.store.database, "UPDATE person SET zone = 'Asia/Jakarta'")
    await resident.goes_through("[Continue]; [No]; [I agree]")
    await days(town, chats, 2)
    assert chats.got[0][0].astimezone(ZoneInfo("Asia/Jakarta")).time() == EVENING


async def test_not_in_the_night_after_an_outage(town: Town, chats: Chats) -> None:
    await begun(town)
    town.later(hours=37)
    await days(town, chats, 2)
    assert [at.astimezone(CASABLANCA).time() for at, _ in chats.got] == [EVENING]


async def test_a_message_of_unknown_fate_is_not_sent_again(town: Town, chats: Chats) -> None:
    await begun(town)
    chats.outcome = Outcome("uncertain")
    await days(town, chats, 2)
    chats.outcome = None
    await days(town, chats, 1.5)
    assert chats.got == []
    await days(town, chats, 8)
    assert len(chats.got) == 1


async def test_one_that_did_not_go_out_is_sent_once_there_is_a_line(town: Town, chats: Chats) -> None:
    await begun(town)
    chats.outcome = Outcome("retry_after", 5)
    await days(town, chats, 1.5)
    chats.outcome = None
    await days(town, chats, 8)
    assert len(chats.got) == 2


async def test_who_blocked_us_is_not_tried(town: Town, chats: Chats) -> None:
    await begun(town)
    chats.outcome = Outcome("blocked")
    await days(town, chats, 2)
    chats.outcome = None
    await days(town, chats, 8)
    assert chats.got == []


async def test_the_web_chat_is_never_written_to(town: Town) -> None:
    await town.resident("web").goes_through(BEGUN.replace("; [Settat]", "; [Go on]; [Settat]"))
    assert await rows(town) == 0


async def test_what_is_held_is_shown(town: Town) -> None:
    resident = await begun(town, f"{BEGUN}; /mydata")
    assert "Reminder of what you did not finish: in the evening of 25 November 2026" in await resident.sees()
