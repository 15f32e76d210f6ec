"""Events on the dashboard: seen as people see them, approved, cancelled; and the settings."""

from storage import events
from storage.changes import Changes
from storage.events import Event, State
from tests.bot.dashboard.office import Office, done, hired
from tests.events import announced
from tests.town import SLUG, START, Town, words

HOME = "/admin/events"
STARTS = int(START.timestamp()) + 86_400


async def kept(town: Town, state: State = "open", author: bytes | None = None) -> Event:
    """An event of those who run the consultation."""
    found = Event(
        b"e" * 16,
        SLUG,
        words("Open <i>evening</i>"),
        words("Ask about your lease."),
        STARTS,
        STARTS + 7_200,
        "Africa/Casablanca",
        capacity=30,
        state=state,
        author=author,
    )
    await town.store.apply(Changes((events.add(found),)))
    return found


async def state(town: Town, event: Event) -> str:
    found = await events.get(town.store.database, event.id)
    assert found
    return found.state


async def test_staff_see_events_as_people_do_and_about_how_many_come(town: Town, office: Office) -> None:
    event = await kept(town)
    async with office.signed_in(await hired(town, "reader")) as browser:
        await browser.opens(HOME)
        assert "announced" in browser.page
        await browser.opens(f"{HOME}/{event.id.hex()}")
        for told in ("evening", "Ask about your lease.", "fewer than 10 people"):
            assert told in browser.page
        assert "<i>evening" not in browser.page
        assert await browser.opens(f"{HOME}/{event.id.hex()}/cancel") == 403
        assert await browser.opens(f"{HOME}/abc") == 404


async def test_whose_it_is_cancels_it(town: Town, office: Office) -> None:
    theirs = await announced(town)
    async with office.signed_in(await hired(town)) as browser:
        await browser.opens(f"{HOME}/{theirs.id.hex()}/cancel")
        assert "This cannot be done now." in browser.page
        await browser.sends(f"{HOME}/{theirs.id.hex()}/cancel")
        assert await state(town, theirs) == "open", "what an organisation holds is its own to cancel"
        event = await kept(town)
        await browser.opens(f"{HOME}/{event.id.hex()}/cancel")
        assert "All who said they come or may come are told." in browser.page
        await browser.sends(f"{HOME}/{event.id.hex()}/cancel")
        assert "It is done." in browser.page
    assert await state(town, event) == "cancelled"
    assert (await done(town))[-1] == f"cancelled {event.id.hex()[:12]}"


async def test_an_event_that_waits_is_approved_as_it_was_looked_at(town: Town, office: Office) -> None:
    author, other = await hired(town), await hired(town, "owner", "Driss")
    event = await kept(town, "asked", author)
    here = f"/admin/waiting/{event.id.hex()}"
    async with office.signed_in(author) as first, office.signed_in(other) as judge:
        await first.sends(f"{here}/approve", seen="0")
        assert await state(town, event) == "asked", "nobody approves their own"
        await judge.opens(here)
        assert "Ask about your lease." in judge.page
        await judge.sends(f"{here}/approve", seen="1")
        assert "It was changed meanwhile." in judge.page
        await judge.opens(here)
        await judge.sends(f"{here}/approve", seen=judge.hidden("seen"))
        assert "It is approved." in judge.page
    assert await state(town, event) == "open"


async def test_the_settings_are_seen_and_no_secret(town: Town, office: Office) -> None:
    async with office.signed_in(await hired(town, "reader")) as browser:
        await browser.opens("/admin/settings")
        assert "https://settat.example" in browser.page
        assert "MUSHAWARA_LARGEST_PHOTO" in browser.page
        assert "MASTER_KEY" not in browser.page
        assert "<form" not in browser.page.split("<main")[1]
