"""A consultation's life by /admin: opened, extended, closed, published, and what was done."""

from datetime import timedelta

import pytest

from bot.clock import due_now
from bot.results_page import published_page
from storage import audit, consultations
from storage.changes import Changes
from storage.messages import Tap
from tests.handlers.news.test_following import heard
from tests.looking import ask
from tests.released import release
from tests.staff import colleague
from tests.town import SLUG, START, Resident, Town, terms, words

DONE = "The bridge is repaired.; Le pont est réparé.; تم إصلاح الجسر."
PUBLISHING = "/admin; [Publish the results]; [Publish the results]"
PUBLISHED = f"https://settat.example/results/{SLUG}?language=en"


async def done(town: Town) -> list[str]:
    """What the log says was done since people joined."""
    entries = await audit.every(town.store.database, town.store.keys)
    assert all(each.true for each in entries)
    return [f"{each.what} {each.on}" for each in entries if each.what != "joined"]


async def labels(somebody: Resident) -> set[str]:
    await somebody.writes("/admin")
    return {button.label for button in await somebody.buttons()}


async def ended(town: Town) -> None:
    town.later(days=30)
    for _ in range(2):
        await due_now(town.store, town.now)


async def test_one_person_closes_it_and_the_key_is_gone(town: Town) -> None:
    somebody = await colleague(town)
    await somebody.goes_through("/admin; [Close it now]")
    seen = await somebody.sees()
    assert "It ends now and never opens again." in seen
    assert "people are told that one person did" in seen
    await somebody.taps("Close it now")
    assert "This consultation ended on 24 November 2026." in await somebody.sees(), "as for everybody"
    assert (await town.consultation()).state == "closed"
    assert not (town.store.keys.folder / f"{SLUG}.link").exists()
    assert await done(town) == [f"closed {SLUG}"]


async def test_back_changes_nothing(town: Town) -> None:
    somebody = await colleague(town)
    await somebody.goes_through("/admin; [Close it now]; [Back]; [Close it later]; [Back]")
    assert "is open until" in await somebody.sees()
    assert await done(town) == []


async def test_where_there_are_two_the_other_closes_it(town: Town) -> None:
    author, other = await colleague(town), await colleague(town, "owner", "Driss")
    await author.goes_through("/admin; [Close it now]")
    assert "A second person is asked first." in await author.sees()
    await author.taps("Close it now")
    seen = await author.sees()
    assert "It waits for a second person now." in seen
    assert "Close it now: waits for a second person." in seen
    assert not any("Waiting" in each for each in await labels(author)), "nobody approves their own"
    assert (await town.consultation()).state == "open"
    await other.goes_through("/admin; [Waiting for you: 1]; [Close it now]; [Approve]")
    assert (await town.consultation()).state == "closed"
    assert await done(town) == [f"asked close {SLUG}", f"approved close {SLUG}"]


async def test_what_came_too_late_is_not_told_any_more(town: Town) -> None:
    author, _ = await colleague(town), await colleague(town, "owner", "Driss")
    await author.goes_through("/admin; [Close it now]; [Close it now]")
    await ended(town)
    await author.writes("/admin")
    assert "waits for a second person" not in await author.sees()
    assert "[Publish the results]" in await author.sees()


async def test_it_is_closed_later(town: Town) -> None:
    somebody = await colleague(town)
    await somebody.goes_through("/admin; [Close it later]; [3 January 2027]")
    assert "is open until 3 January 2027." in await somebody.sees()
    now = await town.consultation()
    assert now.closes == now.terms.closes == START + timedelta(days=40)
    assert now.opens == START - timedelta(hours=1)
    assert now.alone is False
    await ended(town)
    assert (await town.consultation()).state == "open"


async def test_a_close_that_was_not_offered_is_none(town: Town) -> None:
    somebody = await colleague(town)
    await somebody.goes_through("/admin; [Close it later]")
    button = (await somebody.buttons())[0]
    await somebody.does(Tap(button.data.replace("2026", "2031").replace("2027", "2031")))
    assert (await town.consultation()).closes == START + timedelta(days=26)


