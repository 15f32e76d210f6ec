"""Files sent in the web chat: read for the card at hand, up to its limit, and handed in."""

import asyncio

from aiohttp import web

from bot.channels.web import frames
from bot.channels.web.common import WEB
from bot.channels.web.guard import refuse_foreign
from bot.channels.web.language import guess
from bot.server.visits import recognise
from storage.messages import Card, File, FileKind, Incoming

SECONDS = 180
"""For one file, however slow the line."""


async def upload(request: web.Request) -> web.Response:
    """POST /chat/<consultation>/file?id=…&at=… with the file as it is; `at`: the data of its button.

    Answers `{"toast": why}`: empty when it was handed in, and the card says what became of it. Raises
    `HTTPConflict` if the card at hand does not want it, `HTTPRequestEntityTooLarge`, and
    `HTTPServiceUnavailable` while too many send.
    """
    refuse_foreign(request)
    parts = request.app[WEB]
    key, at = _named(request)
    token = parts.identity.read(request)
    card = await parts.desk.card("web", token) if token else None
    kind, largest = _wanted(card, at)
    assert token is not None
    recognise(request)
    async with parts.holding.room_for(token, parts.networks(request)):
        content = await _content(request, largest)
        with parts.holding.held(content) as reference:
            said = File(kind, len(content), reference, at)
            reaction = await parts.desk.take(Incoming("web", token, f"web:{key}", said, guess(request)))
    return web.json_response({"toast": reaction.toast})


def _named(request: web.Request) -> tuple[str, str]:
    try:
        return frames.checked_id(request.query["id"]), frames.checked_tap(request.query["at"])
    except (KeyError, frames.BadFrame):
        raise web.HTTPBadRequest from None


def _wanted(card: Card | None, at: str) -> tuple[FileKind, int]:
    buttons = (button for row in card.buttons for button in row) if card else ()
    there = any(button.role == "send" and button.data == at for button in buttons)
    if card is None or card.wants is None or card.wants.kind == "place" or not there:
        raise web.HTTPConflict
    return card.wants.kind, card.wants.largest


async def _content(request: web.Request, largest: int) -> bytes:
    """The body, never more of it than may be; what is compressed could hold anything."""
    if request.headers.get("Content-Encoding"):
        raise web.HTTPUnsupportedMediaType
    if (request.content_length or 0) > largest:
        raise web.HTTPRequestEntityTooLarge(largest, request.content_length or 0)
    content = bytearray()
    try:
        async with asyncio.timeout(SECONDS):
            async for piece in request.content.iter_chunked(2**16):
                content += piece
                if len(content) > largest:
                    raise web.HTTPRequestEntityTooLarge(largest, len(content))
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    return bytes(content)
