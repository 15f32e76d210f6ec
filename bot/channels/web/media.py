"""Pictures and recordings of surveys and announcements.

Who knows the digest of one was shown it: by a survey, also while its makers try it by their secret link, by
an announcement, or by the preview of who writes or approves one, in the chat or on the dashboard. It is 256
bits of what is in the file: nobody can guess it.
"""

from http import HTTPStatus

from aiohttp import web

from bot.channels.web.common import WEB


async def no_media(_: str) -> None:
    """Where no survey has any."""
    return


async def media_file(request: web.Request) -> web.Response:
    """GET /media/<digest>, whole or the range of bytes that a player asks for (RFC 9110, "Range Requests").

    It is not kept by the browser, so that a device does not tell which survey it was on.
    """
    found = await request.app[WEB].media(request.match_info["digest"])
    if found is None:
        raise web.HTTPNotFound
    type_, content = found
    headers = {"Content-Type": type_, "Accept-Ranges": "bytes"}
    try:
        wanted = request.http_range
    except ValueError:
        wanted = slice(None)
    start, stop, _ = wanted.indices(len(content))
    if wanted == slice(None) or wanted == slice(None, None, 1):
        return web.Response(body=content, headers=headers)
    if start >= stop:
        headers = {"Content-Range": f"bytes */{len(content)}"}
        return web.Response(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers=headers)
    headers["Content-Range"] = f"bytes {start}-{stop - 1}/{len(content)}"
    return web.Response(status=HTTPStatus.PARTIAL_CONTENT, body=content[start:stop], headers=headers)
