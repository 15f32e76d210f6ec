"""An event in Telegram: the card, and the place as a point on the map below it."""

from dataclasses import replace

from handlers.events import going_out
from storage import events
from storage.changes import Changes
from tests.bot.telegram import begun, serving
from tests.bot.test_events_page import event
from tests.bot_api import BotApi, Person
from tests.bot_api.ledger import Message
from tests.town import Town


async def places(person: Person, count: int) -> list[Message]:
    """The places that the chat shows, once there are so many."""
    while len(found := [each for each in person.sees() if "venue" in each.media]) < count:
        await person.waits()
    return found


async def test_who_comes_is_shown_the_place_on_the_map_and_later_another(town: Town, api: BotApi) -> None:
    made = event(town)
    await town.store.apply(Changes((events.add(made),)))
    async with serving(town, api):
        person = await begun(api)
        await person.send("/events")
        await person.tap((await person.waits("Events")).labels[0])
        await person.waits("Maison des jeunes")
        await person.tap("Coming")
        (place,) = await places(person, 1)
        assert (place.media["venue"]["title"], place.labels) == ("Open evening", [])
        assert place.media["location"] == {"latitude": 33.256, "longitude": -8.508}
        moved = replace(made, point="33.3 -8.4", place="Town hall")
        await town.store.apply(await going_out.changed(town.store, made, moved, town.now))
        _, other = await places(person, 2)
        assert other.media["venue"]["address"] == "Town hall"
