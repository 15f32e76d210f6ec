"""What many are told alike: quiet hours, the limit of a week, and a stop, as the sender keeps them."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.channels.telegram.outgoing import Outgoing
from bot.clock import due_now
from bot.sender.line import Line
from bot.sender.news import NewsRound
from bot.sender.pace import BEHIND, EVERY
from bot.settings import random_bytes
from handlers.announcements import announcing, halting
from handlers.announcements.announcing import Plan
from storage import announcements, deliveries, people
from storage.announcements import Announcement
from storage.changes import Changes
from storage.hold import Hold
from storage.kinds import Kind
from storage.schema.announcements import DELIVERY
from tests.bot.sender.test_news import Chats
from tests.followers import THIRTY_ZONES, chat, follower
from tests.town import SLUG, Town, words


async def announce(town: Town, plan: Plan | None = None) -> Announcement:
    """Something for all followers, now."""
    found = await announcing.write(
        town.store, SLUG, words("A meeting."), None, (), town.now, random_bytes, plan or Plan()
    )
    await town.store.apply(Changes((announcements.add(found),)))
    await due_now(town.store, town.now)
    return found


async def sent(town: Town, chats: Chats) -> list[str]:
    """Where it went until nothing is due at this moment."""
    before, news = len(chats.got), NewsRound(Line(town.desk, cast(Outgoing, chats), Hold()))
    database = town.store.database
    while await deliveries.due(database, "telegram", int(town.now.timestamp())):
        await news.round()
        while await deliveries.being_sent(database):
            await asyncio.sleep(0.01)
    return chats.got[before:]


async def hour_by_hour(town: Town, chats: Chats, hours: int) -> list[tuple[datetime, str]]:
    """What goes out in these hours, with its time."""
    found = []
    for _ in range(hours):
        town.later(hours=1)
        await due_now(town.store, town.now)
        found += [(town.now, each) for each in await sent(town, chats)]
    return found


async def test_of_any_seven_days_nobody_hears_more_than_the_limit(town: Town) -> None:
    person, chats = await follower(town), Chats()
    for _ in range(8):
        await announce(town)
    told = [town.now for _ in await sent(town, chats)]
    told += [moment for moment, _ in await hour_by_hour(town, chats, 20 * 24)]
    assert len(told) == 8
    assert chats.got == [chat(person)] * 8
    days = [moment.date() for moment in told]
    for day in days:
        assert sum(day - timedelta(days=7) < each <= day for each in days) <= 3


async def test_one_over_the_limit_waits_no_longer_than_it_may(town: Town) -> None:
    await follower(town)
    chats = Chats()
    for _ in range(3):
        await announce(town)
    assert len(await sent(town, chats)) == 3
    late = await announce(town, Plan(until=town.now + timedelta(days=2)))
    assert await hour_by_hour(town, chats, 10 * 24) == []
    report = await halting.report(town.store, late)
    assert (report["expired"], sum(report.values())) == (1, 1)


async def test_two_at_once_keep_the_limit_too(town: Town) -> None:
    await town.hold_again(weekly_limit=1)
    await follower(town)
    await announce(town)
    await announce(town)
    assert len(await sent(town, Chats())) == 1


async def test_in_the_web_chat_the_limit_holds_too(town: Town) -> None:
    person = await follower(town, channel="web")
    for _ in range(5):
        await announce(town)
    own = Announcement(random_bytes(16), "", "verified", int(town.now.timestamp()))
    await town.store.apply(Changes(announcements.tell(own, [person])))
    seen = []
    for _ in range(20):
        news = await town.desk.news(chat(person))
        await town.desk.told(chat(person), news)
        seen.append(len(news))
        town.later(days=1)
    assert (seen[0], sum(seen)) == (3 + 1, 5 + 1), "what they asked for comes beside it"
    assert seen[1:8] == [0, 0, 0, 0, 0, 0, 2]


async def test_what_was_not_seen_in_the_web_chat_does_not_count(town: Town) -> None:
    person = await follower(town, channel="web")
    for _ in range(4):
        await announce(town)
    assert len(await town.desk.news(chat(person))) == 3
    assert len(await town.desk.news(chat(person))) == 3, "it was not told"


async def test_what_somebody_asked_for_is_not_counted(town: Town) -> None:
    person, chats = await follower(town), Chats()
    await town.hold_again(weekly_limit=1, quiet_hours="0-23")
    kind: Kind = "verified"
    for _ in range(3):
        own = Announcement(random_bytes(16), "", kind, int(town.now.timestamp()))
        await town.store.apply(Changes(announcements.tell(own, [person])))
    assert len(await sent(town, chats)) == 3


async def test_a_send_that_comes_late_waits_for_the_morning(town: Town) -> None:
    """It was due by day, and nobody was there to send it before the night."""
    where = {chat(await follower(town, zone=zone)): zone for zone in ("Asia/Jakarta", "", "America/Lima")}
    chats = Chats()
    await announce(town)
    town.now = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)
    first = [(town.now, each) for each in await sent(town, chats)]
    told = first + await hour_by_hour(town, chats, 24)
    assert sorted(each for _, each in told) == sorted(where)
    for moment, each in told:
        zone = ZoneInfo(where[each] or "Africa/Casablanca")
        assert 8 <= moment.astimezone(zone).hour < 21
    assert [where[each] for _, each in first] == ["America/Lima"]


async def test_quiet_hours_and_the_limit_hold_in_thirty_zones_at_once(town: Town) -> None:
    where = {chat(await follower(town, zone=zone)): ZoneInfo(zone) for zone in THIRTY_ZONES}
    chats = Chats()
    told: list[tuple[datetime, str]] = []
    for _ in range(5):
        await announce(town)
        told += await hour_by_hour(town, chats, 10)
    told += await hour_by_hour(town, chats, 9 * 24)
    assert Counter(each for _, each in told) == dict.fromkeys(where, 5), "late, and none is dropped"
    for each, zone in where.items():
        moments = [moment for moment, to in told if to == each]
        assert all(8 <= moment.astimezone(zone).hour < 21 for moment in moments)
        days = [moment.astimezone(zone).date() for moment in moments]
        assert all(sum(day - timedelta(days=7) < other <= day for other in days) <= 3 for day in days)


async def test_nine_o_clock_is_sent_at_nine_where_each_one_is(town: Town) -> None:
    where = {chat(await follower(town, zone=zone)): ZoneInfo(zone) for zone in THIRTY_ZONES}
    chats, nine = Chats(), datetime.fromisoformat("2026-11-26T09:00")
    found = await announcing.write(
        town.store, SLUG, words("Today."), nine, (), town.now, random_bytes, Plan(own_time=True)
    )
    await town.store.apply(Changes((announcements.add(found),)))
    town.now = datetime(2026, 11, 25, 18, 0, tzinfo=UTC)
    told: dict[str, datetime] = {}
    for _ in range(4 * 27):
        town.later(minutes=15)
        await due_now(town.store, town.now)
        told |= {each: town.now.astimezone(where[each]) for each in await sent(town, chats)}
    assert sorted(chats.got) == sorted(where)
    assert {moment.replace(tzinfo=None) for moment in told.values()} == {nine}
    utc = {str(where[each]): moment.astimezone(UTC).hour for each, moment in told.items()}
    assert (utc["Africa/Casablanca"], utc["Asia/Jakarta"]) == (8, 2)


async def test_a_stop_halts_what_is_under_way_and_a_resume_goes_on(town: Town) -> None:
    people_ = [await follower(town) for _ in range(40)]
    chats = Chats()
    found = await announce(town)
    news = NewsRound(Line(town.desk, cast(Outgoing, chats), Hold()))
    await news.round()
    await town.store.apply(halting.stopped())
    await news.round()
    while await deliveries.being_sent(town.store.database):
        await asyncio.sleep(0.01)
    assert len(chats.got) == 30, "one round, and nothing after the stop"
    stopped = await announcements.get(town.store.database, found.id)
    assert stopped is not None
    await town.store.apply(await halting.resumed(town.store, [stopped], town.now))
    await due_now(town.store, town.now)
    await sent(town, chats)
    assert sorted(chats.got) == sorted(map(chat, people_))


async def test_a_stop_in_the_middle_of_a_round_halts_it(town: Town) -> None:
    for _ in range(40):
        await follower(town)
    chats = Chats()
    await announce(town)
    news = NewsRound(Line(town.desk, cast(Outgoing, chats), Hold()))
    sending = asyncio.create_task(news.round())
    while len(chats.got) < 3:
        await asyncio.sleep(0)
    await town.store.apply(halting.stopped())
    at_the_stop = len(chats.got)
    await sending
    while await deliveries.being_sent(town.store.database):
        await asyncio.sleep(0.01)
    assert len(chats.got) <= at_the_stop + BEHIND / EVERY + 1, "what was claimed already"


async def test_who_blocked_the_bot_is_not_tried_until_they_are_back(town: Town) -> None:
    person, chats = await follower(town), Chats()
    await announce(town)
    await town.store.apply(Changes((people.set_reachable(person, False),)))
    found = await announce(town)
    assert await sent(town, chats) == []
    assert sum((await halting.report(town.store, found)).values()) == 0, "it was not addressed to them"
    rows = await town.store.database.rows(select(DELIVERY.state))
    assert [row[0] for row in rows] == ["blocked"]
    await town.store.apply(Changes((people.set_reachable(person, True),)))
    await announce(town)
    assert await sent(town, chats) == [chat(person)]
