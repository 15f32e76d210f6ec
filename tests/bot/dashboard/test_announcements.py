"""Announcements on the dashboard: seen, halted, let go on, called off, approved, as in the chat."""

from bot.settings import random_bytes
from handlers.announcements import announcing
from handlers.announcements.announcing import Plan
from storage import announcements
from storage.announcements import Announcement
from storage.changes import Changes
from storage.kinds import State
from tests import announcing as town_news
from tests import followers
from tests.bot.dashboard.office import Browser, Office, done, hired
from tests.looking import ask
from tests.town import SLUG, Town, words

HOME = "/admin/announcements"


async def waits(town: Town, state: State = "waiting", author: bytes | None = None) -> Announcement:
    plan = Plan(state=state, author=author)
    found = await announcing.write(
        town.store, SLUG, words("The <b>hall</b> is open."), None, (), town.now, random_bytes, plan
    )
    await town.store.apply(Changes((announcements.add(found),)))
    return found


async def state(town: Town, found: Announcement) -> str:
    return await town_news.state_of(town, found)


async def goes(browser: Browser, found: Announcement, way: str) -> None:
    """Look at what it means, then say so."""
    assert await browser.opens(f"{HOME}/{found.id.hex()}/{way}") == 200
    await browser.sends(f"{HOME}/{found.id.hex()}/{way}")


async def test_each_shows_how_it_stands_and_what_people_read(town: Town, office: Office) -> None:
    found = await waits(town)
    async with office.signed_in(await hired(town, "reader")) as browser:
        await browser.opens(HOME)
        assert "waits for its time" in browser.page
        assert "hall" in browser.page
        assert "<b>hall" not in browser.page
        await browser.opens(f"{HOME}/{found.id.hex()}")
        assert "Nothing of it was sent yet." in browser.page
        assert "To: all who follow, fewer than 10 people" in browser.page
        assert "<form method" not in browser.page.split("<main")[1], "a reader is offered nothing to do"
        assert await browser.sends(f"{HOME}/{found.id.hex()}/cancel") == 403
        assert await browser.sends(f"{HOME}/stop") == 403
        assert await browser.opens(f"{HOME}/abc") == 404
        assert await browser.opens(f"{HOME}/00") == 404


async def test_it_is_stopped_goes_on_and_is_called_off(town: Town, office: Office) -> None:
    found = await waits(town)
    async with office.signed_in(await hired(town)) as browser:
        await browser.sends(f"{HOME}/{found.id.hex()}/pause")
        assert await state(town, found) == "paused"
        await goes(browser, found, "resume")
        assert await state(town, found) == "waiting"
        await goes(browser, found, "cancel")
        assert await state(town, found) == "cancelled"
        assert "It is done." in browser.page
        await goes(browser, found, "resume")
        assert "It cannot be done any more." in browser.page
        assert await state(town, found) == "cancelled"
    code = found.id.hex()[:12]
    assert await done(town) == [f"{what} {code}" for what in ("paused", "resumed", "cancelled")]


async def test_one_tap_stops_everything_and_a_second_look_lets_it_go_on(town: Town, office: Office) -> None:
    first, second = await waits(town), await waits(town)
    async with office.signed_in(await hired(town)) as browser:
        await browser.opens(HOME)
        assert "Stop everything under way" in browser.page
        await browser.sends(f"{HOME}/stop")
        assert {await state(town, first), await state(town, second)} == {"paused"}
        await browser.opens(f"{HOME}/resume")
        assert "Shall this go out after all?" in browser.page
        await browser.sends(f"{HOME}/resume")
        assert {await state(town, first), await state(town, second)} == {"waiting"}
        await browser.opens(f"{HOME}/resume")
        assert "Nothing is stopped." in browser.page
    assert await done(town) == ["stopped everything", "resumed everything"]


async def test_numbers_of_people_are_rounded(town: Town, office: Office) -> None:
    for _ in range(23):
        await followers.follower(town)
    found = await town_news.announced(town)
    ask(town.store.database, "UPDATE delivery SET state = 'sent'")
    async with office.signed_in(await hired(town)) as browser:
        for path in (HOME, f"{HOME}/{found.id.hex()}"):
            await browser.opens(path)
            assert "Sent: about 25 people" in browser.page
        assert "23 people" not in browser.page


async def test_who_looks_approves_exactly_that_or_says_why_not(town: Town, office: Office) -> None:
    author, other = await hired(town), await hired(town, "owner", "Driss")
    found, second = await waits(town, "asked", author), await waits(town, "asked", author)
    async with office.signed_in(author) as first, office.signed_in(other) as judge:
        await first.opens("/admin/waiting")
        assert "Nothing waits for you." in first.page
        await first.sends(f"/admin/waiting/{found.id.hex()}/approve", seen="")
        assert await state(town, found) == "asked", "nobody approves their own"
        await first.opens(f"{HOME}/{found.id.hex()}")
        assert "Look at it and decide" not in first.page
        await judge.opens(f"{HOME}/{found.id.hex()}")
        assert "Look at it and decide" in judge.page
        await judge.opens(f"/admin/waiting/{found.id.hex()}")
        assert "Shall this go out to people?" in judge.page
        await judge.sends(f"/admin/waiting/{found.id.hex()}/approve", seen="0" * 16)
        assert await state(town, found) == "asked"
        await judge.opens(f"/admin/waiting/{found.id.hex()}")
        await judge.sends(f"/admin/waiting/{found.id.hex()}/approve", seen=judge.hidden("seen"))
        assert await state(town, found) == "waiting"
        await judge.sends(f"/admin/waiting/{second.id.hex()}/refuse", reason="The hall is closed.")
        await first.opens(f"{HOME}/{second.id.hex()}")
        assert "The reason: The hall is closed." in first.page
    assert await state(town, second) == "refused"
