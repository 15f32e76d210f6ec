"""What is on its way, in the chat: its card, the stop by one tap, and how it goes on again."""

import pytest

from bot.clock import due_now
from bot.settings import random_bytes
from handlers.announcements import announcing
from storage import announcement_states, announcements, audit
from storage.changes import Changes
from storage.messages import Button, Tap
from tests import followers
from tests.events import hears
from tests.handlers.news.test_following import follower, heard
from tests.looking import ask
from tests.staff import colleague
from tests.town import SLUG, Resident, Town, words

ANNOUNCING = (
    "/admin; [Announce]; The hall is open.; La salle est ouverte.; القاعة مفتوحة.; "
    "[As soon as]; [Skip]; [Send]; [Next]; [Send it]"
)


async def announced(town: Town) -> Resident:
    """Who works here alone announced something, and has its card before them."""
    somebody = await colleague(town)
    await somebody.goes_through(ANNOUNCING)
    return somebody


async def states(town: Town) -> list[str]:
    return [each.state for each in await announcements.of(town.store.database, SLUG)]


async def told_buttons(town: Town, somebody: Resident) -> list[Button]:
    """Of the news that waits for a colleague in the web chat."""
    news = await town.desk.news(somebody.address)
    await town.desk.told(somebody.address, news)
    return [button for each in news for row in each.buttons for button in row]


async def test_one_tap_on_the_card_of_what_goes_out_stops_everything(town: Town) -> None:
    resident = await follower(town, "[Continue]; [Yes]")
    somebody = await announced(town)
    assert "waits for its time" in await somebody.sees()
    await somebody.taps("Stop everything under way")
    seen = await somebody.sees()
    assert "Everything under way is stopped." in seen
    assert "Nothing of it was sent yet." in seen
    await due_now(town.store, town.now)
    assert await heard(town, resident) == []
    assert await states(town) == ["paused"]


async def test_one_tap_on_admin_stops_everything(town: Town) -> None:
    somebody = await announced(town)
    await somebody.goes_through("/admin; [Stop everything]")
    assert await states(town) == ["paused"]
    done = [each.what for each in await audit.every(town.store.database, town.store.keys)]
    assert done == ["joined", "announced", "stopped"]


async def test_it_says_how_much_was_sent_before(town: Town) -> None:
    somebody = await announced(town)
    for _ in range(23):
        await followers.follower(town)
    await due_now(town.store, town.now)
    (found,) = await announcements.of(town.store.database, SLUG)
    await settled(town, found.id, "sent", 12)
    await somebody.goes_through("/admin; [What was announced]; [The hall]; [Stop everything]")
    assert "Sent: about 15 people" in await somebody.sees()
    await somebody.taps("The hall")
    assert "Sent: about 15 people\nStill to be sent: about 10 people" in await somebody.sees()


async def settled(town: Town, announcement: bytes, state: str, count: int) -> None:
    people = ask(town.store.database, "SELECT person FROM delivery WHERE announcement = ?", announcement)
    for (person,) in people[:count]:
        sql = "UPDATE delivery SET state = ? WHERE announcement = ? AND person = ?"
        ask(town.store.database, sql, state, announcement, person)


async def test_it_goes_on_only_by_a_second_step_that_says_so(town: Town) -> None:
    resident = await follower(town, "[Continue]; [Yes]")
    somebody = await announced(town)
    await somebody.goes_through("[Stop everything]; [Let all of it]")
    assert "Who has it already does not get it once more." in await somebody.sees()
    await due_now(town.store, town.now)
    assert await heard(town, resident) == []
    await somebody.taps("Yes, let it go on")
    await due_now(town.store, town.now)
    assert await heard(town, resident) == ["The hall is open.\n\nOne person approved this."]


async def test_one_alone_is_stopped_goes_on_and_is_called_off(town: Town) -> None:
    resident = await follower(town, "[Continue]; [Yes]")
    somebody = await announced(town)
    await somebody.taps("Stop this one")
    assert "The hall is open. · stopped" in await somebody.sees()
    await somebody.goes_through("[Let it go on]; [Yes]")
    assert await states(town) == ["waiting"]
    await somebody.goes_through("[Call it off]; [Back]")
    assert await states(town) == ["waiting"]
    await somebody.goes_through("[Call it off]; [Yes]")
    assert "called off" in await somebody.sees()
    await due_now(town.store, town.now)
    assert await heard(town, resident) == []


async def test_what_was_called_off_meanwhile_is_only_looked_at(town: Town) -> None:
    somebody = await announced(town)
    await somebody.goes_through("[Stop this one]; [Let it go on]")
    (found,) = await announcements.of(town.store.database, SLUG)
    await town.store.apply(Changes((announcement_states.move(found, "cancelled"),)))
    await somebody.taps("Yes")
    assert await states(town) == ["cancelled"]
    assert "called off" in await somebody.sees()


async def test_staff_are_told_that_one_goes_out_and_stop_it_there_by_one_tap(town: Town) -> None:
    watching = await colleague(town, channel="web")
    resident = await follower(town, "[Continue]; [Yes]")
    reader = await colleague(town, "reader", "Driss", channel="web")
    found = await announcing.write(town.store, SLUG, words("Wrong."), None, (), town.now, random_bytes)
    await town.store.apply(Changes((announcements.add(found),)))
    await due_now(town.store, town.now)
    assert await hears(town, reader) == []
    stop, see = await told_buttons(town, watching)
    await watching.does(Tap(see.data))
    assert "Wrong. · is going out" in await watching.sees()
    await watching.does(Tap(stop.data))
    assert "Everything under way is stopped." in await watching.sees()
    await due_now(town.store, town.now)
    assert await heard(town, resident) == []
    await watching.goes_through("[Let all]; [Yes]")
    await due_now(town.store, town.now)
    assert await told_buttons(town, watching) == [], "it is said once"


@pytest.mark.parametrize("role", ["reader", None])
async def test_who_may_not_stop_it_cannot_by_its_buttons_either(town: Town, role: str | None) -> None:
    await announced(town)
    (found,) = await announcements.of(town.store.database, SLUG)
    other = await (colleague(town, "reader", "Driss") if role else follower(town, "[Continue]; [No]"))
    await other.does(Tap("halt"))
    await other.does(Tap(f"news:{found.id.hex()}"))
    for action in ("stop", "pause", "cancel", "yes"):
        here = (await other.card()).turns.removesuffix("part")
        await other.does(Tap(f"{here}{action}"))
        assert role or "The hall" not in await other.sees()
    assert await states(town) == ["waiting"]
