"""Who may use which page: nothing below `/admin` answers before its rule was asked."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.channels.web.guard import LARGEST_POST, refuse_all_but_ours, refuse_large
from bot.dashboard.common import WHO, page, parts, to
from bot.server.visits import recognise
from handlers.approvals.actions import Action, may
from handlers.staff.signing_in import SignedIn, signed_in

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
ENTER = "/admin/enter"


@dataclass(frozen=True, slots=True)
class Route:
    """A page, and the action that who asks for it must be allowed; None: it is there before signing in.

    `largest`: how many bytes its form can send.
    """

    method: str
    path: str
    action: Action | None
    answer: Answer
    largest: int = LARGEST_POST


ROUTES: web.AppKey[dict[tuple[str, str], Route]] = web.AppKey("ROUTES", dict)
"""All there are, by method and path."""


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Ask the rule of the route; a route without one answers nobody."""
    if request.match_info.http_exception:
        return await handler(request)  # there is no such page
    resource = request.match_info.route.resource
    route = request.app[ROUTES].get((request.method, resource.canonical if resource else ""))
    if route is None:
        raise web.HTTPForbidden
    if request.method != "GET":
        refuse_all_but_ours(request)
        refuse_large(request, route.largest)
    if route.action is None:
        return await handler(request)
    who = await _who(request)
    if who is None:
        return to(ENTER)
    request[WHO] = who
    recognise(request)
    if not may(who.actor, route.action):
        return await page(request, "not_yours.html", 403)
    return await handler(request)


async def _who(request: web.Request) -> SignedIn | None:
    """Who is signed in, noted as being here now."""
    store, desk = parts(request).store, parts(request).desk
    token = parts(request).cookies.signed_in(request)
    found = await signed_in(store, token, int(desk.clock().timestamp())) if token else None
    if found and found.changes.writes:
        await store.apply(found.changes)
    return found
