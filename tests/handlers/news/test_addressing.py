"""Announcements: to whom, when in each one's own time, and what halts them."""

import secrets
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select

from bot.clock import due_now
from bot.settings import random_bytes
from handlers.announcements import announcing, halting
from handlers.announcements.announcing import AnnouncementRefused, Plan
from handlers.announcements.audience import audience
from handlers.approvals.approval import by_hand
from handlers.news import addressing
from storage import announcements, approvals, deliveries, interests, responses
from storage.announcements import Announcement
from storage.changes import Changes, Repeat, Stale, Write
from storage.responses import Destination, Document
from storage.schema.announcements import ANNOUNCEMENT, DELIVERY
from storage.schema.organisations import Member, Organisation
from tests.followers import THIRTY_ZONES, follower
from tests.town import SLUG, Town, words

NINE = datetime.fromisoformat("2026-11-26T09:00")


async def announced(
    town: Town, plan: Plan | None = None, at: datetime | None = None, regions: tuple[str, ...] = ()
) -> Announcement:
    """Something is announced, and the clock comes by."""
    place = (town.now, random_bytes)
    text = words("A meeting.")
    found = await announcing.write(town.store, SLUG, text, at, regions, *place, plan or Plan())
    approval = (approvals.add(by_hand(found)),) if found.organisation else ()
    await town.store.apply(Changes((announcements.add(found), *approval)))
    await due_now(town.store, town.now)
    return found


async def dues(town: Town) -> dict[bytes, datetime]:
    """When each has a delivery due."""
    rows = await town.store.database.rows(select(DELIVERY.person, DELIVERY.due))
    assert len({row[0] for row in rows}) == len(rows)
    return {row[0]: datetime.fromtimestamp(row[1], UTC) for row in rows}


async def states(town: Town) -> Counter[str]:
    return Counter(row[0] for row in await town.store.database.rows(select(DELIVERY.state)))


async def state_of(town: Town, announcement: Announcement) -> str:
    found = await announcements.get(town.store.database, announcement.id)
    assert found is not None
    return found.state


async def let_pass(town: Town, **time: float) -> None:
    """Time passes, and the clock comes by until nothing is due."""
    town.later(**time)
    while await due_now(town.store, town.now):
        pass


async def settle_all(town: Town, fate: deliveries.Fate = "sent") -> int:
    """All that is due just now is sent; gives how many that were."""
    found = await deliveries.due(town.store.database, "telegram", int(town.now.timestamp()))
    day = int(town.now.timestamp()) // deliveries.DAY
    await town.store.apply(Changes(tuple(deliveries.settle(each, fate, day=day) for each in found)))
    return len(found)


async def test_nine_is_nine_for_people_in_thirty_zones(town: Town) -> None:
    where = {await follower(town, zone=zone): zone for zone in THIRTY_ZONES}
    await announced(town, Plan(own_time=True), NINE)
    for _ in range(4 * 24):
        await let_pass(town, hours=0.5)
    found = await dues(town)
    assert set(found) == set(where)
    local = {moment.astimezone(ZoneInfo(where[person])) for person, moment in found.items()}
    assert {moment.replace(tzinfo=None) for moment in local} == {NINE}
    assert min(found.values()) == datetime(2026, 11, 25, 19, 0, tzinfo=UTC)


async def test_at_midnight_only_those_are_told_who_are_awake(town: Town) -> None:
    where = {await follower(town, zone=zone): zone for zone in THIRTY_ZONES}
    await announced(town)
    for person, moment in (await dues(town)).items():
        assert 8 <= moment.astimezone(ZoneInfo(where[person])).hour < 21
        assert town.now <= moment <= town.now + timedelta(hours=11)


