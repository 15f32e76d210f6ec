"""Signing in and out. A link is used up by a tap in the browser that opened it, never by looking at it."""

import hmac
import re
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from bot.channels.web.guard import form_of
from bot.dashboard.common import WHO, language_of, of_web, parts, to
from handlers.staff import signing_in
from handlers.staff.signing_in import Entered
from handlers.view import Place
from handlers.words import LANGUAGES
from storage import sign_ins
from storage.changes import Changes, Stale
from storage.store import Store

HOME = "/admin"
LONGEST_TOKEN = 64
TRIES = 20
_OURS = re.compile(r"/admin(/[a-z0-9_-]+)*")
Enters = Callable[[Store, Place, str, str], Awaitable[Entered | None]]


async def enter(request: web.Request) -> web.Response:
    """GET /admin/enter: a button; the link's token stands behind # and is not sent yet."""
    return _door(request, "enter")


async def join(request: web.Request) -> web.Response:
    """GET /admin/join: what joining means, and a button."""
    return _door(request, "join")


async def entered(request: web.Request) -> web.StreamResponse:
    """POST /admin/enter with `token`: signed in, once."""
    return await _signed_in(request, "enter", signing_in.by_link)


async def joined(request: web.Request) -> web.StreamResponse:
    """POST /admin/join with `token`: one more of the staff, signed in."""
    return await _signed_in(request, "join", signing_in.by_invitation)


async def left(request: web.Request) -> web.Response:
    """POST /admin/leave: nobody is signed in in this browser."""
    token = parts(request).cookies.signed_in(request)
    await parts(request).store.apply(signing_in.left(parts(request).store.keys, token))
    response = to("/admin/enter")
    parts(request).cookies.sign_out(response)
    return response


async def spoke(request: web.Request) -> web.Response:
    """POST /admin/language with `language`: the pages speak it from now on; back `to` where they were."""
    form = await form_of(request)
    language, back = str(form.get("language", "")), str(form.get("to", ""))
    if language in LANGUAGES:
        write = sign_ins.speak(request[WHO].session, language)
        await parts(request).store.apply(Changes((write,)))
    return to(back if _OURS.fullmatch(back) else HOME)


def _door(
    request: web.Request, which: str, status: int = 200, trouble: str = "", token: str = ""
) -> web.Response:
    """The page, bound to this browser."""
    known = parts(request).cookies.asked(request)
    bound = known or signing_in.new_token(parts(request).desk.place().fresh)
    values = {"bound": bound, "trouble": trouble, "token": token, "joins": which == "join"}
    response = of_web(request).page(request, "dashboard/door.html", status, **values)
    parts(request).cookies.ask(response, bound)
    return response


async def _signed_in(request: web.Request, which: str, enters: Enters) -> web.StreamResponse:
    """Into a session of its own. Raises `HTTPTooManyRequests` for one wrong link too many.

    Right links are never counted, so that nobody can keep the owner out by trying.
    """
    form = await form_of(request)
    token = str(form.get("token", ""))[:LONGEST_TOKEN].strip()
    if not _same_browser(request, form):
        return _door(request, which, 403, "browser", token)
    found = await _entered(request, enters, token)
    if found is None:
        _count_wrong(request)
        return _door(request, which, 403, "over")
    store, before = parts(request).store, parts(request).cookies.signed_in(request)
    if before:
        await store.apply(signing_in.left(store.keys, before))
    response = to(HOME)
    parts(request).cookies.sign_in(response, found.token)
    return response


def _same_browser(request: web.Request, form: Mapping[str, object]) -> bool:
    asked = parts(request).cookies.asked(request)
    return bool(asked) and hmac.compare_digest(asked.encode(), str(form.get("bound", "")).encode())


async def _entered(request: web.Request, enters: Enters, token: str) -> Entered | None:
    store, desk = parts(request).store, parts(request).desk
    for _ in range(TRIES):
        found = await enters(store, desk.place(), token, language_of(request))
        if found is None:
            return None
        try:
            await store.apply(found.changes)
        except Stale:  # it was used just now, or only another entry came into the log: look again
            continue
        return found
    return None


def _count_wrong(request: web.Request) -> None:
    who = of_web(request).networks(request) or (parts(request).cookies.asked(request),)
    if not parts(request).desk.guesses.take(who):
        raise web.HTTPTooManyRequests
