"""Signing in to the dashboard: once by a link, in the browser that opened it, for a while."""

import asyncio

import pytest

from bot.clock import due_now
from bot.desk import GUESSES
from handlers.organisations import invitations
from handlers.staff import signing_in
from storage import audit, sign_ins, staff
from storage.changes import Changes
from storage.erasure_keys import NO_KEY
from storage.housekeeping import sweep
from tests.bot.dashboard.office import Browser, Office, hired, link, office_of
from tests.looking import ask, values
from tests.privacy.neighbours import announce
from tests.privacy.search import everything
from tests.staff import invited
from tests.town import Town

OVER = "This link does not hold any more."


def token_of(browser: Browser) -> str:
    return browser.cookies["mushawara-staff"]


async def count(town: Town, table: str) -> int:
    return int(ask(town.store.database, f"SELECT count(*) FROM {table}")[0][0])


async def test_a_link_signs_in_once(town: Town, office: Office) -> None:
    token = await link(town, await hired(town))
    async with office.browser() as first, office.browser() as second:
        assert await first.enters(token) == 200
        assert first.path == "/admin"
        assert "Your role: administration" in first.page
        assert await second.enters(token) == 403
        assert OVER in second.page
        assert await second.opens("/admin") == 200
        assert second.path == "/admin/enter", "who is not signed in comes to the door"
    assert [each.what for each in await audit.every(town.store.database, town.store.keys)][-1] == "signed in"


async def test_of_two_who_tap_at_once_one_is_signed_in(town: Town, office: Office) -> None:
    token = await link(town, await hired(town))
    async with office.browser() as first, office.browser() as second:
        assert sorted(await asyncio.gather(first.enters(token), second.enters(token))) == [200, 403]


async def test_looking_at_a_link_does_not_use_it_up(town: Town, office: Office) -> None:
    token = await link(town, await hired(town))
    async with office.browser() as preview, office.browser() as browser:
        for method in ("GET", "HEAD", "OPTIONS"):
            await preview.session.request(method, office.server.make_url(f"/admin/enter#in={token}"))
        assert await browser.enters(token) == 200


async def test_only_the_browser_that_opened_the_page_goes_on_from_it(town: Town, office: Office) -> None:
    token = await link(town, await hired(town))
    async with office.browser() as browser, office.browser() as other:
        await browser.opens("/admin/enter")
        bound = browser.hidden("bound")
        assert await other.sends("/admin/enter", bound=bound, token=token) == 403
        await other.opens("/admin/enter")
        assert await other.sends("/admin/enter", bound=bound, token=token) == 403
        assert "Please tap once more." in other.page
        assert await browser.sends("/admin/enter", bound=bound, token=token) == 200


async def test_a_link_holds_ten_minutes(town: Town, office: Office) -> None:
    token = await link(town, await hired(town))
    town.later(minutes=signing_in.MINUTES)
    async with office.browser() as browser:
        assert await browser.enters(token) == 403


async def test_a_new_link_ends_the_one_before(town: Town, office: Office) -> None:
    person = await hired(town)
    before, now = await link(town, person), await link(town, person)
    async with office.browser() as browser:
        assert await browser.enters(before) == 403
        assert await browser.enters(now) == 200


async def test_a_session_that_was_planted_before_is_not_the_one_after(town: Town, office: Office) -> None:
    planted, person, here = "p" * 32, await hired(town), office.server.make_url("/")
    async with office.browser() as victim, office.browser() as attacker:
        for browser in (victim, attacker):
            browser.session.cookie_jar.update_cookies({"mushawara-staff": planted}, here)
        assert await victim.enters(await link(town, person)) == 200
        assert token_of(victim) != planted
        await attacker.opens("/admin")
        assert attacker.path == "/admin/enter"


async def test_signing_in_again_ends_the_session_that_the_browser_had(town: Town, office: Office) -> None:
    person = await hired(town)
    async with office.signed_in(person) as browser:
        before = token_of(browser)
        await browser.enters(await link(town, person))
        assert token_of(browser) != before
        assert await count(town, "staff_session") == 1


async def test_it_ends_after_fifteen_minutes_without_a_request(town: Town, office: Office) -> None:
    async with office.signed_in(await hired(town)) as browser:
        for _ in range(4):
            town.later(minutes=14)
            await browser.opens("/admin")
            assert browser.path == "/admin"
        town.later(minutes=15)
        await browser.opens("/admin")
        assert browser.path == "/admin/enter"


async def test_it_ends_after_twelve_hours_however_much_it_is_used(town: Town, office: Office) -> None:
    async with office.signed_in(await hired(town)) as browser:
        for _ in range(12 * 6 - 1):
            town.later(minutes=10)
            await browser.opens("/admin")
        assert browser.path == "/admin"
        town.later(minutes=10)
        await browser.opens("/admin")
        assert browser.path == "/admin/enter"


async def test_who_signs_out_is_signed_out_on_the_server(town: Town, office: Office) -> None:
    async with office.signed_in(await hired(town)) as browser, office.browser() as thief:
        stolen = token_of(browser)
        await browser.sends("/admin/leave")
        assert browser.path == "/admin/enter"
        thief.session.cookie_jar.update_cookies({"mushawara-staff": stolen}, office.server.make_url("/"))
        await thief.opens("/admin")
        assert thief.path == "/admin/enter"
    assert await count(town, "staff_session") == 0


