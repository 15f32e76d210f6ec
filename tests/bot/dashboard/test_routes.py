"""Every route below /admin, taken from the router: by whom it is answered, and from where it is taken."""

import re
from collections.abc import Iterable
from contextlib import AsyncExitStack

import pytest
from aiohttp import web

from bot.dashboard.guard import ROUTES, Route
from bot.dashboard.setup import BASE, PAGES
from handlers.approvals.actions import SEE
from storage import proposals
from storage.staff import ROLES, Role
from tests.bot.channels.web.visitor import serving
from tests.bot.dashboard.office import Browser, Office, dashboard, hired, link
from tests.handlers.approvals.test_actions import allowed
from tests.handlers.approvals.test_whoever_may import somebody_who
from tests.town import SLUG, Resident, Town

BEFORE_SIGNING_IN = {"/admin/enter", "/admin/join"}
"""Said once more here, by hand: nothing else answers a stranger."""
POSTS = [each for each in PAGES if each.method != "GET"]
FOREIGN: tuple[dict[str, str], ...] = (
    {"Origin": "https://elsewhere.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:1"},
    {},
    {"Sec-Fetch-Site": "same-origin"},
)


def filled(path: str, **known: str) -> str:
    """An address of this route, with these ids in it."""
    asked = proposals.identity("extend", SLUG).hex()
    given = {"slug": SLUG, "id": asked, "kind": "csv", **known}
    given |= {"answers": "real", "survey": "residents", "question": "wish"}
    return re.sub(r"\{(\w+)[^}]*\}", lambda found: given.get(found[1], "00"), path)


def found(app: web.Application) -> list[tuple[str, str]]:
    """Method and path of all that the router leads to below /admin."""
    return [
        (route.method, route.resource.canonical)
        for route in app.router.routes()
        if route.resource and route.resource.canonical.startswith(BASE)
    ]


async def person_of(somebody: Resident) -> bytes:
    person = await somebody.town.desk.whose(somebody.channel, somebody.address)
    assert person
    return person


async def asks(browser: Browser, route: Route) -> int:
    path = filled(BASE + route.path)
    return await (browser.opens(path) if route.method == "GET" else browser.sends(path))


async def test_no_route_is_without_a_rule(town: Town) -> None:
    app = dashboard(town)
    (inner,) = (each for each in app._subapps if ROUTES in each)
    ruled = inner[ROUTES]
    assert set(ruled) == set(found(app))
    assert len(ruled) == len(PAGES)


async def test_a_route_without_a_rule_answers_nobody(town: Town) -> None:
    app = dashboard(town)
    (inner,) = (each for each in app._subapps if ROUTES in each)
    del inner[ROUTES]["GET", "/admin"]
    async with serving(app) as server, Office(town, server).browser() as browser:
        assert await browser.enters(await link(town, await hired(town, "owner"))) == 403
        assert "Consultations" not in browser.page


async def answers_those_who_may(
    office: Office, routes: Iterable[Route], role: Role | None, speaks: bool
) -> None:
    """In one browser, for each route; where somebody who did not sign in is answered, it is said above."""
    async with AsyncExitStack() as stack:
        person = await person_of(await somebody_who(office.town, role, speaks)) if role else None
        coming = office.signed_in(person) if person else office.browser()
        browser = await stack.enter_async_context(coming)
        for route in routes:
            status = await asks(browser, route)
            if route.action is None:
                assert BASE + route.path in BEFORE_SIGNING_IN
            elif role is None:
                assert browser.path == "/admin/enter", route
            else:
                assert (status != 403) == allowed(route.action.name, role, speaks, None), route


@pytest.mark.sqlite
@pytest.mark.parametrize("role", [None, *ROLES])
@pytest.mark.parametrize("speaks", [True, False], ids=["member", "no member"])
async def test_pages_are_shown_to_those_who_may_alone(
    office: Office, role: Role | None, speaks: bool
) -> None:
    """One after the other: what only shows leaves everything as it was."""
    await answers_those_who_may(office, (each for each in PAGES if each.method == "GET"), role, speaks)


@pytest.mark.sqlite
@pytest.mark.parametrize("route", POSTS, ids=lambda each: BASE + each.path)
@pytest.mark.parametrize("role", [None, *ROLES])
@pytest.mark.parametrize("speaks", [True, False], ids=["member", "no member"])
async def test_forms_are_taken_from_those_who_may_alone(
    office: Office, route: Route, role: Role | None, speaks: bool
) -> None:
    await answers_those_who_may(office, (route,), role, speaks)


@pytest.mark.sqlite
@pytest.mark.parametrize("route", PAGES, ids=lambda each: f"{each.method} {BASE}{each.path}")
async def test_every_route_says_what_the_browser_may_do_with_it(
    town: Town, office: Office, route: Route
) -> None:
    async with office.signed_in(await hired(town, "owner")) as browser:
        path = office.server.make_url(filled(BASE + route.path))
        origin = {"Origin": str(office.server.make_url("/")).rstrip("/")}
        response = await browser.session.request(route.method, path, headers=origin, allow_redirects=False)
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.sqlite
@pytest.mark.parametrize("route", POSTS, ids=lambda each: BASE + each.path)
async def test_nothing_is_taken_from_another_site(town: Town, office: Office, route: Route) -> None:
    async with office.signed_in(await hired(town, "owner")) as browser:
        for headers in FOREIGN:
            assert await browser.sends(filled(BASE + route.path), headers) == 403, headers
            assert "This did not come from our page" in browser.page
        ours = str(office.server.make_url("/")).rstrip("/")
        mixed = {"Origin": ours, "Sec-Fetch-Site": "cross-site"}
        assert await browser.sends(filled(BASE + route.path), mixed) == 403


async def test_a_page_that_is_not_there_is_not_there(town: Town, office: Office) -> None:
    async with office.browser() as browser:
        assert await browser.opens("/admin/nowhere") == 404


def test_what_only_shows_is_asked_for_by_get() -> None:
    """So that an address that is followed by itself changes nothing."""
    assert {each.method for each in PAGES} == {"GET", "POST"}
    assert all(each.action is None or each.action.roles >= {"owner"} for each in PAGES)
    assert SEE.roles == {"owner", "administrator", "reader"}
