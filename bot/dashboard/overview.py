"""The first page: every consultation, and how it stands."""

from aiohttp import web

from bot.dashboard.channels import trouble_sentence
from bot.dashboard.common import WHO, page, parts, words_of
from handlers.approvals.actions import RENEW, may
from handlers.consultations.standing import state_alone, title_of, told
from storage import consultations


async def show(request: web.Request) -> web.Response:
    """GET /admin."""
    store, words = parts(request).store, words_of(request)
    every = [
        (each.slug, title_of(words, each), [state_alone(words, each), *await told(store, words, each)])
        for each in await consultations.every(store.database)
    ]
    begins = may(request[WHO].actor, RENEW)
    ails = trouble_sentence(words, parts(request).desk.telegram.trouble)
    return await page(request, "overview.html", at="overview", every=every, begins=begins, ails=ails)
