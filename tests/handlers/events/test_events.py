"""Events from the first question to the last reminder: who writes, who approves, who comes, who is told."""

import asyncio
import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.clock import due_now
from handlers.events import going_out
from reports.calendars import read
from reports.calendars.entry import Entry
from storage import audit, events, rsvps
from storage.changes import Changes, Stale
from storage.messages import File, Tap
from tests.events import WRITING, announced, changes, follower, hears, hosts, only
from tests.organisations import SURVEYS, ask_organisations, joined, member
from tests.staff import colleague
from tests.town import SLUG, Resident, Town, plain, words


async def test_a_member_sees_what_people_will_see_and_somebody_else_approves_it(town: Town) -> None:
    writer, other = await hosts(town)
    await writer.goes_through(WRITING.format(room=40))
    seen = await writer.sees()
    assert "This is what people will see" in seen
    assert seen.count("Open evening") == 3, "once in each language"
    assert "Friday 4 December 2026, 18:30 (Casablanca)" in seen
    assert "vendredi 4 décembre 2026, 18:30" in seen
    assert "fewer than 10 people" in seen
    await writer.goes_through("[Send for approval]")
    assert "waits for approval" in await writer.sees()
    await writer.writes("/event")
    assert "Waiting" not in await writer.sees(), "nobody approves their own"
    await other.goes_through("/event; [Waiting]; [Open evening]")
    assert "Maison des jeunes" in await other.sees()
    await other.taps("Approve")
    assert "It is approved and goes out." in await other.sees()
    assert (await only(town)).state == "open"


async def test_another_member_of_the_same_organisation_cannot_approve_it(town: Town) -> None:
    writer, _ = await hosts(town)
    second = await joined(town)
    await writer.goes_through(f"{WRITING.format(room=40)}; [Send for approval]")
    event = await only(town)
    await second.writes("/event")
    await second.goes_through("/event; [Open evening]")
    card = (await second.card()).buttons[0][0].data.rpartition(".")[0]
    await second.does(Tap(f"{card}.yes{event.sequence}"))
    assert (await only(town)).state == "asked"


async def test_what_was_changed_after_it_was_looked_at_is_not_approved(town: Town) -> None:
    writer, _ = await hosts(town)
    await writer.goes_through(f"{WRITING.format(room=40)}; [Send for approval]")
    looked_at = await only(town)
    changed = replace(looked_at, place="Elsewhere", sequence=looked_at.sequence + 1)
    await town.store.apply(Changes((events.change(looked_at, changed),)))
    with pytest.raises(Stale):
        await town.store.apply(await going_out.approved(town.store, looked_at, town.now))
    assert (await only(town)).state == "asked"


async def test_nobody_else_writes_events(town: Town) -> None:
    resident = await member(town)
    await resident.writes("/event")
    assert "verified organisations" in await resident.sees()
    assert [plain(button.label) for button in await resident.buttons()] == ["Go on"]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("04/12/2025 18:30", "a time to come"),
        ("04/12/2026 18:30; [Two hours]; Town hall; [Skip]; https://5ettat.example/x", "looks like a site"),
        ("04/12/2026 18:30; [Two hours]; Town hall; [Skip]; http://10.0.0.1/x", "the name of a site"),
    ],
)
async def test_what_is_wrong_is_said_at_once(town: Town, answer: str, said: str) -> None:
    writer, _ = await hosts(town)
    await writer.goes_through(f"/event; [Write about]; Open evening; Ask about your lease.; {answer}")
    assert said in await writer.sees()


async def test_an_event_that_is_nowhere_is_asked_for_its_place(town: Town) -> None:
    writer, _ = await hosts(town)
    nowhere = WRITING.format(room=40).replace("Maison des jeunes; 33.256, -8.508", "[Skip]; [Skip]")
    await writer.goes_through(nowhere)
    assert "Where is it?" in await writer.sees()
    assert await events.every(town.store.database) == []


async def test_a_draft_is_changed_or_dropped_and_regions_are_chosen(town: Town) -> None:
    writer, _ = await hosts(town)
    await writer.goes_through(WRITING.format(room=40))
    await writer.goes_through("[Choose regions]; [Inside]; [El Jadida]; [Done]")
    assert "follow El Jadida: fewer" in await writer.sees()
    await writer.goes_through("[Change something]; [Change one]; [1. What is]; Another evening")
    assert "Another evening" in await writer.sees()
    await writer.taps("Send")
    assert "Another evening" in await writer.sees()
    assert (await only(town)).regions == ("jadida",)
    await writer.taps("Drop it")
    assert await events.every(town.store.database) == []


