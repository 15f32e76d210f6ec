"""Where an event is: a place sent as such, and shown as such to who comes."""

from collections.abc import Sequence

from bot.clock import due_now
from handlers.events import going_out
from handlers.news import telling
from storage import deliveries, people
from storage.messages import Location, News, Tap, Venue
from tests.events import WRITING, announced, changes, follower, hosts, only
from tests.town import SLUG, Resident, Town

PLACE = Venue(33.256, -8.508, "Open evening", "Maison des jeunes")


async def in_telegram(town: Town) -> Resident:
    resident = town.resident("telegram")
    await resident.goes_through(f"/start {SLUG}; [English]; [Continue]; [No]")
    return resident


async def shown(town: Town, somebody: Resident) -> Sequence[Venue]:
    """The places that wait to be sent to somebody."""
    person = await people.find(town.store.database, town.store.keys, somebody.channel, somebody.address)
    assert person
    due = await deliveries.unseen_by(town.store.database, person.id, int(town.now.timestamp()))
    news: list[News | None] = [await telling.news(town.store, each.announcement, person) for each in due]
    return [each.venue for each in news if each and each.venue]


async def test_a_place_is_sent_instead_of_written(town: Town) -> None:
    writer, _ = await hosts(town)
    before, _, after = WRITING.format(room=2).partition("33.256, -8.508; ")
    await writer.goes_through(before.strip("; "))
    assert "tap the paperclip, then Location" in await writer.sees()
    await writer.does(Location(33.25604321, -8.50799999))
    await writer.goes_through(after)
    assert (await only(town)).point == "33.2560 -8.5080", "to about 10 m, as the question says"


async def test_who_comes_is_shown_the_place_once(town: Town) -> None:
    event = await announced(town)
    resident, other, in_web = await in_telegram(town), await in_telegram(town), await follower(town)
    for each in (resident, in_web):
        for answer in ("coming", "no", "coming"):
            await each.does(Tap(f"event:{event.id.hex()}:{answer}"))
    await other.does(Tap(f"event:{event.id.hex()}:maybe"))
    assert await shown(town, resident) == [PLACE]
    assert await shown(town, other) == []
    assert await shown(town, in_web) == [], "the card has a link to the map"


async def test_who_waited_is_shown_it_with_the_place(town: Town) -> None:
    event = await announced(town, room=1)
    first, second = await follower(town), await in_telegram(town)
    for each in (first, second):
        await each.does(Tap(f"event:{event.id.hex()}:coming"))
    assert await shown(town, second) == []
    await first.does(Tap(f"event:{event.id.hex()}:no"))
    await due_now(town.store, town.now)
    assert await shown(town, second) == [PLACE]


async def test_another_place_is_shown_to_who_comes_and_not_in_the_night(town: Town) -> None:
    event, resident = await announced(town), await in_telegram(town)
    await resident.does(Tap(f"event:{event.id.hex()}:coming"))
    assert await shown(town, resident) == [PLACE]
    town.later(hours=14)
    await changes(town, event, point="33.3 -8.4", place="Town hall")
    assert await shown(town, resident) == [], "what was not shown yet is not shown any more"
    town.later(hours=10)
    moved = Venue(33.3, -8.4, "Open evening", "Town hall")
    assert await shown(town, resident) == [moved]
    await changes(town, await only(town), capacity=9)
    assert await shown(town, resident) == [moved], "it is where it was"


async def test_an_event_online_has_no_place(town: Town) -> None:
    event, resident = await announced(town), await in_telegram(town)
    await changes(town, event, point="", place="", link="https://town.example")
    await resident.does(Tap(f"event:{event.id.hex()}:coming"))
    assert await shown(town, resident) == []


async def test_what_is_cancelled_is_shown_to_nobody(town: Town) -> None:
    event, resident = await announced(town), await in_telegram(town)
    await resident.does(Tap(f"event:{event.id.hex()}:coming"))
    await town.store.apply(await going_out.cancelled(town.store, event, town.now))
    assert await shown(town, resident) == []
