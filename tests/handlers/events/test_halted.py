"""Everything is stopped for a while: what is told of events goes on where it was."""

from bot.clock import due_now
from handlers.announcements import halting
from storage import announcements
from storage.messages import Tap
from tests.events import WRITING, announced, follower, hears, hosts, only, told
from tests.town import Town


async def stopped_and_resumed(town: Town) -> None:
    """For two days."""
    await town.store.apply(halting.stopped())
    town.later(days=2)
    await due_now(town.store, town.now)
    paused = await announcements.paused(town.store.database)
    await town.store.apply(await halting.resumed(town.store, paused, town.now))
    await due_now(town.store, town.now)


async def test_who_comes_is_reminded_all_the_same(town: Town) -> None:
    event, resident = await announced(town), await follower(town)
    await resident.does(Tap(f"event:{event.id.hex()}:coming"))
    await stopped_and_resumed(town)
    await hears(town, resident)
    heard = []
    while town.now.timestamp() < event.starts:
        town.later(minutes=30)
        await due_now(town.store, town.now)
        heard += await hears(town, resident)
    assert len(heard) == 2
    assert all("You said you are coming" in text for text in heard)


async def test_who_answers_while_everything_is_stopped_is_reminded_too(town: Town) -> None:
    event, resident = await announced(town), await follower(town)
    await town.store.apply(halting.stopped())
    await resident.does(Tap(f"event:{event.id.hex()}:coming"))
    await stopped_and_resumed(town)
    await hears(town, resident)
    town.later(days=7, hours=10)
    assert "You said you are coming" in (await hears(town, resident))[0]


async def test_who_wrote_an_event_is_told_what_was_decided(town: Town) -> None:
    writer, other = await hosts(town)
    await writer.goes_through(f"{WRITING.format(room=2)}; [Send for approval]")
    await other.goes_through("/event; [Waiting]; [Open evening]; [Approve]")
    assert (await only(town)).state == "open"
    before = [text for text in await told(town, writer) if "was approved" in text]
    await town.store.apply(halting.stopped())
    assert not [text for text in await told(town, writer) if "was approved" in text]
    await stopped_and_resumed(town)
    assert [text for text in await told(town, writer) if "was approved" in text] == before
    assert before
