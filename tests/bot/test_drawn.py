"""A card drawn with the decision is what would be loaded, and is never shown once it is not true any more."""

from dataclasses import replace

from bot.desk import Desk
from bot.drawn import MOST, DrawnCards
from handlers import routing
from storage import people
from storage.due import Drawn
from storage.messages import Card
from tests.town import SLUG, Resident, Town

FIRST = f"/start {SLUG}; [English]; [Continue]; [No]; [I agree]"


async def loaded(town: Town, resident: Resident) -> Card:
    somebody = await people.find(town.store.database, town.store.keys, resident.channel, resident.address)
    assert somebody
    return await routing.current_card(town.store, town.desk.place(), somebody)


async def test_it_is_the_card_that_would_be_loaded(town: Town) -> None:
    resident = town.resident()
    steps = "[El Jadida]; [Housing]; [Water]; [Back]; [Settat]; [Housing]; [Water]; [Done]; [Water]; lots; 4"
    for step in f"{FIRST}; {steps}; [Skip]; [Skip]; [Skip]; [Send]".split("; "):
        await resident.goes_through(step)
        assert await resident.card() == await loaded(town, resident), step


async def test_it_is_loaded_when_another_process_went_on(town: Town) -> None:
    resident = town.resident()
    await resident.goes_through(f"{FIRST}; [El Jadida]")
    here, town.desk = town.desk, Desk(town.store, clock=lambda: town.now)
    await resident.taps("Back")
    town.desk = here
    assert (await resident.card()).title == "Where do you live?"


async def test_it_is_loaded_when_the_consultation_has_changed(town: Town) -> None:
    resident = town.resident()
    await resident.goes_through(f"{FIRST}; [El Jadida]")
    await town.hold_again(consent_version="2")
    assert (await resident.card()).title == "Before you begin"


def test_of_many_who_wait_only_some_are_kept() -> None:
    cards, card = DrawnCards(), Card(1, "en", "")
    for number in range(MOST + 10):
        cards.keep(Drawn(number.to_bytes(4, "big"), 1, SLUG, None, replace(card, number=number)))
    assert cards.take((9).to_bytes(4, "big")) is None
    assert cards.take((10).to_bytes(4, "big")) is not None
    assert cards.take((10).to_bytes(4, "big")) is None
