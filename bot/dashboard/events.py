"""Events: how each stands, as people see it, about how many come; and cancelled."""

from aiohttp import web

from bot.dashboard.common import WHO, id_in, page, parts, words_of
from bot.dashboard.keeping import and_back
from handlers.approvals.approval import can_approve
from handlers.approvals.outcome import Outcome
from handlers.events import judging, readable
from handlers.events.preview import as_seen
from handlers.links import quiet
from handlers.rounded import about
from storage import consultations, events, rsvps
from storage.events import Event

HOME = "/admin/events"


async def show(request: web.Request) -> web.Response:
    """GET /admin/events: the latest first, drafts left out."""
    words = words_of(request)
    every = await events.every(parts(request).store.database)
    rows = [
        (
            each.id.hex(),
            readable.title(each, words),
            readable.begins(each, words),
            readable.state(each, words),
            each.consultation,
        )
        for each in reversed(every)
        if each.state != "draft"
    ]
    return await page(request, "events.html", at="events", rows=rows)


async def one(request: web.Request) -> web.Response:
    """GET /admin/events/<id>."""
    store, words, found = parts(request).store, words_of(request), await _found(request)
    consultation = await consultations.get(store.database, found.consultation)
    counts = await rsvps.counts(store.database, found.id)
    return await page(
        request,
        "event.html",
        at="events",
        id=found.id.hex(),
        label=readable.title(found, words),
        state=readable.state(found, words),
        consultation=found.consultation,
        reason=quiet(found.reason, links=False),
        seen=await as_seen(store, found, consultation) if consultation else [],
        coming=about(words, counts.get("coming", 0)) if found.state == "open" else "",
        waiting_list=about(words, counts.get("waiting", 0))
        if found.state == "open" and found.capacity
        else "",
        decides=found.state == "asked" and bool(await can_approve(store, request[WHO].person, found)),
        cancels=judging.may_cancel(request[WHO].actor, found),
    )


async def cancel(request: web.Request) -> web.Response:
    """GET /admin/events/<id>/cancel: what it means."""
    found = await _found(request)
    possible = judging.may_cancel(request[WHO].actor, found)
    label = readable.title(found, words_of(request))
    return await page(
        request, "cancelling.html", at="events", id=found.id.hex(), label=label, possible=possible
    )


async def cancelled(request: web.Request) -> web.Response:
    """POST the same: all who said that they come are told."""

    async def decide() -> Outcome:
        desk = parts(request).desk
        return await judging.cancelled(desk.store, desk.place(), request[WHO].person, await _found(request))

    return await and_back(request, decide, f"{HOME}/{request.match_info['event']}")


async def _found(request: web.Request) -> Event:
    """Raises `HTTPNotFound`."""
    found = await events.get(parts(request).store.database, id_in(request, "event"))
    if found is None or found.state == "draft":
        raise web.HTTPNotFound
    return found
