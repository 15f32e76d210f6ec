"""What every request handler of the web channel finds in the application."""

from dataclasses import dataclass

from aiohttp import web

from bot.channels.web.contract import (
    About,
    ChatAbout,
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
from bot.channels.web.language import wanted
from bot.channels.web.rooms import Rooms
from bot.fair_share import FairShare
from bot.networks import Networks, networks_of
from bot.pages import Pages
from bot.server.addresses import Proxies


@dataclass(frozen=True, slots=True)
class Web:
    """The parts of the web channel, chosen once in `routes`."""

    desk: Desk
    about: About
    listing: Listing
    health: Health
    events: EventsOf
    feed: FeedOf
    results: ResultsOf | None
    results_pages: KeptPages
    round: RoundOf | None
    files: FileOf | None
    media: MediaOf
    recommendations: RecommendationsOf | None
    recommendation: RecommendationOf | None
    pages: Pages
    identity: Identity
    public_url: str
    rooms: Rooms
    newcomers: FairShare
    proxies: Proxies
    holding: Holding

    def page(self, request: web.Request, name: str, status: int = 200, **values: object) -> web.Response:
        """A page in the language that the request asks for, or in `language` if that is among the values."""
        language = values.pop("language", None) or wanted(request, self.pages.languages)
        html = self.pages.render(name, str(language), path=request.path, **values)
        return web.Response(text=html, content_type="text/html", status=status)

    def networks(self, request: web.BaseRequest) -> Networks:
        """Where a request comes from; behind a proxy, what the proxy itself says."""
        return networks_of(self.proxies.client_of(request))

    async def about_or_404(self, request: web.Request, language: str) -> ChatAbout:
        """The consultation that the address names. Raises `HTTPNotFound`."""
        about = await self.about(request.match_info["consultation"], language)
        if about is None:
            raise web.HTTPNotFound
        return about


WEB: web.AppKey[Web] = web.AppKey("WEB", Web)


def attached(name: str, media_type: str, content: bytes) -> web.Response:
    """A file to keep. Its length is said, so that half of it is not taken for all."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(body=content, content_type=media_type, headers=headers)
