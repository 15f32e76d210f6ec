"""After the close no row tells who had answered: not by what they were told, nor by when."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from bot.clock import due_now
from bot.settings import random_bytes
from handlers.announcements import announcing, halting
from handlers.announcements.announcing import Plan
from handlers.consultations import opening
from storage import announcements, chores, deliveries
from storage.announcements import Announcement
from storage.changes import Changes
from storage.schema import METADATA
from tests.announcing import announced, has_answered, let_pass, now_is
from tests.bot.sender.test_bulk import sent
from tests.bot.sender.test_news import Chats
from tests.followers import chat, follower
from tests.looking import ask
from tests.privacy.neighbours import AT_THE_QUESTIONS, SENT, neighbour
from tests.town import SLUG, Town, words

EACH = 12
"""People of each kind on each channel: so there are twenty who have not answered."""


async def townspeople(town: Town, channel: str) -> tuple[list[bytes], list[bytes]]:
    """Who has answered, and who has not."""
    people = [await follower(town, channel=channel) for _ in range(2 * EACH)]
    answered, not_yet = people[:EACH], people[EACH:]
    for person in answered:
        await has_answered(town, person)
    return answered, not_yet


async def to_who_has_not(town: Town) -> Announcement:
    return await announced(town, Plan(audience="unanswered", until=town.now + timedelta(days=20)))


async def some_due(town: Town, number: int) -> list[deliveries.DueDelivery]:
    return (await deliveries.due(town.store.database, "telegram", int(town.now.timestamp())))[:number]


async def visits(town: Town, person: bytes) -> None:
    """Somebody comes to the web chat and reads what is there."""
    await town.desk.told(chat(person), await town.desk.news(chat(person)))


async def close(town: Town) -> None:
    """By hand, long before its time, with all that a close does; no clock has come by yet."""
    await town.store.apply(opening.closed(await town.consultation(), town.now, random_bytes))
    await chores.run(town.store)


def rows_of(town: Town, people: Iterable[bytes]) -> Counter[tuple[str, ...]]:
    """How many of these people have such rows: all of theirs, without what differs for everybody."""
    told = {row[0] for row in ask(town.store.database, "SELECT id FROM announcement")}
    found: dict[bytes, list[str]] = {person: [] for person in people}
    for table in METADATA.tables:
        for row in ask(town.store.database, f"SELECT * FROM {table}"):
            said = [value for value in row if not isinstance(value, bytes) or value in told]
            for person in found.keys() & {value for value in row if isinstance(value, bytes)}:
                found[person].append(f"{table} {said}")
    return Counter(tuple(sorted(rows)) for rows in found.values())


async def test_rows_of_who_answered_are_as_those_of_who_did_not(town: Town) -> None:
    """What goes to who has not answered is halted, goes out, is just being sent, and waits, at the close."""
    await town.hold_again(weekly_limit=1)
    telegram, web, chats = await townspeople(town, "telegram"), await townspeople(town, "web"), Chats()
    halted = await to_who_has_not(town)
    day = int(town.now.timestamp()) // deliveries.DAY
    five = await some_due(town, 5)
    await town.store.apply(Changes(tuple(deliveries.settle(each, "sent", day=day) for each in five)))
    await town.store.apply(halting.paused(await now_is(town, halted)))
    going = await to_who_has_not(town)
    assert len(await sent(town, chats)) == EACH - 5, "those five have heard enough this week"
    await let_pass(town, days=1)
    await announced(town)
    assert len(await sent(town, chats)) == 2 * EACH, "this counts for everybody alike"
    for person in (*web[0][:4], *web[1][:4]):
        await visits(town, person)
    being_sent = await to_who_has_not(town)
    await town.store.apply(Changes(tuple(deliveries.claim(each) for each in await some_due(town, 3))))
    (unsure,) = await some_due(town, 1)
    await town.store.apply(Changes((deliveries.settle(unsure, "uncertain"),)))
    at = town.now + timedelta(days=5)
    place = (town.now, random_bytes, Plan(audience="unanswered"))
    waiting = await announcing.write(town.store, SLUG, words("Again."), at, (), *place)
    await town.store.apply(Changes((announcements.add(waiting),)))
    assert rows_of(town, telegram[0]) != rows_of(town, telegram[1])
    await close(town)
    for answered, not_yet in (telegram, web):
        assert rows_of(town, answered) == rows_of(town, not_yet)
    reports = [await halting.report(town.store, each) for each in (halted, going, being_sent)]
    assert [sum(report.values()) for report in reports] == [2 * EACH] * 3, "how many they were is left"
    assert reports[2]["uncertain"] == 4
    before = len(chats.got)
    for _ in range(3):
        await let_pass(town, days=8)
        await sent(town, chats)
        for person in (*web[0], *web[1]):
            await visits(town, person)
    assert len(chats.got) - before == 2 * EACH, "all are told that it has ended, and nobody anything else"
    for answered, not_yet in (telegram, web):
        assert rows_of(town, answered) == rows_of(town, not_yet)


async def test_no_reminder_and_no_card_tells_who_began(town: Town) -> None:
    sent_it, began, came = (neighbour(town) for _ in range(3))
    await sent_it.answers("lots")
    await began.goes_through(f"{AT_THE_QUESTIONS}; {SENT.split('; ')[0]}")
    await came.goes_through(AT_THE_QUESTIONS.replace("; [I agree]", ""))
    assert ask(town.store.database, "SELECT person FROM reminder") == [(began.person,)]
    await close(town)
    await due_now(town.store, town.now)
    people = [each.person for each in (sent_it, began, came)]
    assert ask(town.store.database, "SELECT person FROM reminder") == []
    for table in ("outbox", "shown", "delivery", "follow"):
        found = Counter(row[0] for row in ask(town.store.database, f"SELECT person FROM {table}"))
        assert len({found[person] for person in people}) == 1, table
