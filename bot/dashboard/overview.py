"""The first page: every consultation, and how it stands."""

from aiohttp import web

from bot.dashboard.common import page, parts, words_of
from handlers.consultations.standing import state_alone, title_of, told
from storage import consultations


async def show(request: web.Request) -> web.Response:
    """GET /admin."""
    store, words = parts(request).store, words_of(request)
    every = [
        (each.slug, title_of(words, each), [state_alone(words, each), *await told(store, words, each)])
        for each in await consultations.every(store.database)
    ]
    return await page(request, "overview.html", at="overview", every=every)