async def test_the_results_are_looked_at_and_published(town: Town) -> None:
    somebody = await colleague(town)
    await ended(town)
    await somebody.goes_through("/admin; [Publish the results]")
    assert "There is no release yet. One is made on the dashboard." in await somebody.sees()
    await somebody.taps("Back")
    assert "Make a release" not in await somebody.sees(), "for minutes nobody else would be answered"
    await release(town)
    await somebody.taps("Publish the results")
    seen = await somebody.sees()
    assert "Release 1, made on 24 December 2026. Answers that came later are not in it." in seen
    assert "The results of the consultation “What matters most where you live?” are there:" in seen
    assert PUBLISHED in seen
    assert "Fewer than 20 sent their answers" in seen
    await somebody.taps("Publish the results")
    assert "[Results]" in await somebody.sees()
    (shown,) = await published_page(town.store)(SLUG, "ar")
    assert shown["alone"] == ["publish"]
    assert await done(town) == [f"published {SLUG}"]


async def test_what_was_done_is_written_in_each_language_and_goes_out(town: Town) -> None:
    resident = town.resident("web")
    await resident.goes_through(f"/start {SLUG}; [English]; [Continue]; [Yes]")
    somebody = await colleague(town)
    await ended(town)
    await release(town)
    await somebody.goes_through(f"{PUBLISHING}; [Say what was done]; {DONE}; [Send]")
    assert "It is done." in await somebody.sees()
    (shown,) = await published_page(town.store)(SLUG, "fr")
    assert shown["did"] == "Le pont est réparé."
    await due_now(town.store, town.now)
    (told,) = [each for each in await heard(town, resident) if "The bridge is repaired." in each]
    assert "One person approved this." in told


async def test_no_language_of_it_can_be_left_out(town: Town) -> None:
    somebody = await colleague(town)
    await ended(town)
    await release(town)
    await somebody.goes_through(f"{PUBLISHING}; [Say what was done]; The bridge is repaired.")
    assert "In this language: Français" in await somebody.sees()
    assert "Skip" not in await somebody.sees()


async def test_links_that_only_look_like_ours_are_refused_in_it(town: Town) -> None:
    somebody = await colleague(town)
    await ended(town)
    await release(town)
    await somebody.goes_through(f"{PUBLISHING}; [Say what was done]; See https://settаt.example")
    assert "What was done with the results?" in await somebody.sees()


async def scheduled(town: Town, slug: str) -> None:
    """A second consultation, which opens later."""
    await town.hold(state="scheduled", slug=slug, opens=START + timedelta(days=2), title=words("And water?"))


async def test_whoever_publishes_chooses_which_of_several(town: Town) -> None:
    somebody = await colleague(town)
    await scheduled(town, "water")
    await somebody.goes_through("/admin; [And water?]")
    assert "“And water?” opens on 26 November 2026." in await somebody.sees()
    await somebody.goes_through("[Open it now]; [Open it now]")
    assert "“And water?” is open until" in await somebody.sees()
    found = {each.slug: each.state for each in await consultations.every(town.store.database)}
    assert found == {SLUG: "open", "water": "open"}
    await somebody.goes_through("/admin; [And water?]; [Close it now]; [Close it now]")
    found = {each.slug: each.state for each in await consultations.every(town.store.database)}
    assert found == {SLUG: "open", "water": "closed"}


async def test_nobody_opens_what_a_second_person_has_not_seen(town: Town) -> None:
    author, _ = await colleague(town), await colleague(town, "owner", "Driss")
    await scheduled(town, "water")
    await author.goes_through("/admin; [And water?]; [Open it now]; [Open it now]")
    assert "It opens once a second person has approved it." in await author.sees()
    assert "“And water?” opens on" in await author.sees()


@pytest.mark.parametrize("way", ["Close it now", "Close it later"])
async def test_who_was_removed_does_nothing_with_a_button_left(town: Town, way: str) -> None:
    somebody = await colleague(town)
    await somebody.goes_through(f"/admin; [{way}]")
    button = (await somebody.buttons())[0]
    ask(town.store.database, "DELETE FROM staff")
    await somebody.does(Tap(button.data))
    assert (await town.consultation()).terms == terms()
    assert (await town.consultation()).state == "open"
    await town.store.apply(Changes())
