"""The public events: what is open and coming, in the language asked for, and nothing else."""

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import recurring_ical_events
from icalendar import Calendar

from bot import events_page
from handlers.events import going_out
from reports.calendars.entry import Entry
from reports.calendars.write import calendar
from storage import consultations, events
from storage.changes import Changes
from storage.events import STATES, Event, State
from tests.town import SLUG, Town


def event(town: Town, **given: object) -> Event:
    starts = int((town.now + timedelta(days=9)).timestamp())
    made = Event(
        id=b"0123456789abcdef",
        consultation=SLUG,
        title={"en": "Open evening", "ar": "أمسية مفتوحة"},
        about={"en": "Ask about your lease."},
        starts=starts,
        ends=starts + 7200,
        zone="Africa/Casablanca",
        place="Maison des jeunes",
        point="33.256 -8.508",
        link="https://example.org/evening",
        state="open",
        sequence=2,
    )
    return replace(made, **given)  # type: ignore[arg-type]


async def add(town: Town, *given: Event) -> None:
    await town.store.apply(Changes(tuple(events.add(each) for each in given)))


async def titles(town: Town, language: str = "en") -> list[str]:
    return [each.title for each in await events_page.invitations(town.store, language, town.now)]


@pytest.mark.parametrize("state", STATES)
async def test_only_what_is_open_is_public(town: Town, state: State) -> None:
    await add(town, event(town, state=state))
    feed = Calendar.from_ical(await events_page.feed(town.store, "en", town.now))
    assert await titles(town) == (["Open evening"] if state == "open" else [])
    assert len(feed.walk("VEVENT")) == (state == "open")


async def test_what_is_over_and_what_a_closed_consultation_had_is_not_listed(town: Town) -> None:
    coming = event(town)
    await add(town, coming, replace(coming, id=b"over", starts=1, ends=2))
    assert await titles(town) == ["Open evening"]
    await town.store.apply(Changes((consultations.move(SLUG, "open", "closing"),)))
    assert await titles(town) == []


async def test_an_invitation_is_in_the_language_asked_for_or_in_the_first(town: Town) -> None:
    await add(town, event(town))
    assert await titles(town, "ar") == ["أمسية مفتوحة"]
    assert await titles(town, "fr") == ["Open evening"]
    (found,) = await events_page.invitations(town.store, "en", town.now)
    assert "Casablanca" in found.when
    assert found.map.startswith("https://www.openstreetmap.org/?mlat=33.256&mlon=-8.508#")
    assert found.organiser


async def test_the_calendar_has_the_same_instants_under_an_id_that_stays(town: Town) -> None:
    made = event(town)
    await add(town, made)
    feed = Calendar.from_ical(await events_page.feed(town.store, "ar", town.now))
    (found,) = feed.events
    assert (found["SUMMARY"], found["UID"], found["SEQUENCE"]) == (
        "أمسية مفتوحة",
        "30313233343536373839616263646566@mushawara",
        2,
    )
    times = [found.DTSTART, found.DTEND]
    assert times == [datetime.fromtimestamp(moment, UTC) for moment in (made.starts, made.ends)]


async def test_one_event_is_a_file_of_its_own_also_when_it_is_cancelled(town: Town) -> None:
    made = event(town, state="cancelled")
    await add(town, made, event(town, id=b"another"), event(town, id=b"draft", state="draft"))
    file = Calendar.from_ical(await events_page.feed(town.store, "ar", town.now, made.id.hex()))
    (found,) = file.walk("VEVENT")
    assert (found["STATUS"], str(found["SUMMARY"])) == ("CANCELLED", "أمسية مفتوحة")
    for unknown in (b"draft".hex(), b"nothing".hex(), "zz"):
        assert await events_page.feed(town.store, "ar", town.now, unknown) == b""


async def test_a_calendar_that_says_the_same_is_not_written_anew_for_each_who_asks(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []

    def write(entries: Sequence[Entry], stamp: datetime, language: str, name: str) -> bytes:
        written.append(language)
        return calendar(entries, stamp, language, name)

    monkeypatch.setattr(events_page, "calendar", write)
    await add(town, event(town, id=os.urandom(16)))
    seen = {await events_page.feed(town.store, "en", town.now) for _ in range(5)}
    assert (len(seen), written) == (1, ["en"])
    await add(town, event(town, id=os.urandom(16), title={"en": "Another evening"}))
    assert b"Another evening" in await events_page.feed(town.store, "en", town.now)
    town.later(hours=1)
    await events_page.feed(town.store, "en", town.now)
    assert written == ["en"] * 3


async def test_its_file_follows_each_change_and_the_end(town: Town) -> None:
    made = event(town, sequence=0)
    await add(town, made)
    later = replace(made, starts=made.starts + 3_600, ends=made.ends + 3_600, place="دار الشباب، الجديدة")
    seen = [await opened(town, made)]
    await town.store.apply(await going_out.changed(town.store, made, later, town.now))
    seen.append(await opened(town, made))
    (changed,) = await events.every(town.store.database)
    await town.store.apply(await going_out.cancelled(town.store, changed, town.now))
    seen.append(await opened(town, made))
    assert seen == [
        ("PUBLISH", "CONFIRMED", 0, made.starts, "Maison des jeunes"),
        ("PUBLISH", "CONFIRMED", 1, later.starts, "دار الشباب، الجديدة"),
        ("CANCEL", "CANCELLED", 2, later.starts, "دار الشباب، الجديدة"),
    ]


async def opened(town: Town, made: Event) -> tuple[str, str, int, int, str]:
    """What a calendar takes out of the file of one event, found among its days by another library."""
    file = Calendar.from_ical(await events_page.feed(town.store, "ar", town.now, made.id.hex()))
    around = [town.now + timedelta(days=days) for days in (8, 11)]
    (found,) = recurring_ical_events.of(file).between(*around)
    starts = int(found["DTSTART"].dt.timestamp())
    return str(file["METHOD"]), str(found["STATUS"]), found["SEQUENCE"], starts, str(found["LOCATION"])
