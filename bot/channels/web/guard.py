"""Keeps other sites out: headers on every response, and who may send."""

from aiohttp import web

from bot.channels.web.common import WEB

LARGEST_POST = 4096

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
    ours = {f"http://{request.host}", f"https://{request.host}", request.app[WEB].public_url}
    if origin is not None and origin not in ours:
        raise web.HTTPForbidden


def refuse_large(request: web.Request) -> None:
    """Raises `HTTPRequestEntityTooLarge` for a body that no form of ours sends."""
    if request.content_length is None or request.content_length > LARGEST_POST:
        raise web.HTTPRequestEntityTooLarge(LARGEST_POST, request.content_length or 0)
