"""Who a browser is: a random token in a cookie, and nothing else."""

import re
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import timedelta

from aiohttp import web

LASTS = timedelta(days=400)
MOST_UNUSED = 10_000
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


@dataclass(frozen=True, slots=True)
class Identity:
    """Reads, gives and drops the cookie.

    `SameSite=Strict` keeps the cookie back when somebody follows a link from another site. So a page never
    gives a new one, which would replace the one it cannot see; the socket does, whose request is our own.
    """

    secure: bool

    @property
    def name(self) -> str:
        """`__Host-` makes a browser refuse the cookie from a subdomain or over plain http."""
        return "__Host-mushawara" if self.secure else "mushawara"

    def new(self) -> str:
        """192 random bits."""
        token = secrets.token_urlsafe(24)
        self.unused[token] = None
        if len(self.unused) > MOST_UNUSED:
            self.unused.popitem(last=False)
        return token

    unused: OrderedDict[str, None] = field(default_factory=OrderedDict)
    """Tokens that this process gave to visitors who have done nothing yet."""

    def read(self, request: web.BaseRequest) -> str | None:
        """The token of this browser, None if it has none that we gave."""
        token = request.cookies.get(self.name, "")
        return token if _TOKEN.fullmatch(token) else None

    def give(self, response: web.StreamResponse, token: str) -> None:
        """Set the cookie, or make it last longer."""
        response.set_cookie(
            self.name,
            token,
            max_age=int(LASTS.total_seconds()),
            path="/",
            secure=self.secure,
            httponly=True,
            samesite="Strict",
        )

    def drop(self, response: web.StreamResponse) -> None:
        """Take the cookie back."""
        response.del_cookie(self.name, path="/", secure=self.secure, httponly=True, samesite="Strict")