@pytest.mark.parametrize("way", ["removed", "another role", "removed and back"])
async def test_it_ends_with_the_role_that_it_was_begun_in(town: Town, office: Office, way: str) -> None:
    person = await hired(town)
    async with office.signed_in(person) as browser:
        waiting = await link(town, person)
        if way == "another role":
            ask(town.store.database, "UPDATE staff SET role = 'reader'")
        else:
            await town.store.apply(Changes(staff.remove(person, NO_KEY)))
            assert await count(town, "staff_link") == 0
        if way == "removed and back":
            back = staff.join(town.store.keys, person, staff.Invited("administrator", "Amina"))
            await town.store.apply(Changes((back,)))
        await browser.opens("/admin")
        assert browser.path == "/admin/enter"
        assert (await browser.enters(waiting) == 200) == (way == "another role")


async def test_wrong_links_are_slowed_and_the_right_one_is_not(town: Town, office: Office) -> None:
    token = await link(town, await hired(town))
    async with office.browser() as attacker, office.browser() as owner:
        half = GUESSES // 2
        tried = [await attacker.enters("x" * 32) for _ in range(half + 2)]
        assert tried == [403] * half + [429] * 2
        assert await attacker.enters(token) == 200, "a right one is never counted"
        assert await owner.enters("x" * 32) == 403


async def test_of_links_and_browsers_only_hashes_are_kept(town: Town, office: Office) -> None:
    person = await hired(town)
    async with office.signed_in(person) as browser:
        waiting = await link(town, person)
        kept = everything(town.store)
        for secret in (waiting, token_of(browser)):
            assert secret.encode() not in kept
    assert {name for name, _ in values(town.store.database)} >= {"staff_session.lookup", "staff_link.lookup"}


async def test_what_is_over_is_swept(town: Town, office: Office) -> None:
    person = await hired(town)
    async with office.signed_in(person):
        await link(town, person)
    town.later(minutes=9)
    await town.store.apply(Changes(sweep(int(town.now.timestamp()))))
    assert (await count(town, "staff_session"), await count(town, "staff_link")) == (1, 1)
    town.later(minutes=9)
    await town.store.apply(Changes(sweep(int(town.now.timestamp()))))
    assert (await count(town, "staff_session"), await count(town, "staff_link")) == (0, 0)


async def test_over_https_no_subdomain_can_set_the_cookie(town: Town) -> None:
    token = await link(town, await hired(town))
    async with office_of(town, "https://settat.example") as office, office.browser() as browser:
        response = await browser.session.get(office.server.make_url("/admin/enter"))
        (cookie,) = response.headers.getall("Set-Cookie")
        assert cookie.startswith("__Host-mushawara-door=")
        for part in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/"):
            assert part in cookie
        bound = {"__Host-mushawara-door": cookie.partition("=")[2].partition(";")[0]}
        response = await browser.session.post(
            office.server.make_url("/admin/enter"),
            data={"token": token, "bound": bound["__Host-mushawara-door"]},
            headers={"Origin": "https://settat.example"},
            cookies=bound,
            allow_redirects=False,
        )
        assert response.status == 303
        given = [each for each in response.headers.getall("Set-Cookie") if "-staff=" in each]
        assert given[0].startswith("__Host-mushawara-staff=")
        assert "SameSite=Strict" in given[0]


async def test_who_has_no_chat_joins_and_is_signed_in(town: Town, office: Office) -> None:
    token = (await invited(town, "reader", "Driss")).removeprefix("/start _")
    async with office.browser() as browser, office.browser() as second:
        await browser.opens("/admin/join")
        assert "What you do as staff is noted in a log." in browser.page
        assert await browser.enters(token, "join") == 200
        assert "Your role: reading only" in browser.page
        assert await second.enters(token, "join") == 403
    (found,) = await staff.every(town.store.database, town.store.keys)
    assert (found.role, found.name) == ("reader", "Driss")
    entries = await audit.every(town.store.database, town.store.keys)
    assert [(each.who, each.what) for each in entries] == [(found.code, "joined")]


async def test_an_invitation_that_is_over_joins_nobody(town: Town, office: Office) -> None:
    token = (await invited(town, "owner", "Driss")).removeprefix("/start _")
    town.later(days=invitations.DAYS)
    async with office.browser() as browser:
        assert await browser.enters(token, "join") == 403
        assert OVER in browser.page
    assert await staff.every(town.store.database, town.store.keys) == []


async def test_who_has_no_chat_is_not_written_to(town: Town, office: Office) -> None:
    """Others of the staff are told when an announcement goes out."""
    token = (await invited(town, "owner", "Driss")).removeprefix("/start _")
    async with office.browser() as browser:
        await browser.enters(token, "join")
    await announce(town)
    await due_now(town.store, town.now)
    assert ask(town.store.database, "SELECT person FROM delivery") == []


async def test_the_language_is_kept_while_somebody_is_signed_in(town: Town, office: Office) -> None:
    async with office.signed_in(await hired(town), "ar") as browser:
        assert 'lang="ar" dir="rtl"' in browser.page
        await browser.sends("/admin/language", language="fr", to="/admin")
        assert 'lang="fr" dir="ltr"' in browser.page
        await browser.sends("/admin/language", language="xx", to="//elsewhere.example")
        assert browser.path == "/admin"
        assert 'lang="fr"' in browser.page


def test_a_session_is_idle_sooner_than_it_is_over() -> None:
    assert sign_ins.EXACT < sign_ins.IDLE < sign_ins.LONGEST
