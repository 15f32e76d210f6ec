"""What waits for the morning, and what becomes of it in the night: nobody hears what is not so any more."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock import due_now
from handlers.events import going_out
from handlers.news import limiting
from storage import announcements, deliveries, people, rsvps
from storage.changes import Changes
from storage.events import Event
from storage.messages import Tap
from storage.rsvps import KEPT
from storage.told import sweep
from tests.events import announced, changes, follower, hears, only, told
from tests.handlers.events.test_places import in_telegram
from tests.town import SLUG, Resident, Town

CASABLANCA = ZoneInfo("Africa/Casablanca")
NIGHT = timedelta(hours=8)


async def at(town: Town, day: int, hour: int, minute: int = 0) -> None:
    """It is then, in December."""
    town.now = datetime(2026, 12, day, hour, minute, tzinfo=CASABLANCA)
    await due_now(town.store, town.now)


async def answers(town: Town, who: Resident, answer: str) -> None:
    await who.does(Tap(f"event:{(await only(town)).id.hex()}:{answer}"))
    await due_now(town.store, town.now)


async def in_the_evening(town: Town, *people: Resident, room: int = 2) -> Event:
    """An event to which these people come in turn, as far as there is room; it is ten in the evening."""
    await announced(town, room)
    for each in people:
        await answers(town, each, "coming")
    await at(town, 1, 22)
    for each in people:
        await hears(town, each)
    return await only(town)


async def test_changed_and_then_cancelled_it_is_cancelled(town: Town) -> None:
    resident = await follower(town)
    await changes(town, await in_the_evening(town, resident), place="Town hall")
    await at(town, 1, 23)
    await town.store.apply(await going_out.cancelled(town.store, await only(town), town.now))
    await at(town, 2, 9)
    (heard,) = await hears(town, resident)
    assert "It does not take place" in heard


async def test_two_changes_are_told_as_one(town: Town) -> None:
    resident = await follower(town)
    await changes(town, await in_the_evening(town, resident), place="Town hall")
    await changes(town, await only(town), place="Library")
    await at(town, 2, 9)
    (heard,) = await hears(town, resident)
    assert "Library" in heard
    await changes(town, await only(town), place="Town hall")
    assert len(await hears(town, resident)) == 1, "what changes later is told as well"


async def test_a_change_is_not_told_who_is_not_coming_any_more(town: Town) -> None:
    resident = await follower(town)
    await changes(town, await in_the_evening(town, resident), place="Town hall")
    await answers(town, resident, "no")
    await at(town, 2, 9)
    assert await hears(town, resident) == []


async def test_who_moved_up_hears_of_the_place_only_while_it_is_theirs(town: Town) -> None:
    first, second, third = [await follower(town) for _ in range(3)]
    await in_the_evening(town, first, second, third, room=1)
    await answers(town, first, "no")
    await answers(town, second, "no")
    assert await rsvps.counts(town.store.database, (await only(town)).id) == {"coming": 1, "no": 2}
    await at(town, 2, 9)
    assert await hears(town, second) == []
    assert "it is yours" in (await hears(town, third))[0]


async def test_who_moved_up_to_what_is_cancelled_hears_only_that(town: Town) -> None:
    first, second = await follower(town), await follower(town)
    await in_the_evening(town, first, second, room=1)
    await answers(town, first, "no")
    await town.store.apply(await going_out.cancelled(town.store, await only(town), town.now))
    await at(town, 2, 9)
    (heard,) = await hears(town, second)
    assert "It does not take place" in heard


async def test_the_map_is_shown_to_nobody_who_is_not_coming_any_more(town: Town) -> None:
    first, second = await follower(town), await in_telegram(town)
    await in_the_evening(town, first, second, room=1)
    await answers(town, first, "no")
    await answers(town, second, "no")
    await at(town, 2, 9)
    assert await told(town, second) == []
    await answers(town, second, "coming")
    assert any("Maison des jeunes" in text for text in await told(town, second)), "and to who comes again"


async def test_the_map_shows_the_last_place_alone(town: Town) -> None:
    resident = await in_telegram(town)
    event = await in_the_evening(town)
    await answers(town, resident, "coming")
    await changes(town, event, point="33.3 -8.4", place="Town hall")
    await changes(town, await only(town), point="", place="Library")
    await at(town, 2, 9)
    (heard,) = await told(town, resident)
    assert "This event has changed" in heard


async def test_who_has_answered_is_not_invited(town: Town) -> None:
    await announced(town)
    resident, other = await follower(town), await follower(town)
    await answers(town, resident, "coming")
    town.later(days=1)
    await due_now(town.store, town.now)
    assert await hears(town, resident) == []
    assert "You are invited" in (await hears(town, other))[0]
    invitation = next(
        each for each in await announcements.of(town.store.database, SLUG) if each.kind == "event"
    )
    counted = await deliveries.counts(town.store.database, invitation.id)
    assert counted == {"sent": 1, "cancelled": 1}
    await town.store.apply(Changes(sweep((await only(town)).ends + KEPT)))
    left = await deliveries.counts(town.store.database, invitation.id)
    assert left == {"sent": 1}, "nor does a row tell later that they had"


async def waits(town: Town, who: Resident) -> dict[str, datetime | None]:
    """What is due for somebody, by kind, and until when it waits."""
    person = await people.find(town.store.database, town.store.keys, who.channel, who.address)
    assert person
    due = await deliveries.unseen_by(town.store.database, person.id, int(town.now.timestamp()))
    found: dict[str, datetime | None] = {}
    for each in due:
        announcement = await announcements.get(town.store.database, each.announcement)
        assert announcement
        later = await limiting.wait_until(town.store, each.announcement, person, town.now)
        found[announcement.kind] = later
    return found


async def test_what_an_outage_held_up_wakes_nobody(town: Town) -> None:
    resident = await in_telegram(town)
    await announced(town)
    await answers(town, resident, "coming")
    await changes(town, await only(town), place="Town hall")
    await at(town, 4, 2)
    morning = datetime(2026, 12, 4, 8, tzinfo=CASABLANCA)
    assert await waits(town, resident) == dict.fromkeys(
        ("event_evening", "event_map", "event_changed"), morning
    )
    await town.store.apply(await going_out.cancelled(town.store, await only(town), town.now - NIGHT))
    assert await waits(town, resident) == {"event_cancelled": morning}
    await at(town, 4, 8)
    assert await waits(town, resident) == {"event_cancelled": None}


async def test_a_free_place_that_an_outage_held_up_wakes_nobody(town: Town) -> None:
    first, second = await follower(town), await in_telegram(town)
    await announced(town, room=1)
    for each, answer in ((first, "coming"), (second, "coming"), (first, "no")):
        await answers(town, each, answer)
    await at(town, 2, 2)
    assert (await waits(town, second))["event_place"] == datetime(2026, 12, 2, 8, tzinfo=CASABLANCA)


async def test_what_would_come_too_late_in_the_morning_comes_in_the_night(town: Town) -> None:
    resident = await in_telegram(town)
    event = await announced(town)
    early = int(datetime(2026, 12, 4, 9, tzinfo=CASABLANCA).timestamp())
    await answers(town, resident, "coming")
    await changes(town, event, starts=early, ends=early + 7_200)
    await at(town, 4, 2)
    found = await waits(town, resident)
    assert found == dict.fromkeys(found)
    assert {"event_evening", "event_changed"} <= {*found}


async def test_who_answers_in_the_night_is_shown_the_place_at_once(town: Town) -> None:
    resident = await in_telegram(town)
    await announced(town)
    await at(town, 1, 23)
    await answers(town, resident, "coming")
    assert await waits(town, resident) == {"event_map": None}
