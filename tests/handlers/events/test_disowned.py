"""Events of an organisation that loses its good name, and of a member whom it removes."""

import pytest

from bot.clock import due_now
from bot.settings import random_bytes
from handlers.announcements.announcing import Plan, write
from handlers.approvals.approval import by_hand, may_go_out
from handlers.organisations import verifying
from storage import announcements, approvals, deliveries, events
from storage.changes import Changes
from storage.events import Event
from storage.messages import Tap
from tests.events import CHANGING, WRITING, follower, hears, hosts, told
from tests.organisations import found, joined, joins
from tests.town import SLUG, Resident, Town, words

SENDING = f"{WRITING.format(room=2)}; [Send for approval]"
APPROVING = "/event; [Waiting]; [Open evening]; [Approve]"
REMOVING = "/organisation; [Members]; [Remove the others]; [Remove the others]"
GONE = ("refused", "erased")


async def lose_it(town: Town, how: str, writer: Resident) -> None:
    """The organisation is refused after all, or its last member erases everything."""
    if how == "erased":
        return await writer.goes_through("/forget; [Erase everything]")
    now = int(town.now.timestamp())
    return await town.store.apply(
        await verifying.refused(town.store, await found(town), "Nobody knows it.", now, random_bytes)
    )


async def states(town: Town) -> list[tuple[bool, str]]:
    """Of all events, whether each changes another, and its state."""
    return sorted((each.changes is not None, each.state) for each in await events.every(town.store.database))


async def first(town: Town) -> Event:
    return next(each for each in await events.every(town.store.database) if each.changes is None)


@pytest.mark.parametrize("how", GONE)
async def test_what_it_asked_for_is_not_approved_and_not_sent(town: Town, how: str) -> None:
    writer, other = await hosts(town)
    await writer.goes_through(SENDING)
    await other.goes_through("/event; [Waiting]; [Open evening]")
    await lose_it(town, how, writer)
    await other.taps("Approve") if "Approve" in await other.sees() else None
    left = [(False, "asked")] if how == "refused" else []
    assert await states(town) == left, "not even before the clock ticks"
    await other.writes("/event")
    assert "Waiting" not in await other.sees()
    await due_now(town.store, town.now)
    assert await states(town) == [(False, "refused") for _ in left]


@pytest.mark.parametrize("how", GONE)
async def test_what_it_announced_is_taken_back_from_all_who_answered(town: Town, how: str) -> None:
    writer, other = await hosts(town)
    await writer.goes_through(SENDING)
    await other.goes_through(APPROVING)
    resident, nobody, event = await follower(town), await follower(town), await first(town)
    await resident.does(Tap(f"event:{event.id.hex()}:coming"))
    await writer.goes_through(CHANGING.format(question="[5. Where is it?]", answer="Town hall"))
    await writer.taps("Send for approval")
    await lose_it(town, how, writer)
    await due_now(town.store, town.now)
    change = [(True, "refused")] if how == "refused" else []
    assert await states(town) == [(False, "cancelled"), *change]
    assert not await may_go_out(town.store, await first(town))
    (heard,) = await hears(town, resident)
    assert "This invitation is taken back: Open evening" in heard
    town.later(days=1)
    await due_now(town.store, town.now)
    assert await hears(town, nobody) == [], "nobody else is invited any more"


async def test_an_event_that_is_cancelled_in_a_good_name_does_not_take_place(town: Town) -> None:
    writer, other = await hosts(town)
    await writer.goes_through(SENDING)
    await other.goes_through(APPROVING)
    resident, event = await follower(town), await first(town)
    await resident.does(Tap(f"event:{event.id.hex()}:coming"))
    await writer.goes_through("/event; [Open evening]; [Cancel this event]; [Yes]")
    assert "It does not take place" in (await hears(town, resident))[0]


