"""Keeps other sites out: headers on every response, and who may send."""

from collections.abc import Mapping

from aiohttp import web
from aiohttp.http import HttpProcessingError

from bot.channels.web.common import WEB

LARGEST_POST = 4096
NO_FORM = (ValueError, LookupError, RuntimeError, HttpProcessingError)
"""What is raised while something is read that no browser sends."""

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(self), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Before any response leaves. What does not say how long it may be kept is not kept."""
    response.headers.update(_HEADERS)
    response.headers.setdefault("Cache-Control", "no-store")


def refuse_foreign(request: web.Request) -> None:
    """Raises `HTTPForbidden` for what a page of another site sent.

    A browser always says where a POST or a WebSocket comes from; who says nothing is no browser and has
    nobody else's cookie to abuse.
    """
    origin = request.headers.get("Origin")
    if origin is not None and origin not in _ours(request):
        raise web.HTTPForbidden


def refuse_all_but_ours(request: web.Request) -> None:
    """Raises `HTTPForbidden` for what does not say itself, in all it says, that a page of ours sent it."""
    ours = request.headers.get("Origin") in _ours(request)
    if not ours or request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise web.HTTPForbidden


def _ours(request: web.Request) -> set[str]:
    known = request.config_dict[WEB].public_url
    return {f"http://{request.host}", f"https://{request.host}", *([known] if known else [])}


def refuse_large(request: web.Request, largest: int = LARGEST_POST) -> None:
    """Raises `HTTPRequestEntityTooLarge` for a body that no form of ours sends."""
    if request.content_length is None or request.content_length > largest:
        raise web.HTTPRequestEntityTooLarge(largest, request.content_length or 0)


async def form_of(request: web.Request) -> Mapping[str, object]:
    """Raises `HTTPBadRequest` for what no form of ours sends: another encoding, bytes that are no text.

    Some encodings make letters that no other can write; what is compressed could hold anything.
    """
    if (request.charset or "utf-8").lower() != "utf-8" or request.headers.get("Content-Encoding"):
        raise web.HTTPBadRequest
    try:
        return await request.post()
    except NO_FORM:
        raise web.HTTPBadRequest from None
