"""Announcements: how far each is, what became of it; halted, let go on and called off."""

from aiohttp import web

from bot.dashboard.common import WHO, id_in, page, parts, view_of, words_of
from bot.dashboard.keeping import and_back
from handlers.announcements import steering
from handlers.announcements.previewing import labelled, preview, state
from handlers.announcements.reading import media_of
from handlers.announcements.steering import Way
from handlers.approvals.actions import RESUME, STOP, may
from handlers.approvals.approval import can_approve
from handlers.approvals.outcome import Outcome
from handlers.links import quiet
from storage import announcements, consultations
from storage.announcements import Announcement

HOME = "/admin/announcements"
MOST = 50
"""So many of each consultation are listed, the latest."""


async def show(request: web.Request) -> web.Response:
    """GET /admin/announcements."""
    store, view, who = parts(request).store, view_of(request), request[WHO].actor
    found = [
        each
        for consultation in await consultations.every(store.database)
        for each in await announcements.written(store.database, consultation.slug, MOST)
    ]
    rows = [
        (
            each.id.hex(),
            await labelled(store, view, each),
            state(view, each),
            each.consultation,
            await steering.became(store, view.words, each) if each.state != "waiting" else (),
        )
        for each in found
    ]
    stopped = await announcements.paused(store.database)
    return await page(
        request,
        "announcements.html",
        at="announcements",
        rows=rows,
        stops=may(who, STOP) and any(each.state in {"waiting", "sending"} for each in found),
        resumes=may(who, RESUME) and bool(stopped),
    )


async def one(request: web.Request) -> web.Response:
    """GET /admin/announcements/<id>: how it stands, what became of it, and how it will be or was seen."""
    store, view, words, found = (
        parts(request).store,
        view_of(request),
        words_of(request),
        await _found(request),
    )
    label = await labelled(store, view, found)
    return await page(
        request,
        "announcement.html",
        at="announcements",
        id=found.id.hex(),
        label=label,
        state=state(view, found),
        consultation=found.consultation,
        reason=quiet(found.reason, links=False),
        became=await steering.became(store, words, found),
        seen=await preview(store, view, found) if found.kind == "written" else "",
        media=await media_of(store, found, label),
        decides=found.state == "asked" and bool(await can_approve(store, request[WHO].person, found)),
        ways=steering.ways(request[WHO].actor, found),
    )


async def way(request: web.Request) -> web.Response:
    """GET /admin/announcements/<id>/<way>: what it means, before it is done."""
    found = await _found(request)
    label, name = await labelled(parts(request).store, view_of(request), found), _way(request)
    possible = name in steering.ways(request[WHO].actor, found)
    return await page(
        request,
        "steering.html",
        at="announcements",
        id=found.id.hex(),
        label=label,
        way=name,
        possible=possible,
    )


async def went(request: web.Request) -> web.Response:
    """POST the same."""
    name = _way(request)

    async def decide() -> Outcome:
        desk = parts(request).desk
        return await steering.went(desk.store, desk.place(), request[WHO].person, await _found(request), name)

    return await and_back(request, decide, f"{HOME}/{request.match_info['announcement']}")


async def stopped(request: web.Request) -> web.Response:
    """POST /admin/announcements/stop: everything under way, at once."""

    async def decide() -> Outcome:
        desk = parts(request).desk
        return await steering.everything_stopped(desk.store, desk.place(), request[WHO].person)

    return await and_back(request, decide, HOME)


async def resume(request: web.Request) -> web.Response:
    """GET /admin/announcements/resume: what would go on."""
    store, view = parts(request).store, view_of(request)
    found = [
        (await labelled(store, view, each), await steering.became(store, view.words, each))
        for each in await announcements.paused(store.database)
    ]
    return await page(request, "resuming.html", at="announcements", found=found)


async def resumed(request: web.Request) -> web.Response:
    """POST the same: all of it goes on."""

    async def decide() -> Outcome:
        desk = parts(request).desk
        return await steering.everything_resumed(desk.store, desk.place(), request[WHO].person)

    return await and_back(request, decide, HOME)


def _way(request: web.Request) -> Way:
    """The end of the address; the router knows no other."""
    name = request.path.rpartition("/")[2]
    return next(each for each in steering.WAYS if each == name)


async def _found(request: web.Request) -> Announcement:
    """Raises `HTTPNotFound`."""
    found = await announcements.get(parts(request).store.database, id_in(request, "announcement"))
    if found is None or found.state == "draft" or not steering.may_see(request[WHO].actor, found):
        raise web.HTTPNotFound
    return found
