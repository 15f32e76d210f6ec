"""Who works here, as an owner changes it."""

from aiohttp import web

from bot.channels.web.guard import form_of
from bot.dashboard.common import WHO, of_web, page, parts, words_of
from bot.dashboard.keeping import and_back, kept
from handlers.approvals.outcome import Outcome, sentence
from handlers.organisations import invitations
from handlers.staff import signing_in, team
from handlers.staff.roles import role_name
from storage.staff import ROLES, Colleague, Role

HOME = "/admin/staff"


async def invite(request: web.Request) -> web.Response:
    """GET /admin/staff/invite: who, and as what."""
    return await _form(request)


async def invited(request: web.Request) -> web.Response:
    """POST the same with `name` and `role`: the links, shown once."""
    form, desk = await form_of(request), parts(request).desk
    role, made = _role(form.get("role")), [""]

    async def decide() -> Outcome:
        name = str(form.get("name", ""))
        outcome, made[0] = await team.invited(desk.store, desk.place(), request[WHO].person, role, name)
        return outcome

    said = await kept(request, decide)
    if said != "done":
        return await _form(request, sentence(words_of(request), said))
    token, bot_name = made[0], desk.place().bot_name
    host = of_web(request).public_url or str(request.url.origin())
    links = [signing_in.invitation_address(host, token)]
    links += [invitations.telegram_address(bot_name, token)] if bot_name else []
    command = invitations.command(token)
    return await page(
        request,
        "invited.html",
        at="staff",
        links=links,
        command=command,
        days=invitations.DAYS,
        apart_after=desk.place().apart_after // 3_600,
    )


async def one(request: web.Request) -> web.Response:
    """GET /admin/staff/<code>: their role, and the way out."""
    found, words = await _found(request), words_of(request)
    roles = [(each, role_name(words, each), each == found.role) for each in ROLES]
    own = found.person == request[WHO].person
    return await page(
        request, "colleague.html", at="staff", known_as=found.name, code=found.code, roles=roles, own=own
    )


async def given(request: web.Request) -> web.Response:
    """POST /admin/staff/<code>/role with `role`."""
    role, code = _role((await form_of(request)).get("role")), (await _found(request)).code

    async def decide() -> Outcome:
        desk = parts(request).desk
        return await team.given(desk.store, desk.place(), request[WHO].person, code, role)

    return await and_back(request, decide, HOME)


async def removed(request: web.Request) -> web.Response:
    """POST /admin/staff/<code>/remove."""
    code = (await _found(request)).code

    async def decide() -> Outcome:
        desk = parts(request).desk
        return await team.removed(desk.store, desk.place(), request[WHO].person, code)

    return await and_back(request, decide, HOME)


async def _form(request: web.Request, trouble: str = "") -> web.Response:
    roles = [(each, role_name(words_of(request), each)) for each in ROLES]
    return await page(request, "invite.html", at="staff", roles=roles, trouble=trouble)


async def _found(request: web.Request) -> Colleague:
    """Raises `HTTPNotFound`."""
    found = await team.named(parts(request).store, request.match_info["code"])
    if found is None:
        raise web.HTTPNotFound
    return found


def _role(given: object) -> Role:
    """Raises `HTTPBadRequest` for none of ours."""
    for role in ROLES:
        if role == given:
            return role
    raise web.HTTPBadRequest
