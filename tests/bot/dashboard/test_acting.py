"""What the chat does by taps, done on the dashboard: the same functions, the same second person, one log."""

import re

import pytest

from bot.clock import due_now
from handlers.consultations.wanting import later
from storage import audit, consultations, proposals, publications, staff
from storage.changes import Changes
from storage.erasure_keys import NO_KEY
from storage.proposals import proposal
from tests.bot.dashboard.office import Browser, Office, hired, link
from tests.looking import ask
from tests.town import SLUG, START, Town, words

HERE = f"/admin/consultations/{SLUG}"
CLOSING = proposals.identity("close", SLUG).hex()


async def done(town: Town) -> list[str]:
    """What the log says was done, but for coming in."""
    entries = await audit.every(town.store.database, town.store.keys)
    assert all(each.true for each in entries)
    return [f"{each.what} {each.on}" for each in entries if each.what not in {"joined", "signed in"}]


async def goes(browser: Browser, way: str, until: str = "") -> None:
    """Look at what it means, then say so."""
    await browser.opens(f"{HERE}/{way}")
    await browser.sends(f"{HERE}/{way}", seen=browser.hidden("seen"), until=until)


async def ended(town: Town) -> None:
    town.later(days=30)
    for _ in range(2):
        await due_now(town.store, town.now)


async def test_how_it_stands(town: Town, office: Office) -> None:
    async with office.signed_in(await hired(town, "reader")) as browser:
        assert await browser.opens(HERE) == 200
        for told in (
            "fewer than 20",
            "26 days",
            "<bdi>English</bdi> · <bdi>Français</bdi> · <bdi>العربية</bdi>",
            "Africa/Casablanca",
            "version 1",
        ):
            assert told in browser.page
        assert "Close it now" not in browser.page, "a reader is offered nothing to do"
        assert await browser.opens("/admin/consultations/elsewhere") == 404


async def test_who_is_alone_closes_it_and_the_key_is_gone(town: Town, office: Office) -> None:
    async with office.signed_in(await hired(town)) as browser:
        await browser.opens(f"{HERE}/close")
        assert "It ends now and never opens again." in browser.page
        assert "people are told that one person did" in browser.page
        await browser.sends(f"{HERE}/close", seen=browser.hidden("seen"))
        assert "It is done." in browser.page
        assert (await town.consultation()).state == "closed"
        assert not (town.store.keys.folder / f"{SLUG}.link").exists()
        await browser.opens(f"{HERE}/close")
        assert "This cannot be done now." in browser.page
    assert await done(town) == [f"closed {SLUG}"]


async def test_a_second_person_approves_exactly_what_they_saw(town: Town, office: Office) -> None:
    author, other = await hired(town), await hired(town, "owner", "Driss")
    async with office.signed_in(author) as first, office.signed_in(other) as second:
        await goes(first, "close")
        assert "It waits for a second person now." in first.page
        assert "Close it now: waits for a second person." in first.page
        await first.opens("/admin/waiting")
        assert "Nothing waits for you." in first.page, "nobody approves their own"
        await first.sends(f"/admin/waiting/{CLOSING}/approve", seen="")
        assert (await town.consultation()).state == "open"
        await second.opens("/admin")
        assert re.search(r'Waiting for you</span> <span class="count">1<', second.page)
        await second.opens(f"/admin/waiting/{CLOSING}")
        assert "It ends now and never opens again." in second.page
        await second.sends(f"/admin/waiting/{CLOSING}/approve", seen="0" * 16)
        assert "It was changed meanwhile." in second.page
        assert (await town.consultation()).state == "open"
        await second.opens(f"/admin/waiting/{CLOSING}")
        await second.sends(f"/admin/waiting/{CLOSING}/approve", seen=second.hidden("seen"))
        assert "It is approved." in second.page
        assert (await town.consultation()).state == "closed"
        await second.opens(f"/admin/waiting/{CLOSING}")
        assert "This was decided, or taken back." in second.page
    assert await done(town) == [f"asked close {SLUG}", f"approved close {SLUG}"]


async def test_what_is_refused_has_a_reason_that_staff_read(town: Town, office: Office) -> None:
    author, other = await hired(town), await hired(town, "owner", "Driss")
    async with office.signed_in(author) as first, office.signed_in(other) as second:
        await goes(first, "close")
        await second.sends(f"/admin/waiting/{CLOSING}/refuse", reason=" ")
        assert "Please say it in at most" in second.page
        await second.sends(f"/admin/waiting/{CLOSING}/refuse", reason="Too early <b>.")
        assert "It is refused." in second.page
        await first.opens(HERE)
        assert "Close it now: not approved. Too early &lt;b&gt;." in first.page
    assert await done(town) == [f"asked close {SLUG}", f"refused close {SLUG}"]


