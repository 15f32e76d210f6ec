"""Pages that need no conversation: consultations, events, results, health, and static files."""

from aiohttp import web

from bot.channels.web.common import WEB, attached
from bot.channels.web.language import wanted
from bot.pages import assets
from bot.pages.pictures import picture_of
from bot.pages.recommendations import wanted_in


async def home(request: web.Request) -> web.Response:
    """GET /: the consultations that are open, with a link to each."""
    parts = request.app[WEB]
    listed = await parts.listing(wanted(request, parts.pages.languages))
    return parts.page(request, "home.html", listed=listed)


async def events(request: web.Request) -> web.Response:
    """GET /events: what is coming."""
    parts = request.app[WEB]
    invitations = await parts.events(wanted(request, parts.pages.languages))
    return parts.page(request, "events.html", invitations=invitations)


async def calendar(request: web.Request) -> web.Response:
    """GET /events.ics: the same for a calendar, which asks for it again; `?event=…`: one of them."""
    parts = request.app[WEB]
    body = await parts.feed(wanted(request, parts.pages.languages), request.query.get("event", ""))
    if not body:
        raise web.HTTPNotFound
    return web.Response(body=body, content_type="text/calendar", charset="utf-8")


async def results(request: web.Request) -> web.Response:
    """GET /results/<consultation>."""
    parts = request.app[WEB]
    assert parts.results is not None
    language = wanted(request, parts.pages.languages)
    sections = await parts.results(request.match_info["consultation"], language)
    if not sections:
        raise web.HTTPNotFound
    html = parts.results_pages.page(
        request.path,
        language,
        sections,
        lambda: parts.pages.render("results.html", language, path=request.path, sections=sections),
    )
    response = web.Response(text=html, content_type="text/html")
    response.enable_compression()  # tables of regions are long and alike, and nothing in them is secret
    return response


async def round_page(request: web.Request) -> web.Response:
    """GET /round/<consultation>: its dialogues, and its regions beside each other."""
    parts = request.app[WEB]
    assert parts.round is not None
    language = wanted(request, parts.pages.languages)
    found = await parts.round(request.match_info["consultation"], language)
    if found is None:
        raise web.HTTPNotFound
    return parts.page(request, "round.html", language=language, round=found)


async def picture(request: web.Request) -> web.Response:
    """GET /results/<consultation>/<survey>-<question>.svg: the chart of a question, to share."""
    parts = request.app[WEB]
    assert parts.results is not None
    language = wanted(request, parts.pages.languages)
    sections = await parts.results(request.match_info["consultation"], language)
    survey, question = (int(request.match_info[each]) for each in ("survey", "question"))
    drawn = picture_of(sections[0], survey, question) if sections else None
    if drawn is None:
        raise web.HTTPNotFound
    svg = parts.pages.render("picture.svg.html", language, **drawn)
    return web.Response(text=svg, content_type="image/svg+xml")


async def file(request: web.Request) -> web.Response:
    """GET /results/<consultation>/release.<kind>: what was published, as a file."""
    parts = request.app[WEB]
    assert parts.files is not None
    slug, kind = request.match_info["consultation"], request.match_info["kind"]
    found = await parts.files(slug, kind, wanted(request, parts.pages.languages))
    if found is None:
        raise web.HTTPNotFound
    return attached(*found)


async def recommendations(request: web.Request) -> web.Response:
    """GET /recommendations; `?theme=…&ours=1&page=…`."""
    parts = request.app[WEB]
    assert parts.recommendations is not None
    language = wanted(request, parts.pages.languages)
    listed = await parts.recommendations(wanted_in(request.query), language)
    return parts.page(request, "recommendations.html", listed=listed)


async def recommendation(request: web.Request) -> web.Response:
    """GET /recommendations/<code>."""
    parts = request.app[WEB]
    assert parts.recommendation is not None
    one = await parts.recommendation(request.match_info["code"], wanted(request, parts.pages.languages))
    if one is None:
        raise web.HTTPNotFound
    return parts.page(request, "recommendation.html", one=one)


async def health(request: web.Request) -> web.Response:
    """GET /health: 200 when ready, whatever ails a channel: to start the process again would mend none."""
    report = await request.app[WEB].health()
    said = {"ready": not report.ails, "channels": dict(report.channels)}
    if report.ails:
        return web.json_response({**said, "ails": report.ails}, status=503)
    return web.json_response(said)


async def static(request: web.Request) -> web.Response:
    """GET /static/<version>/<name>. The version changes with the content, so a browser may keep it."""
    asset = assets.ALL.get(request.match_info["name"])
    if asset is None:
        raise web.HTTPNotFound
    current = request.match_info["version"] == assets.VERSION
    keep = "public, max-age=31536000, immutable" if current else "no-cache"
    return web.Response(body=asset.body, headers={"Content-Type": asset.content_type, "Cache-Control": keep})
