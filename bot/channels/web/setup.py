"""Puts the web chat and its pages on an aiohttp application."""

from collections.abc import Sequence

from aiohttp import web

from bot.channels.web import chat, errors, guard, public
from bot.channels.web.common import WEB, Web
from bot.channels.web.contract import (
    About,
    Desk,
    EventsOf,
    FeedOf,
    FileOf,
    Health,
    Listing,
    MediaOf,
    RecommendationOf,
    RecommendationsOf,
    ResultsOf,
    RoundOf,
)
from bot.channels.web.holding import Holding
from bot.channels.web.identity import Identity
from bot.channels.web.kept import KeptPages
from bot.channels.web.media import media_file, no_media
from bot.channels.web.rooms import Rooms
from bot.channels.web.socket import socket
from bot.channels.web.uploads import upload
from bot.fair_share import FairShare
from bot.pages import Pages, Translations
from bot.server.addresses import NO_PROXIES, Proxies

HEALTH = "/health"
NEWCOMERS, WEARS_OFF = 500, 25
"""People who may be made of visitors at once, and seconds after which a third of them counts: 20 a second."""
SLUG = "{consultation:[a-z0-9-]+}"
"""No other signs are in a slug, and some that a database cannot even be asked for."""

PICTURE = r"{survey:\d{1,3}}-{question:\d{1,3}}.svg"
"""Of a question, by its place in its survey; what was published keeps its order."""


def routes(
    app: web.Application,
    desk: Desk,
    *,
    about: About,
    listing: Listing,
    events: EventsOf,
    feed: FeedOf,
    health: Health,
    translations: Translations,
    languages: Sequence[str],
    public_url: str = "",
    proxies: Proxies = NO_PROXIES,
    media: MediaOf = no_media,
    results: ResultsOf | None = None,
    files: FileOf | None = None,
    round: RoundOf | None = None,
    recommendations: RecommendationsOf | None = None,
    recommendation: RecommendationOf | None = None,
) -> None:
    """Add the web chat and the pages to `app`.

    `languages` are those of the interface, the first is the default. `public_url` is where people reach us;
    if it is https, cookies are sent by https alone. `proxies` say who asks.
    Without `results` there is no results page, without `files` nothing to take away from it; without
    `recommendations` there is no page of them.
    """
    app[WEB] = Web(
        desk=desk,
        about=about,
        listing=listing,
        events=events,
        feed=feed,
        health=health,
        results=results,
        results_pages=KeptPages(),
        round=round,
        files=files,
        media=media,
        recommendations=recommendations,
        recommendation=recommendation,
        pages=Pages(translations, tuple(languages)),
        identity=Identity(secure=public_url.startswith("https://")),
        public_url=public_url.rstrip("/"),
        rooms=Rooms(),
        newcomers=FairShare(NEWCOMERS, WEARS_OFF),
        proxies=proxies,
        holding=Holding(),
    )
    app.middlewares.append(errors.middleware)
    app.on_response_prepare.append(guard.add_headers)
    app.on_shutdown.append(_close_sockets)
    app.router.add_get("/", public.home, name="home")
    app.router.add_get("/events", public.events)
    app.router.add_get("/events.ics", public.calendar)
    app.router.add_get(HEALTH, public.health)
    app.router.add_get("/static/{version}/{name}", public.static)
    app.router.add_get("/media/{digest:[0-9a-f]+}", media_file)
    app.router.add_get(f"/chat/{SLUG}", chat.page, name="chat")
    app.router.add_get(f"/chat/{SLUG}/socket", socket)
    app.router.add_post(f"/chat/{SLUG}/return", chat.come_back)
    app.router.add_post(f"/chat/{SLUG}/leave", chat.leave)
    app.router.add_post(f"/chat/{SLUG}/file", upload)
    if results is not None:
        app.router.add_get(f"/results/{SLUG}", public.results, name="results")
        app.router.add_get(f"/results/{SLUG}/{PICTURE}", public.picture)
    if round is not None:
        app.router.add_get(f"/round/{SLUG}", public.round_page)
    if recommendations is not None:
        app.router.add_get("/recommendations", public.recommendations)
        app.router.add_get("/recommendations/{code:[0-9a-f]{12}}", public.recommendation)
    if files is not None:
        app.router.add_get(f"/results/{SLUG}/release.{{kind:[a-z]+}}", public.file)


async def _close_sockets(app: web.Application) -> None:
    await app[WEB].rooms.close()