async def test_a_rule_makes_each_of_its_days_once(town: Town) -> None:
    person = await follower(town)
    await announced(town, Plan(rule="FREQ=DAILY;COUNT=4"), NINE)
    for _ in range(6 * 24):
        await let_pass(town, hours=1)
        await settle_all(town)
        town.later(hours=-0.5)  # the clock is put back
        await due_now(town.store, town.now)
        town.later(hours=0.5)
    rows = await town.store.database.rows(
        select(ANNOUNCEMENT.local, DELIVERY.person, DELIVERY.state)
        .join(ANNOUNCEMENT.id.table, ANNOUNCEMENT.id == DELIVERY.announcement)
        .order_by(ANNOUNCEMENT.local)
    )
    assert rows == [(f"2026-11-{day}T09:00", person, "sent") for day in (26, 27, 28, 29)]


async def test_two_days_down_drop_nothing_and_double_nothing(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    await follower(town)
    series = await announced(town, Plan(rule="FREQ=DAILY;COUNT=4"), NINE)
    await let_pass(town, days=4)
    assert await states(town) == {"waiting": 3}
    assert capsys.readouterr().out.count("an announcement goes out late") == 3
    await let_pass(town, days=4)
    assert await states(town) == {"waiting": 4}
    assert await state_of(town, series) == "done"


async def test_of_two_clocks_one_makes_it(town: Town) -> None:
    await follower(town)
    await announced(town, Plan(rule="FREQ=DAILY;COUNT=4"), NINE)
    town.now = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
    one, other = [await addressing.due(town.store, town.now) for _ in range(2)]
    await town.store.apply(one[0])
    with pytest.raises(Repeat):
        await town.store.apply(other[0])
    late = await addressing.due(town.store, town.now)
    again = await addressing.due(town.store, town.now)
    for changes in late:
        await town.store.apply(changes)
    for changes in again:
        with pytest.raises(Repeat):
            await town.store.apply(changes)
    assert await states(town) == {"waiting": 1}


async def test_who_is_killed_while_addressing_is_taken_over_from(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addressing, "CHUNK", 2)
    people = {await follower(town) for _ in range(5)}
    found = await announcing.write(town.store, SLUG, words("A meeting."), None, (), town.now, random_bytes)
    await town.store.apply(Changes((announcements.add(found),)))
    await town.store.apply((await addressing.due(town.store, town.now))[0])
    assert len(await dues(town)) == 2
    assert await settle_all(town) == 0, "nothing goes out before all have their delivery"
    await due_now(town.store, town.now)
    assert set(await dues(town)) == people


async def test_past_its_own_end_it_is_counted_as_expired(town: Town) -> None:
    await follower(town)
    until = town.now + timedelta(hours=2)
    found = await announced(town, Plan(until=until), town.now + timedelta(hours=1))
    await let_pass(town, days=2)
    assert await states(town) == {"expired": 1}
    assert await state_of(town, found) == "done"
    assert (await halting.report(town.store, found))["expired"] == 1


async def test_the_audience_is_who_meets_each_condition(town: Town) -> None:
    await town.hold_again(topics={"housing": words("Housing"), "water": words("Water")})
    inside = await follower(town, "jadida")
    french = await follower(town, "casa", language="fr")
    elsewhere = await follower(town, "settat")
    whole = await follower(town)
    number = int.from_bytes(whole, "big") + 1
    housing = await follower(town, "jadida", beside=(interests.follow(_id(number), SLUG, "housing"),))
    number += 1
    member = await follower(town, "jadida", beside=_speaks_for(number, b"o" * 16))
    everybody = {inside, french, elsewhere, housing, member}

    async def told(regions: tuple[str, ...] = (), **plan: Any) -> set[bytes]:
        found = await announcing.write(
            town.store, SLUG, words("A meeting."), None, regions, town.now, random_bytes, Plan(**plan)
        )
        return set(await audience(town.store, found))

    assert await told() == {whole}
    assert await told(("casa",)) == everybody
    assert await told(("jadida",)) == {inside, housing, member}
    assert await told(("jadida",), topics=("housing",)) == {housing}
    assert await told(topics=("housing", "water")) == {housing}
    assert await told(("casa",), language="fr") == {french}
    assert await told(("jadida",), audience="organisations") == {member}
    assert await told(("casa",), audience="residents") == everybody - {member}


def _id(number: int) -> bytes:
    return number.to_bytes(16, "big")


def _speaks_for(person: int, organisation: bytes) -> tuple[Write, ...]:
    verified = {"id": organisation, "version": 1, "state": "verified", "profile": b""}
    member = {"person": _id(person), "organisation": organisation}
    return (Write(insert(Organisation), verified), Write(insert(Member), member))


async def test_who_muted_an_organisation_is_left_out(town: Town) -> None:
    whole = await follower(town)
    number = int.from_bytes(whole, "big") + 1
    quiet = await follower(town, beside=interests.mute(_id(number), b"o" * 16))
    await announced(town, Plan(organisation=b"o" * 16))
    assert set(await dues(town)) == {whole}
    await announced(town, Plan(organisation=b"p" * 16))
    rows = await town.store.database.rows(select(DELIVERY.person).where(DELIVERY.person == quiet))
    assert len(rows) == 1


async def _has_answered(town: Town, person: bytes) -> None:
    to = Destination(SLUG, "residents", 1, "real")
    document = Document("<data/>", "1", "en")
    await town.store.apply(
        Changes(responses.send(town.store.keys, to, person, secrets.token_bytes(16), 2900, document))
    )


async def test_who_has_not_answered_is_told_and_no_row_of_it_is_left(town: Town) -> None:
    people = [await follower(town) for _ in range(25)]
    for person in people[:5]:
        await _has_answered(town, person)
    found = await announced(town, Plan(audience="unanswered"))
    assert set(await dues(town)) == set(people[5:])
    assert await settle_all(town) == 20
    await let_pass(town, seconds=1)
    assert await dues(town) == {}
    assert (await halting.report(town.store, found))["sent"] == 20
    assert await state_of(town, found) == "done"
    await let_pass(town, days=5)
    assert await dues(town) == {}, "nothing of it comes again"


async def test_fewer_than_twenty_are_not_told_apart_by_their_answers(town: Town) -> None:
    people = [await follower(town) for _ in range(20)]
    await _has_answered(town, people[0])
    found = await announced(town, Plan(audience="unanswered"))
    await let_pass(town, seconds=1)
    assert await dues(town) == {}
    assert await state_of(town, found) == "done"


@pytest.mark.parametrize(
    "plan",
    [
        {"topics": ("housing",)},
        {"language": "fr"},
        {"organisation": b"o" * 16},
        {"rule": "FREQ=DAILY;COUNT=2"},
    ],
)
async def test_no_second_condition_stands_beside_who_has_not_answered(town: Town, plan: Any) -> None:
    await town.hold_again(topics={"housing": words("Housing")})
    with pytest.raises(AnnouncementRefused, match="only all together"):
        await announced(town, Plan(audience="unanswered", **plan), NINE)
    with pytest.raises(AnnouncementRefused, match="only all together"):
        await announced(town, Plan(audience="unanswered"), regions=("jadida",))


async def test_paused_nothing_goes_out_and_resumed_it_goes_on(town: Town) -> None:
    await follower(town)
    found = await announced(town)
    await town.store.apply(halting.paused(await _now_is(town, found)))
    assert await settle_all(town) == 0
    await town.store.apply(halting.resumed(await _now_is(town, found), town.now))
    await let_pass(town, seconds=1)
    assert await settle_all(town) == 1
    await let_pass(town, seconds=1)
    assert await state_of(town, found) == "done"


async def test_what_was_claimed_before_a_halt_is_the_last_to_go(town: Town) -> None:
    await follower(town)
    await announced(town)
    (delivery,) = await deliveries.due(town.store.database, "telegram", int(town.now.timestamp()))
    await town.store.apply(halting.stopped())
    with pytest.raises(Stale):
        await town.store.apply(Changes((deliveries.claim(delivery),)))


async def test_cancelled_it_is_counted_as_that_with_all_that_came_by_its_rule(town: Town) -> None:
    await follower(town)
    series = await announced(town, Plan(rule="FREQ=DAILY;COUNT=4"), NINE)
    town.now = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
    await let_pass(town)
    await town.store.apply(halting.cancelled(await _now_is(town, series)))
    await let_pass(town, days=9)
    assert await states(town) == {"cancelled": 1}
    with pytest.raises(AnnouncementRefused, match="It is cancelled"):
        halting.resumed(await _now_is(town, series), town.now)


async def test_a_paused_rule_goes_on_with_its_next_day(town: Town) -> None:
    await follower(town)
    series = await announced(town, Plan(rule="FREQ=DAILY;COUNT=9"), NINE)
    await town.store.apply(halting.paused(await _now_is(town, series)))
    await let_pass(town, days=4)
    assert await states(town) == {}
    await town.store.apply(halting.resumed(await _now_is(town, series), town.now))
    await let_pass(town, days=1)
    assert await states(town) == {"waiting": 1}


async def test_other_words_count_for_the_day_of_a_rule_that_is_made_already(town: Town) -> None:
    await follower(town)
    series = await announced(town, Plan(rule="FREQ=DAILY;COUNT=4"), NINE)
    town.now = datetime(2026, 11, 25, 20, 0, tzinfo=UTC)  # it is nine in Kiritimati
    await let_pass(town)
    made = [each for each in await announcements.of(town.store.database, SLUG) if each.series]
    assert [each.local for each in made] == ["2026-11-26T09:00"]
    other = replace(await _now_is(town, series), texts=words("Another meeting."))
    await town.store.apply(await announcing.changed(town.store, await _now_is(town, series), other))
    assert (await _now_is(town, made[0])).texts == words("Another meeting.")
    assert (await _now_is(town, made[0])).local == "2026-11-26T09:00"


async def test_after_a_month_only_totals_are_left(town: Town) -> None:
    people = [await follower(town) for _ in range(3)]
    found = await announced(town)
    await settle_all(town)
    await let_pass(town, seconds=1)
    town.later(days=29)
    await town.store.apply(Changes(deliveries.sweep(int(town.now.timestamp()))))
    assert set(await dues(town)) == set(people)
    before = await halting.report(town.store, found)
    town.later(days=3)
    await town.store.apply(Changes(deliveries.sweep(int(town.now.timestamp()))))
    assert await dues(town) == {}
    assert await halting.report(town.store, found) == before
    assert before["sent"] == 3


async def test_other_words_than_were_approved_are_not_sent(town: Town) -> None:
    await follower(town)
    found = await announced(town, Plan(organisation=b"o" * 16), NINE)
    other = replace(found, texts=words("Another meeting."))
    await town.store.apply(await announcing.changed(town.store, found, other))
    await let_pass(town, days=3)
    assert await dues(town) == {}
    assert await state_of(town, found) == "asked"


async def test_words_change_until_the_first_is_sent(town: Town) -> None:
    await follower(town)
    found = await announced(town, None, NINE)
    other = replace(found, texts=words("Another meeting."))
    await town.store.apply(await announcing.changed(town.store, found, other))
    assert await _now_is(town, found) == other
    with pytest.raises(AnnouncementRefused, match="nothing for: en"):
        await announcing.changed(town.store, other, replace(other, texts={**words("Where."), "en": " "}))
    await let_pass(town, days=3)
    with pytest.raises(AnnouncementRefused, match="cannot be changed"):
        await announcing.changed(town.store, await _now_is(town, found), found)


async def _now_is(town: Town, announcement: Announcement) -> Announcement:
    found = await announcements.get(town.store.database, announcement.id)
    assert found is not None
    return found
