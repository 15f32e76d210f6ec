"""Puts the dashboard on the application of the web channel, below `/admin`."""

import time

from aiohttp import web

from bot.bucket import Buckets
from bot.channels.web.common import WEB
from bot.dashboard import door, overview
from bot.dashboard.common import DASHBOARD, Dashboard
from bot.dashboard.cookies import Cookies
from bot.dashboard.guard import ROUTES, Route, guard
from bot.desk import Desk
from handlers.approvals.actions import SEE

PAGES = (
    Route("GET", "/enter", None, door.enter),
    Route("POST", "/enter", None, door.entered),
    Route("GET", "/join", None, door.join),
    Route("POST", "/join", None, door.joined),
    Route("POST", "/leave", SEE, door.left),
    Route("POST", "/language", SEE, door.spoke),
    Route("GET", "", SEE, overview.show),
)
BASE = "/admin"


def routes(app: web.Application, desk: Desk) -> None:
    """Add the dashboard to an `app` that has the web channel."""
    inner = web.Application(middlewares=[guard])
    inner[ROUTES] = {(each.method, BASE + each.path): each for each in PAGES}
    secure = app[WEB].identity.secure
    inner[DASHBOARD] = Dashboard(desk, Cookies(secure), Buckets(burst=10, rate=1 / 30, clock=time.monotonic))
    for each in PAGES:
        inner.router.add_route(each.method, each.path, each.answer)
    app.add_subapp(BASE, inner)
