"""Saves what staff decided on a page: decided again on what is true now, where something came between."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.dashboard.common import parts, to
from handlers.approvals.outcome import Outcome, Said
from storage import chores
from storage.changes import NotOpen, Stale, StorageDown

TRIES = 20
Decide = Callable[[], Awaitable[Outcome]]


async def kept(request: web.Request, decide: Decide) -> Said:
    """What became of it, once it is durable and open pages and the sender know. Raises `StorageDown`."""
    desk = parts(request).desk
    for _ in range(TRIES):
        outcome = await decide()
        try:
            await desk.store.apply(outcome.changes)
        except (Stale, NotOpen):
            desk.store.look_again()
            continue
        if outcome.changes.chores:
            await chores.run(desk.store)
        desk.changed(outcome.changes.wakes)
        return outcome.said
    raise StorageDown("Something kept changing while it was decided on.")


async def and_back(request: web.Request, decide: Decide, address: str) -> web.Response:
    """The same, then a page that says what became of it."""
    return to(f"{address}?said={await kept(request, decide)}")
