"""A member changes an event that is announced, or one that was refused: it is approved once more."""

from dataclasses import replace

import pytest

from bot.clock import due_now
from bot.events_page import feed
from handlers.approvals.approval import may_go_out
from handlers.events import going_out
from storage import events, rsvps
from storage.changes import Changes
from storage.events import Event
from storage.messages import Tap
from tests.events import CHANGING, WRITING, approves, changes, follower, hears, hosts, only, refuses, told
from tests.organisations import joined
from tests.town import Resident, Town

MOVED = CHANGING.format(question="[5. Where is it?]", answer="Town hall")


@pytest.fixture
async def written(town: Town) -> tuple[Resident, Resident]:
    """Who wrote an event that is announced, and who approved it."""
    writer, other = await hosts(town)
    await writer.goes_through(f"{WRITING.format(room=2)}; [Send for approval]")
    await approves(other)
    await due_now(town.store, town.now)
    return writer, other


async def announced(town: Town) -> Event:
    return next(each for each in await events.every(town.store.database) if each.state == "open")


async def test_a_change_is_approved_by_somebody_else_and_reaches_who_answered(
    town: Town, written: tuple[Resident, Resident]
) -> None:
    writer, other = written
    before, resident, no = await only(town), await follower(town), await follower(town)
    await resident.does(Tap(f"event:{before.id.hex()}:coming"))
    await no.does(Tap(f"event:{before.id.hex()}:no"))
    await hears(town, resident), await hears(town, no)
    await writer.goes_through(MOVED)
    assert "Place: Town hall" in await writer.sees()
    assert "all who come, may come or wait" in await writer.sees()
    await writer.goes_through("[Send for approval]")
    assert await announced(town) == before, "until it is approved it is what people were told"
    await other.goes_through("/event; [Waiting]; [Open evening]")
    assert "Place: Town hall" in await other.sees()
    assert "Place: Maison des jeunes" in (await other.sees()).partition("Until now it is")[2]
    await other.taps("Approve")
    after = await only(town)
    assert (after.id, after.place, after.sequence) == (before.id, "Town hall", before.sequence + 1)
    assert (after.starts, after.ends, after.capacity) == (before.starts, before.ends, before.capacity)
    assert await may_go_out(town.store, after)
    (heard,) = await hears(town, resident)
    assert "has changed" in heard
    assert "Town hall" in heard
    assert await hears(town, no) == []
    assert any("Your change was approved" in text for text in await told(town, writer))
    file = await feed(town.store, "en", town.now, after.id.hex())
    assert f"SEQUENCE:{after.sequence}".encode() in file
    assert await rsvps.counts(town.store.database, after.id) == {"coming": 1, "no": 1}


@pytest.mark.parametrize(
    ("question", "answer", "name", "value"),
    [
        ("[1. What is]", "Another evening", "title", {"en": "Another evening"}),
        ("[3. When]", "05/12/2026 18:30", "starts", 1_796_491_800),
        ("[8. For how many]", "60", "capacity", 60),
        ("[7. Is there a page]", "https://town.example/a", "link", "https://town.example/a"),
    ],
)
async def test_everything_can_be_changed(
    town: Town, written: tuple[Resident, Resident], question: str, answer: str, name: str, value: object
) -> None:
    writer, other = written
    await writer.goes_through(f"{CHANGING.format(question=question, answer=answer)}; [Send for approval]")
    await approves(other, "Another evening" if name == "title" else "Open evening")
    assert getattr(await only(town), name) == value


async def test_nobody_approves_the_change_of_their_own_organisation(
    town: Town, written: tuple[Resident, Resident]
) -> None:
    writer, _ = written
    second = await joined(town)
    await writer.goes_through(f"{MOVED}; [Send for approval]")
    change = next(each for each in await events.every(town.store.database) if each.changes)
    for somebody in (writer, second):
        await somebody.writes("/event")
        assert "Waiting" not in await somebody.sees()
        card = (await somebody.card()).buttons[0][0].data.rpartition(".")[0]
        await somebody.does(Tap(f"{card}.yes{change.sequence}"))
    assert (await announced(town)).place == "Maison des jeunes"


async def test_another_organisation_changes_nothing(town: Town, written: tuple[Resident, Resident]) -> None:
    _, other = written
    event = await only(town)
    await other.writes("/event")
    assert "Open evening" not in await other.sees()
    card = (await other.card()).buttons[0][0].data.rpartition(".")[0]
    await other.does(Tap(f"{card}.e{event.id.hex()}"))
    await other.does(Tap(f"{card}.change"))
    assert await events.every(town.store.database) == [event]


async def test_what_is_left_as_it_was_stays_to_the_minute(
    town: Town, written: tuple[Resident, Resident]
) -> None:
    writer, other = written
    before = await only(town)
    await changes(town, before, ends=before.starts + 5_400, topics=("housing",), regions=("jadida",))
    await writer.goes_through(f"{MOVED}; [Send for approval]")
    await approves(other)
    after = await only(town)
    assert (after.ends - after.starts, after.topics, after.regions) == (5_400, ("housing",), ("jadida",))


