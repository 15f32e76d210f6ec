"""Announcements: to whom, when in each one's own time, and what is kept of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select

from bot.clock import due_now
from bot.settings import random_bytes
from handlers.announcements import announcing, halting
from handlers.announcements.announcing import Plan
from handlers.announcements.checking import AnnouncementRefused
from handlers.news import addressing
from storage import announcements, interests
from storage.changes import Changes, Repeat, Write
from storage.retention import sweep_totals
from storage.schema.announcements import ANNOUNCEMENT, DELIVERY
from storage.schema.organisations import Member, Organisation
from tests.announcing import (
    NINE,
    announced,
    dues,
    followed,
    let_pass,
    now_is,
    reached,
    settle_all,
    state_of,
    states,
)
from tests.followers import THIRTY_ZONES, follower
from tests.organisations import verified
from tests.town import SLUG, Town, words


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
    found = await dues(town)
    assert found.keys() == where.keys()
    for person, moment in found.items():
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
    one, other = [await followed(town) for _ in range(2)]
    await town.store.apply(one[0])
    with pytest.raises(Repeat):
        await town.store.apply(other[0])
    late = await followed(town)
    again = await followed(town)
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
    await town.store.apply((await followed(town))[0])
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
    housing = await follower(town, "jadida", beside=(interests.follow_topic(_id(number), SLUG, "housing"),))
    number += 1
    member = await follower(town, "jadida", beside=_speaks_for(number, b"o" * 16))
    everybody = {inside, french, elsewhere, housing, member}

    async def told(regions: tuple[str, ...] = (), **plan: Any) -> set[bytes]:
        found = await announcing.write(
            town.store, SLUG, words("A meeting."), None, regions, town.now, random_bytes, Plan(**plan)
        )
        return set(await reached(town.store, found))

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
    await announced(town, Plan(organisation=await verified(town, b"o" * 16)))
    assert set(await dues(town)) == {whole}
    await announced(town, Plan(organisation=await verified(town, b"p" * 16)))
    rows = await town.store.database.rows(select(DELIVERY.person).where(DELIVERY.person == quiet))
    assert len(rows) == 1


async def test_other_words_count_for_the_day_of_a_rule_that_is_made_already(town: Town) -> None:
    await follower(town)
    series = await announced(town, Plan(rule="FREQ=DAILY;COUNT=4"), NINE)
    town.now = datetime(2026, 11, 25, 20, 0, tzinfo=UTC)  # it is nine in Kiritimati
    await let_pass(town)
    made = [each for each in await announcements.of(town.store.database, SLUG) if each.series]
    assert [each.local for each in made] == ["2026-11-26T09:00"]
    other = replace(await now_is(town, series), texts=words("Another meeting."))
    await town.store.apply(await announcing.changed(town.store, await now_is(town, series), other))
    assert (await now_is(town, made[0])).texts == words("Another meeting.")
    assert (await now_is(town, made[0])).local == "2026-11-26T09:00"


async def test_after_a_month_only_totals_are_left(town: Town) -> None:
    people = [await follower(town) for _ in range(3)]
    found = await announced(town)
    await settle_all(town)
    await let_pass(town, seconds=1)
    town.later(days=29)
    await sweep_totals(town.store, int(town.now.timestamp()))
    assert set(await dues(town)) == set(people)
    before = await halting.report(town.store, found)
    town.later(days=3)
    await sweep_totals(town.store, int(town.now.timestamp()))
    assert await dues(town) == {}
    assert await halting.report(town.store, found) == before
    assert before["sent"] == 3


async def test_other_words_than_were_approved_are_not_sent(town: Town) -> None:
    await follower(town)
    found = await announced(town, Plan(organisation=await verified(town, b"o" * 16)), NINE)
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
    assert await now_is(town, found) == other
    with pytest.raises(AnnouncementRefused, match="nothing for: en"):
        await announcing.changed(town.store, other, replace(other, texts={**words("Where."), "en": " "}))
    await let_pass(town, days=3)
    with pytest.raises(AnnouncementRefused, match="cannot be changed"):
        await announcing.changed(town.store, await now_is(town, found), found)