@pytest.mark.parametrize("how", GONE)
async def test_what_it_wrote_to_people_is_called_off(town: Town, how: str) -> None:
    writer, _ = await hosts(town)
    resident, ours = await follower(town), (await found(town)).id
    plan = Plan(organisation=ours)
    news = await write(town.store, SLUG, words("A meeting."), None, (), town.now, random_bytes, plan)
    await town.store.apply(Changes((announcements.add(news), approvals.add(by_hand(news)))))
    await due_now(town.store, town.now)
    assert await deliveries.counts(town.store.database, news.id) == {"waiting": 1}
    await lose_it(town, how, writer)
    await due_now(town.store, town.now)
    assert await deliveries.counts(town.store.database, news.id) == {"cancelled": 1}
    assert await hears(town, resident) == []


async def test_the_last_member_reads_what_goes_with_the_organisation(town: Town) -> None:
    writer, _ = await hosts(town)
    await writer.writes("/forget")
    assert "that are still to come are called off" in await writer.sees()


async def test_what_a_removed_member_asked_for_does_not_go_out(town: Town) -> None:
    writer, other = await hosts(town)
    second = await joined(town)
    await second.goes_through(SENDING)
    await writer.goes_through(REMOVING)
    await other.writes("/event")
    assert "Waiting" not in await other.sees()
    assert (await first(town)).state == "refused"
    await writer.goes_through("/event; [Open evening]; [Change this event]; [Send]; [Send for approval]")
    await other.goes_through(APPROVING)
    assert (await first(town)).state == "open", "who stays can ask for it in their own name"


async def test_what_who_stays_asked_for_still_waits(town: Town) -> None:
    writer, other = await hosts(town)
    await joined(town)
    await writer.goes_through(f"{SENDING}; {REMOVING}")
    await other.goes_through(APPROVING)
    assert (await first(town)).state == "open"


async def test_a_member_takes_back_what_waits_for_approval(town: Town) -> None:
    writer, other = await hosts(town)
    second = await joined(town)
    await writer.goes_through(SENDING)
    await other.goes_through("/event; [Waiting]; [Open evening]")
    await second.goes_through("/event; [Open evening]; [Take it back]")
    assert "It is taken back" in await second.sees()
    await other.taps("Approve") if "Approve" in await other.sees() else None
    assert (await first(town)).state == "refused"
    assert not [text for text in await told(town, writer) if "approved" in text]
    await second.goes_through("[Change this event]; [Send]; [Send for approval]")
    await other.goes_through(APPROVING)
    assert (await first(town)).state == "open"


async def test_nobody_else_takes_it_back(town: Town) -> None:
    writer, other = await hosts(town)
    await writer.goes_through(SENDING)
    await writer.goes_through("/event; [Open evening]")
    take = (await writer.button("Take it back")).data.rpartition(".")[2]
    await other.goes_through("/event; [Waiting]; [Open evening]; [Back]; /event")
    card = (await other.card()).buttons[0][0].data.rpartition(".")[0]
    await other.does(Tap(f"{card}.e{(await first(town)).id.hex()}"))
    await other.does(Tap(f"{card}.{take}"))
    assert (await first(town)).state == "asked"


async def test_a_removed_member_is_not_asked_whether_to_cancel(town: Town) -> None:
    writer, other = await hosts(town)
    second = await joined(town)
    await writer.goes_through(SENDING)
    await other.goes_through(APPROVING)
    await second.goes_through("/event; [Open evening]; [Cancel this event]")
    assert "Cancel Open evening?" in await second.sees()
    await writer.goes_through(REMOVING)
    assert "Open evening" not in await second.sees()
    await second.taps("Yes, cancel it")
    assert (await first(town)).state == "open"


async def test_a_draft_is_not_sent_in_the_name_of_who_one_speaks_for_no_more(town: Town) -> None:
    writer, _ = await hosts(town)
    second = await joined(town)
    await second.goes_through(WRITING.format(room=2))
    await writer.goes_through(REMOVING)
    await joins(town, second, "Water For All")
    await second.goes_through("/event; [Write about]; [Send for approval]")
    assert "Drop it and write it anew" in await second.sees()
    assert (await first(town)).state == "draft"