async def test_a_change_of_what_has_changed_meanwhile_does_not_undo_it(
    town: Town, written: tuple[Resident, Resident]
) -> None:
    writer, other = written
    second = await joined(town)
    await writer.goes_through(f"{MOVED}; [Send for approval]")
    other_title = CHANGING.format(question="[1. What is]", answer="Another evening")
    await second.goes_through(f"{other_title}; [Send for approval]")
    await approves(other)
    assert [each.state for each in await events.every(town.store.database) if each.changes] == ["refused"]
    assert (await announced(town)).place == "Town hall"
    heard = await told(town, second)
    assert any("has changed before your change was approved" in text for text in heard)


async def test_a_change_that_was_looked_at_before_the_event_changed_is_not_approved(
    town: Town, written: tuple[Resident, Resident]
) -> None:
    writer, _ = written
    await writer.goes_through(f"{MOVED}; [Send for approval]")
    change = next(each for each in await events.every(town.store.database) if each.changes)
    event = await announced(town)
    await town.store.apply(
        Changes((events.change(event, replace(event, capacity=9, sequence=event.sequence + 1)),))
    )
    await town.store.apply(await going_out.approved(town.store, change, town.now))
    assert (await announced(town)).place == "Maison des jeunes"


async def test_a_change_of_what_is_cancelled_is_no_event(
    town: Town, written: tuple[Resident, Resident]
) -> None:
    writer, other = written
    await writer.goes_through(f"{MOVED}; [Send for approval]; /event; [Open evening · announced]")
    await writer.goes_through("[Cancel this event]; [Yes]")
    await other.writes("/event")
    assert "Waiting" not in await other.sees()
    states = {bool(each.changes): each.state for each in await events.every(town.store.database)}
    assert states == {False: "cancelled", True: "refused"}


async def test_a_change_that_was_not_sent_yet_is_known_to_come_too_late(
    town: Town, written: tuple[Resident, Resident]
) -> None:
    writer, _ = written
    await writer.goes_through(MOVED)
    event = await announced(town)
    await changes(town, event, capacity=9)
    await writer.taps("Send for approval")
    assert "has changed meanwhile" in await writer.sees()
    assert (await only(town)).capacity == 9


async def test_who_wrote_it_is_told_why_it_was_refused_and_writes_it_anew(town: Town) -> None:
    writer, other = await hosts(town)
    await writer.goes_through(f"{WRITING.format(room=2)}; [Send for approval]")
    refused = await only(town)
    await refuses(other, "The hall is closed that day: see www.hall.example")
    assert "It is refused." in await other.sees()
    (said,) = [text for text in await told(town, writer) if "was not approved" in text]
    assert "The reason: The hall is closed that day" in said
    assert "www.hall.example" not in said, "nothing in it becomes a link"
    await writer.goes_through("/event; [Open evening]")
    assert "The reason: The hall is closed" in await writer.sees()
    await writer.goes_through("[Change this event]; [Change one]; [3. When]; 05/12/2026 18:30; [Send]")
    await writer.taps("Send for approval")
    again = await only(town)
    assert (again.state, again.reason, again.starts) == ("asked", "", refused.starts + 86_400)
    assert again.id != refused.id, "buttons below the first are of nothing any more"
    await approves(other)
    assert (await only(town)).state == "open"


async def test_a_change_that_was_refused_is_changed_once_more(
    town: Town, written: tuple[Resident, Resident]
) -> None:
    writer, other = written
    await writer.goes_through(f"{MOVED}; [Send for approval]")
    await refuses(other)
    assert any("Your change was not approved" in text for text in await told(town, writer))
    await writer.goes_through("/event; [Open evening · a change]; [Change this event]; [Send]")
    await writer.taps("Send for approval")
    await approves(other)
    assert (await only(town)).place == "Town hall"


@pytest.mark.parametrize("reason", ["x" * 301, "\u200b"])
async def test_a_refusal_needs_a_reason_that_can_be_read(town: Town, reason: str) -> None:
    writer, other = await hosts(town)
    await writer.goes_through(f"{WRITING.format(room=2)}; [Send for approval]")
    await other.goes_through("/event; [Waiting]; [Open evening]; [Refuse]")
    await other.writes(reason)
    assert "at most 300 letters" in await other.sees()
    assert (await only(town)).state == "asked"


async def test_what_somebody_is_writing_is_not_lost(town: Town, written: tuple[Resident, Resident]) -> None:
    writer, _ = written
    await writer.goes_through(MOVED)
    await writer.goes_through("/event; [Open evening · announced]; [Change this event]")
    assert "You are writing about an event already" in await writer.sees()
    assert "Town hall" in await writer.sees()
    await writer.goes_through("/event; [Write about]")
    assert "Town hall" in await writer.sees()


async def test_what_is_past_names_nobody_and_no_change_of_it_is_left(
    town: Town, written: tuple[Resident, Resident]
) -> None:
    writer, _ = written
    await writer.goes_through(f"{MOVED}; [Send for approval]")
    await town.store.apply(Changes(events.end((await announced(town)).ends)))
    past = await only(town)
    assert (past.state, past.author, past.place) == ("over", None, "Maison des jeunes")


async def test_what_is_written_and_not_sent_yet_stays_its_authors(town: Town) -> None:
    writer, _ = await hosts(town)
    await writer.goes_through(WRITING.format(room=2))
    draft = await only(town)
    await town.store.apply(Changes(events.end(draft.ends)))
    assert await only(town) == draft