async def test_topics_are_chosen_where_there_are_any(town: Town) -> None:
    writer, _ = await hosts(town)
    await writer.goes_through(WRITING.format(room=40))
    assert "Choose topics" not in await writer.sees()
    await town.hold_again(surveys=SURVEYS, topics={"housing": words("Housing"), "water": words("Water")})
    await writer.goes_through("[Choose topics]; [Housing]; [Water]; [✓ Water]; [Done]".replace("✓ ", ""))
    assert "follow Housing: fewer" in await writer.sees()
    await writer.goes_through("[Choose regions]; [Inside]; [El Jadida]; [Done]")
    assert "follow El Jadida and Housing: fewer" in await writer.sees()
    assert ((await only(town)).topics, (await only(town)).regions) == (("housing",), ("jadida",))
    await writer.goes_through("[Change something]; [Change one]; [1. What is]; Another evening; [Send]")
    assert (await only(town)).topics == ("housing",)


async def test_those_it_concerns_are_invited_and_a_full_event_has_a_waiting_list(town: Town) -> None:
    first, second, third = [await follower(town) for _ in range(3)]
    event = await announced(town, room=1)
    town.later(days=1)
    await due_now(town.store, town.now)
    (news,) = await town.desk.news(first.address)
    assert "You are invited: Open evening" in plain(news.text)
    coming, maybe, no = news.buttons[0]
    await first.does(Tap(coming.data))
    assert "You are coming" in await first.sees()
    await second.does(Tap(coming.data))
    assert "waiting list" in await second.sees()
    await third.does(Tap(maybe.data))
    assert "may be coming" in await third.sees()
    await first.does(Tap(no.data))
    await due_now(town.store, town.now)
    assert "A place is free, and it is yours" in "\n".join(await hears(town, second))
    assert await rsvps.counts(town.store.database, event.id) == {"coming": 1, "maybe": 1, "no": 1}


async def test_many_who_tap_at_once_get_the_places_there_are(town: Town) -> None:
    event = await announced(town, room=3)
    people = [await follower(town) for _ in range(12)]
    await asyncio.gather(*(each.does(Tap(f"event:{event.id.hex()}:coming")) for each in people))
    assert await rsvps.counts(town.store.database, event.id) == {"coming": 3, "waiting": 9}


async def test_who_forgets_everything_makes_room(town: Town) -> None:
    event = await announced(town, room=1)
    first, second = await follower(town), await follower(town)
    for each in (first, second):
        await each.does(Tap(f"event:{event.id.hex()}:coming"))
    await first.writes("/mydata")
    assert "Open evening" in await first.sees()
    await first.goes_through("/forget; [Erase everything]")
    await due_now(town.store, town.now)
    assert await rsvps.counts(town.store.database, event.id) == {"coming": 1}
    assert "it is yours" in "\n".join(await hears(town, second))


async def test_who_comes_is_reminded_in_the_evening_and_before(town: Town) -> None:
    event = await announced(town)
    resident, other = await follower(town), await follower(town)
    await resident.does(Tap(f"event:{event.id.hex()}:coming"))
    await other.does(Tap(f"event:{event.id.hex()}:coming"))
    await other.does(Tap(f"event:{event.id.hex()}:maybe"))
    await hears(town, resident), await hears(town, other)
    heard = []
    while town.now.timestamp() < event.starts:
        town.later(minutes=30)
        heard += [(town.now, text) for text in await hears(town, resident)]
    begins = town.now
    assert [begins - at for at, _ in heard] == [timedelta(days=1), timedelta(hours=2)]
    assert all("You said you are coming" in text for _, text in heard)
    assert await hears(town, other) == []


async def test_a_change_reaches_all_who_answered_and_moves_the_reminders(town: Town) -> None:
    event = await announced(town, room=1)
    coming, waiting, no = [await follower(town) for _ in range(3)]
    for each, answer in ((coming, "coming"), (waiting, "coming"), (no, "no")):
        await each.does(Tap(f"event:{event.id.hex()}:{answer}"))
        await hears(town, each)
    await changes(town, event, starts=event.starts + 86_400, ends=event.ends + 86_400)
    assert "has changed" in (await hears(town, coming))[0]
    assert "has changed" in (await hears(town, waiting))[0]
    assert await hears(town, no) == []
    town.later(days=9.5)
    assert await hears(town, coming) == [], "that was the evening before"
    town.later(days=1)
    assert "You said you are coming" in (await hears(town, coming))[0]


async def test_an_event_is_cancelled_by_its_organisation_and_all_who_answered_are_told(town: Town) -> None:
    writer, other = await hosts(town)
    await writer.goes_through(f"{WRITING.format(room=2)}; [Send for approval]")
    await other.goes_through("/event; [Waiting]; [Open evening]; [Approve]")
    event, resident = await only(town), await follower(town)
    await resident.does(Tap(f"event:{event.id.hex()}:coming"))
    await hears(town, resident)
    await writer.goes_through("/event; [Open evening]")
    assert "Coming: fewer than 10 people" in await writer.sees()
    await writer.goes_through("[Cancel this event]; [Yes]")
    assert (await only(town)).state == "cancelled"
    assert (await audit.every(town.store.database, town.store.keys))[-1].what == "cancelled"
    assert "Cancelled: Open evening" in (await hears(town, resident))[0]
    town.later(days=10)
    assert await hears(town, resident) == [], "nobody is reminded of it"
    await resident.does(Tap(f"event:{event.id.hex()}:coming"))
    assert "was cancelled" in await resident.sees()


