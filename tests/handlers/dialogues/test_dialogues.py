"""A round of dialogues: read from a file, made events and contacts, changed, never made twice."""

import pytest

from bot.clock import due_now
from handlers.events.sheet import EventRefused
from storage import contacts, events
from storage.contacts import Contact, dialogue, for_region
from tests.dialogues import AGENDA, COLUMNS, OFFICE, OFFICES, ROUND, code_of, held
from tests.events import follower, hears
from tests.staff import colleague
from tests.town import REGIONS, SLUG, Town


async def test_each_region_has_its_event_and_its_contact_and_the_agenda_is_written_once(town: Town) -> None:
    amina = await colleague(town, "reader")
    done = await held(town, contact=amina)
    every = await events.every(town.store.database)
    assert [(each.title["en"], each.regions, each.place, each.state) for each in every] == [
        ("Dialogue", ("jadida",), "Town hall", "asked"),
        ("Dialogue", ("settat",), "Library", "asked"),
    ]
    assert {each.zone for each in every} == {"Africa/Casablanca"}
    kept = await contacts.of(town.store.database, SLUG)
    assert set(kept) == {"jadida", "settat", "casa"}
    assert kept["jadida"].office["fr"] == "Bureau régional"
    assert kept["jadida"].person == await town.desk.whose(amina.channel, amina.address)
    assert done.nobody == ("settat", "casa")


async def test_applied_again_nothing_comes_a_second_time_and_a_new_date_reaches_the_event(
    town: Town,
) -> None:
    await held(town)
    driss = await colleague(town, "owner", "Driss")
    for _ in range(2):
        await driss.goes_through("/admin; [Waiting]; [Dialogue]; [Approve]")
    follows = await follower(town)
    await follows.goes_through("/follow; [Inside]; [El Jadida]; [Settat]; [Done]")
    await due_now(town.store, town.now)
    town.later(days=1)
    await due_now(town.store, town.now)
    assert len([each for each in await hears(town, follows) if "You are invited: Dialogue" in each]) == 2
    again = await held(town)
    assert [each.what for each in again.taken] == ["as it was", "as it was"]
    await follows.goes_through("/events; [Friday 4]; [Coming]")
    moved = ROUND.replace("2026-12-04 18:30,2026-12-04 20:30", "2026-12-05 17:00,2026-12-05 19:00")
    assert [each.what for each in (await held(town, moved)).taken] == ["changed", "as it was"]
    await due_now(town.store, town.now)
    (told,) = await hears(town, follows)
    assert "This event has changed: Dialogue" in told
    assert "Saturday 5 December 2026, 17:00" in told
    assert len(await events.every(town.store.database)) == 2


async def test_a_region_that_is_left_out_has_no_contact_any_more_and_keeps_its_event(town: Town) -> None:
    await held(town)
    done = await held(town, "\n".join(ROUND.splitlines()[:2]))
    assert done.gone == ("casa", "settat")
    assert set(await contacts.of(town.store.database, SLUG)) == {"jadida"}
    assert len(await events.every(town.store.database)) == 2


async def test_every_mistake_is_named_with_its_row_and_column_and_nothing_is_kept(town: Town) -> None:
    wrong = f"""\
{COLUMNS},{OFFICES}
nowhere,2026-12-04 18:30,2026-12-04 20:30,Town hall,{AGENDA},{OFFICE},
jadida,2020-12-04 18:30,2020-12-04 20:30,Town hall,,,,,,,Only English,,,ffffff
jadida,2026-12-04 18:30,,Town hall,,,,,,,,,,
"""
    with pytest.raises(EventRefused) as refused:
        await held(town, wrong)
    told = str(refused.value).splitlines()
    assert [each.partition(":")[0] for each in told] == [
        "dialogues.csv, row 2, column region",
        "dialogues.csv, row 3, column contact",
        "dialogues.csv, row 3, column contact",
        "dialogues.csv, row 3, column region",
        "dialogues.csv, row 3, column staff",
        "dialogues.csv, row 3, column starts",
        "dialogues.csv, row 4, column ends",
        "dialogues.csv, row 4, column region",
    ]
    assert await events.every(town.store.database) == []
    assert await contacts.of(town.store.database, SLUG) == {}


async def test_who_has_no_chat_is_no_contact_of_anybody(town: Town) -> None:
    amina = await colleague(town, "reader")
    await amina.goes_through("/forget; [Erase everything]")
    with pytest.raises(EventRefused, match="nobody with a chat here"):
        await held(town, ROUND.replace("{staff}", "abcdef"))


async def test_a_contact_who_is_forgotten_is_not_named_anywhere_any_more(town: Town) -> None:
    amina = await colleague(town, "reader")
    assert await code_of(amina)
    await held(town, contact=amina)
    await amina.goes_through("/forget; [Erase everything]")
    assert (await contacts.of(town.store.database, SLUG))["jadida"].person is None


def test_a_region_inside_another_has_the_contact_of_that_one() -> None:
    around = Contact(SLUG, "casa")
    assert for_region({"casa": around}, REGIONS, "jadida") == around
    assert for_region({}, REGIONS, "jadida") is None
    assert dialogue(SLUG, "casa") != dialogue(SLUG, "jadida")