async def test_it_is_closed_later_at_a_time_that_was_offered(town: Town, office: Office) -> None:
    async with office.signed_in(await hired(town)) as browser:
        before = await town.consultation()
        await goes(browser, "extend", until="2031-01-01T20:00+00:00")
        assert (await town.consultation()).closes == before.closes
        await goes(browser, "extend", until=later(before)[1])
        assert "It is done." in browser.page
        assert (await town.consultation()).closes > before.closes
    assert await done(town) == [f"extended {SLUG}"]


async def test_it_is_opened_before_its_time_once_it_is_approved(town: Town, office: Office) -> None:
    await town.hold(state="scheduled", slug="water", opens=START.replace(day=27), title=words("And water?"))
    first, second = await hired(town), await hired(town, "owner", "Driss")
    async with office.signed_in(first) as browser:
        address = "/admin/consultations/water/open"
        await browser.sends(address)
        assert "It opens once a second person has approved it." in browser.page
        await town.store.apply(Changes(staff.remove(second, NO_KEY)))
        await browser.sends(address)
        assert "It is done." in browser.page
    found = await consultations.get(town.store.database, "water")
    assert found
    assert found.state == "open"


async def test_results_are_published_as_they_were_looked_at(town: Town, office: Office) -> None:
    async with office.signed_in(await hired(town)) as browser:
        await ended(town)
        assert await browser.enters(await link(town, (await staff_of(town))[0])) == 200
        await browser.opens(f"{HERE}/publish")
        assert "There is no release yet." in browser.page
        await browser.opens(f"{HERE}/release")
        assert "Nothing is published yet." in browser.page
        await browser.sends(f"{HERE}/release")
        assert "It is done." in browser.page
        await browser.sends(f"{HERE}/release")
        assert "Too little has changed since the last release. It holds." in browser.page
        await browser.opens(f"{HERE}/publish")
        assert "Fewer than 20 sent their answers" in browser.page
        seen = browser.hidden("seen")
        await browser.sends(f"{HERE}/publish", seen="0" * 16)
        assert await publications.get(town.store.database, SLUG, "en") is None
        await browser.sends(f"{HERE}/publish", seen=seen)
        assert f'href="/results/{SLUG}?language=en"' in browser.page
    assert (await town.consultation()).state == "published"
    assert await done(town) == [f"released {SLUG} 1", f"published {SLUG}"]


async def staff_of(town: Town) -> list[bytes]:
    return [each.person for each in await staff.every(town.store.database, town.store.keys)]


@pytest.mark.parametrize("way", ["close", "extend", "release", "publish"])
async def test_who_was_removed_does_nothing_with_a_page_left(town: Town, office: Office, way: str) -> None:
    person = await hired(town)
    async with office.signed_in(person) as browser:
        await browser.opens(f"{HERE}/close")
        seen, until = browser.hidden("seen"), later(await town.consultation())[0]
        await town.store.apply(Changes(staff.remove(person, NO_KEY)))
        await browser.sends(f"{HERE}/{way}", seen=seen, until=until)
        assert browser.path == "/admin/enter"
    assert (await town.consultation()).state == "open"
    assert await done(town) == []


async def test_what_waits_and_was_asked_in_the_chat_is_shown_to_who_can_approve_it(
    town: Town, office: Office
) -> None:
    await town.store.apply(Changes((proposals.ask(proposal("close", SLUG, author=b"s" * 16)),)))
    async with (
        office.signed_in(await hired(town)) as browser,
        office.signed_in(await hired(town, "reader", "Driss")) as reader,
    ):
        await browser.opens("/admin/waiting")
        assert f"/admin/waiting/{CLOSING}" in browser.page
        assert await reader.opens(f"/admin/waiting/{CLOSING}") == 403
        assert "This is not yours to do" in reader.page


async def test_staff_and_the_log_name_colleagues_by_the_names_they_gave(town: Town, office: Office) -> None:
    async with office.signed_in(await hired(town, "owner", "Amina <i>")) as browser:
        await browser.opens("/admin/staff")
        assert "Amina &lt;i&gt;" in browser.page
        assert "(you)" in browser.page
        await browser.opens("/admin/log")
        assert "Every entry is as it was written." in browser.page
        assert "joined the team" in browser.page
        ask(town.store.database, "UPDATE audit SET day = 1 WHERE number = 1")
        await browser.opens("/admin/log")
        assert "Entry 1 is not as it was written" in browser.page
        await browser.opens("/admin/log?before=2")
        assert "signed in" not in browser.page
        assert await browser.opens("/admin/log?before=٣") == 200
        assert await browser.opens("/admin/log?before=-1") == 200


async def test_a_page_says_only_what_is_known_to_be_said(town: Town, office: Office) -> None:
    async with office.signed_in(await hired(town)) as browser:
        await browser.opens(f"{HERE}?said=<b>hello")
        assert "hello" not in browser.page.replace("said=", "")