async def test_events_near_me(town: Town) -> None:
    await announced(town)
    event = await only(town)
    await town.store.apply(Changes((events.change(event, replace(event, regions=("jadida",))),)))
    near, far = await follower(town), await follower(town)
    await near.goes_through("/follow; [Casablanca-Settat]; [Done]; /events")
    assert "Open evening" in await near.sees()
    await near.goes_through("[Friday]; [Coming]")
    assert "You are coming" in await near.sees()
    await far.goes_through("/follow; [Inside]; [Settat]; [Done]; /events")
    assert "No event is announced" in await far.sees()
    await (nobody := town.resident("web")).goes_through(f"/start {SLUG}; [English]; /events")
    assert "Open evening" in await nobody.sees()


ICS = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//elsewhere//EN\r
BEGIN:VEVENT\r
UID:1@elsewhere\r
DTSTART:20261204T173000Z\r
DTEND:20261204T193000Z\r
SUMMARY:Open evening\r
DESCRIPTION:Ask about your lease.\r
LOCATION:Maison des jeunes\r
END:VEVENT\r
END:VCALENDAR\r
"""


async def sends(town: Town, writer: Resident, content: bytes) -> str:
    """Send a calendar file at /event; what is read then."""

    async def fetch(_: File, __: int) -> bytes:
        return content

    town.desk.fetchers["telegram"] = fetch
    await writer.writes("/event")
    await writer.does(File("file", len(content), "reference"))
    return await writer.sees()


async def test_a_calendar_file_begins_the_form(town: Town) -> None:
    writer, _ = await hosts(town)
    assert "Where is that on the map?" in await sends(town, writer, ICS)
    await writer.goes_through("[Skip]; [Skip]; [Skip]; [English]; [Done]; [Skip]; [Skip]")
    assert "4 December 2026, 18:30" in await writer.sees(), "the same moment on the clock of Casablanca"
    await writer.taps("Send")
    assert "Place: Maison des jeunes" in await writer.sees()
    event = await only(town)
    assert event.ends - event.starts == 7_200


async def test_a_calendar_file_that_cannot_be_read_is_refused_with_the_reason(town: Town) -> None:
    writer, _ = await hosts(town)
    assert "not a calendar file" in await sends(town, writer, b"%PDF-1.7")
    past = ICS.replace(b"20261204", b"20251204")
    assert "still to come" in await sends(town, writer, past)
    assert await events.every(town.store.database) == []


async def test_while_a_calendar_file_is_read_everybody_else_goes_on(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer, other = await hosts(town)
    reading, loop, read_as_ever = asyncio.Event(), asyncio.get_running_loop(), read.events
    go_on = threading.Event()

    def slowly(content: bytes, zone: str) -> list[Entry]:
        loop.call_soon_threadsafe(reading.set)
        go_on.wait(60)
        return read_as_ever(content, zone)

    monkeypatch.setattr(read, "events", slowly)
    sending = asyncio.create_task(sends(town, writer, ICS))
    await reading.wait()
    await other.writes("/event")
    assert "Events of Water For All" in await other.sees()
    assert not sending.done()
    go_on.set()
    assert "Where is that on the map?" in await sending


async def test_a_removed_member_sees_no_more_how_an_event_stands(town: Town) -> None:
    writer, _ = await hosts(town)
    second = await joined(town)
    await writer.goes_through(f"{WRITING.format(room=2)}; [Send for approval]")
    await second.goes_through("/event; [Open evening]")
    assert "waits for approval" in await second.sees()
    await writer.goes_through("/organisation; [Members]; [Remove the others]; [Remove the others]")
    assert "not there any more" in await second.sees()
    assert "Open evening" not in await second.sees()


async def test_staff_invite_in_the_name_of_the_consultation(town: Town) -> None:
    await ask_organisations(town)
    writer, other = [await colleague(town, name=name) for name in ("Amina", "Karim")]
    await writer.goes_through(f"{WRITING.format(room=2)}; [Send for approval]; /event")
    assert "Waiting" not in await writer.sees()
    await other.goes_through("/event; [Waiting]; [Open evening]; [Approve]")
    event = await only(town)
    assert (event.state, event.organisation) == ("open", None)


async def test_where_several_consultations_are_open_who_writes_chooses_one(town: Town) -> None:
    writer, _ = await hosts(town)
    await town.hold(slug="water", title=words("And water?"))
    for title, slug in (("What matters most", SLUG), ("And water?", "water")):
        steps = WRITING.format(room=2).replace("[Write about]", f"[Write about an event: {title}]")
        await writer.goes_through(steps)
        assert (await only(town)).consultation == slug
        await writer.taps("Drop it")
