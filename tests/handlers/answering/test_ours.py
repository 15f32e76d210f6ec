"""Forms of our own: what is needed is not left open; dropped midway; an older draft is told of."""

import pytest

from storage import announcements, events, organisations
from storage.messages import Tap
from tests.events import WRITING, hosts
from tests.organisations import REGISTERING, member
from tests.staff import colleague
from tests.town import SLUG, Resident, Town, plain

REGISTER = "/organisation; [Register]"
ANNOUNCE = "/admin; [Announce something]"
CLOCKS_CHANGE = "The clocks change then, and this time is skipped or comes twice."


async def labels(somebody: Resident) -> list[str]:
    return [plain(button.label) for button in await somebody.buttons()]


async def writer_of(town: Town, form: str) -> Resident:
    """Somebody at the first question of this form."""
    if form == "event":
        writer, _ = await hosts(town)
        await writer.goes_through("/event; [Write about]")
        return writer
    somebody = await (colleague(town) if form == "announcement" else member(town))
    await somebody.goes_through(ANNOUNCE if form == "announcement" else REGISTER)
    return somebody


async def forges(somebody: Resident, action: str) -> None:
    """Tap a button that the card does not show."""
    before = (await somebody.buttons())[0].data
    await somebody.does(Tap(f"{before.rpartition('.')[0]}.{action}"))


@pytest.mark.parametrize("form", ["organisation", "event"])
async def test_what_is_needed_cannot_be_left_open(town: Town, form: str) -> None:
    somebody = await writer_of(town, form)
    assert await labels(somebody) == ["Drop it"]
    seen = await somebody.sees()
    for action in ("skip", "decline"):
        await forges(somebody, action)
    assert await somebody.sees() == seen
    await somebody.writes(" ")
    assert "prefer not to answer" not in await somebody.sees()
    assert await labels(somebody) == ["Drop it"]


async def test_what_is_not_needed_can_be_skipped(town: Town) -> None:
    somebody = await member(town)
    await somebody.goes_through(f"{REGISTER}; Housing Now; Advice.; Settat")
    assert (await labels(somebody))[-3:] == ["Back", "Skip", "Drop it"]


@pytest.mark.parametrize("form", ["organisation", "event", "announcement"])
async def test_it_is_dropped_midway_and_nothing_of_it_is_left(town: Town, form: str) -> None:
    somebody = await writer_of(town, form)
    first = await somebody.sees()
    began = {"organisation": REGISTER, "event": "/event; [Write about]", "announcement": ANNOUNCE}[form]
    await somebody.goes_through("What I wrote; [Drop it]")
    assert "Drop what you wrote here?" in await somebody.sees()
    await somebody.goes_through("[No, keep it]; [Back]")
    assert (await somebody.card()).written == "What I wrote"
    await somebody.goes_through("[Drop it]; [Yes, drop it]")
    assert not [label for label in await labels(somebody) if label == "Drop it"]
    await somebody.goes_through(began)
    assert await somebody.sees() == first
    await somebody.taps("Drop it")
    assert "What I wrote" not in await somebody.sees()


async def test_what_was_made_of_it_before_is_dropped_with_it(town: Town) -> None:
    writer, _ = await hosts(town)
    await writer.goes_through(f"{WRITING.format(room=2)}; [Change something]; [Drop it]; [Yes, drop it]")
    assert await events.every(town.store.database) == []
    somebody = await colleague(town)
    await somebody.goes_through(f"{ANNOUNCE}; One.; Un.; واحد.; [As soon as]; [Skip]; [Send]; [Next]")
    await somebody.goes_through("[Change something]; [Drop it]; [Yes, drop it]")
    assert await announcements.of(town.store.database, SLUG) == []


async def test_who_dropped_a_registration_registered_nothing(town: Town) -> None:
    somebody = await member(town)
    steps = REGISTERING.format(name="Housing Now").removesuffix("[Send]")
    await somebody.goes_through(f"{steps}[Drop it]; [Yes, drop it]")
    assert "Do you speak for an organisation?" in await somebody.sees()
    assert await organisations.every(town.store.database, town.store.keys) == []


async def test_an_older_draft_is_told_of_and_can_be_begun_anew(town: Town) -> None:
    somebody = await member(town)
    await somebody.goes_through(f"{REGISTER}; Housing Now; {REGISTER}")
    seen = await somebody.sees()
    assert "You have begun this already." in seen
    assert "We were at question 2 of 4." in seen
    await somebody.taps("Go on")
    assert "2 of 4" in await somebody.sees()
    await somebody.goes_through(f"{REGISTER}; [Start again]")
    assert "1 of 4" in await somebody.sees()
    assert (await somebody.card()).written == ""


async def test_an_announcement_that_waits_to_be_sent_is_not_overwritten(town: Town) -> None:
    somebody = await colleague(town)
    await somebody.goes_through(f"{ANNOUNCE}; One.; Un.; واحد.; [As soon as]; [Skip]; [Send]; {ANNOUNCE}")
    seen = await somebody.sees()
    assert "You are writing an announcement already. Send it or drop it first." in seen
    assert "One." in seen
    await somebody.goes_through(f"[Drop it]; {ANNOUNCE}")
    assert "1 of 5" in await somebody.sees()


async def test_what_cannot_stand_is_said_at_its_question(town: Town) -> None:
    writer, _ = await hosts(town)
    await writer.goes_through("/event; [Write about]; Open evening; Ask.")
    assert "for example 01/12/2026 14:30" in await writer.sees()
    await writer.writes("24/11/2025 18:30")
    assert "Please write a time to come, within two years." in await writer.sees()
    assert await labels(writer) == ["Back", "Drop it"]
    for unclear in ("07/02/2027 02:30", "14/03/2027 02:30"):
        await writer.writes(unclear)
        assert f"{CLOCKS_CHANGE} Please write another time." in await writer.sees()
    await writer.goes_through("04/12/2026 18:30; [Two hours]; Town hall; [Skip]; town.example")
    assert "Please write the whole link, beginning with https://" in await writer.sees()
    assert "7 of" in await writer.sees()


async def test_an_announcement_for_a_time_that_is_past_is_refused_at_once(town: Town) -> None:
    somebody = await colleague(town)
    await somebody.goes_through(f"{ANNOUNCE}; See https://settаt.example")
    assert "1 of 5" in await somebody.sees()
    await somebody.goes_through("One.; Un.; واحد.; [At a time]; 23/11/2026 14:30")
    assert "That time is past. Please write a later one." in await somebody.sees()
    await somebody.writes("07/02/2027 02:30")
    assert CLOCKS_CHANGE in await somebody.sees()
    await somebody.goes_through("30/11/2026 14:30; [Every week]; 01/12/2026")
    assert "It would come only once. Please write a later day." in await somebody.sees()
    await somebody.goes_through("14/12/2026; 29/11/2026 14:30")
    assert "It would be too late before it goes out." in await somebody.sees()


async def test_an_answer_that_time_has_overtaken_is_not_kept(town: Town) -> None:
    writer, _ = await hosts(town)
    await writer.goes_through("/event; [Write about]; Open evening; Ask.; 24/11/2026 18:30; [Back]")
    assert (await writer.card()).written == "24 November 2026, 18:30"
    town.later(hours=10)
    await writer.taps("Keep this answer")
    assert "Please write a time to come" in await writer.sees()
