"""Under which names we answer: another site's name that leads here makes its pages ours (DNS rebinding)."""

from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

HERE = frozenset({"127.0.0.1", "localhost", "::1"})


class Hosts:
    """The host of the public address; on this machine alone, also its other names with the right port.

    `free` are paths that a proxy or a health check may ask for by a name of its own.
    """

    def __init__(self, public_url: str, port: int, free: frozenset[str]) -> None:
        public = urlsplit(public_url or f"http://127.0.0.1:{port}")
        self._name = public.hostname or ""
        self._ports = {port, public.port or 80} if self._name in HERE else set()
        self._free = free

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer 421 (RFC 9110, 15.5.20) to what was meant for somebody else, 400 unless one name is said."""
        named = request.headers.getall("Host", [])
        if len(named) != 1:
            raise web.HTTPBadRequest
        if request.path not in self._free and not self.are_ours(named[0]):
            raise web.HTTPMisdirectedRequest
        return await handler(request)

    def are_ours(self, host: str) -> bool:
        """Whether a `Host` header names us. A proxy may leave the port of the public address out."""
        try:
            named = urlsplit(f"//{host}")
            name, port = named.hostname or "", named.port or 80
        except ValueError:
            return False
        return (name in HERE and port in self._ports) if self._ports else name == self._name
