"""The first page: every consultation, and how it stands."""

from aiohttp import web

from bot.dashboard.common import page, parts, words_of
from handlers.consultations.standing import state_of, told
from storage import consultations


async def show(request: web.Request) -> web.Response:
    """GET /admin."""
    store, words = parts(request).store, words_of(request)
    every = [
        {"slug": each.slug, "state": state_of(words, each), "told": await told(store, words, each)}
        for each in await consultations.every(store.database)
    ]
    return await page(request, "overview.html", at="overview", every=every)
