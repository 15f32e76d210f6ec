"""`/events`: what takes place near somebody, however many events and regions there are."""

from dataclasses import replace

import pytest

from storage import consultations, events, interests, people
from storage.changes import Changes
from storage.consultations import Region
from storage.database import Database
from tests.events import announced, follower
from tests.town import REGIONS, SLUG, Resident, Town


async def follows(town: Town, *regions: str) -> Resident:
    """Somebody who follows these regions."""
    resident = await follower(town)
    person = await people.find(town.store.database, town.store.keys, "web", resident.address)
    assert person
    await town.store.apply(Changes(tuple(interests.follow(person.id, SLUG, region) for region in regions)))
    return resident


async def held_in(town: Town, *regions: str) -> None:
    """An event in each of these, called by its region."""
    await town.store.apply(Changes(consultations.put_regions(SLUG, (*REGIONS, Region("x", "", {"en": "X"})))))
    event = await announced(town)
    made = [
        replace(event, id=f"{number:16}".encode(), regions=(region,), title={"en": f"In {region}"})
        for number, region in enumerate(regions)
    ]
    await town.store.apply(Changes((*map(events.add, made), events.drop(event))))


@pytest.mark.parametrize(
    ("followed", "near"),
    [
        (("jadida",), {"casa", "jadida"}),
        (("casa",), {"casa", "jadida", "settat"}),
        (("jadida", "settat"), {"casa", "jadida", "settat"}),
        (("jadida", "x"), {"casa", "jadida", "x"}),
        ((), {"casa", "jadida", "settat", "x"}),
    ],
)
async def test_near_is_in_a_region_around_it_or_inside_it(
    town: Town, followed: tuple[str, ...], near: set[str]
) -> None:
    await held_in(town, "casa", "jadida", "settat", "x")
    resident = await follows(town, *followed)
    await resident.writes("/events")
    seen = await resident.sees()
    assert {region for region in ("casa", "jadida", "settat", "x") if f"In {region}" in seen} == near


async def test_the_regions_are_read_once_and_not_for_each_event(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await held_in(town, *["jadida"] * 50)
    resident = await follows(town, "jadida", "settat")
    read, asked = consultations.regions, []

    async def regions(database: Database, slug: str) -> list[Region]:
        asked.append(slug)
        return await read(database, slug)

    monkeypatch.setattr(consultations, "regions", regions)
    await resident.writes("/events")
    asked.clear()
    assert (await resident.sees()).count("In jadida") == 30
    assert len(asked) <= 1
