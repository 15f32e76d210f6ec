"""The two cookies of the dashboard: who is signed in, and which browser asked to be."""

import re
from dataclasses import dataclass

from aiohttp import web

from handlers.staff.signing_in import MINUTES
from storage.sign_ins import LONGEST

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


@dataclass(frozen=True, slots=True)
class Cookies:
    """`SameSite=Strict`: no other site's link or form brings them along. `__Host-` over https: no subdomain
    can set them."""

    secure: bool

    def signed_in(self, request: web.BaseRequest) -> str:
        """The token of this browser; empty if it has none."""
        return self._read(request, "staff")

    def sign_in(self, response: web.StreamResponse, token: str) -> None:
        """A token of its own at each signing in."""
        self._give(response, "staff", token, LONGEST)
        self._drop(response, "door")

    def sign_out(self, response: web.StreamResponse) -> None:
        """This browser is nobody any more."""
        self._drop(response, "staff")

    def asked(self, request: web.BaseRequest) -> str:
        """What the page that asks was given, so that only this browser can go on from it."""
        return self._read(request, "door")

    def ask(self, response: web.StreamResponse, token: str) -> None:
        """Bind the page to this browser."""
        self._give(response, "door", token, MINUTES * 60)

    def _name(self, what: str) -> str:
        return f"__Host-mushawara-{what}" if self.secure else f"mushawara-{what}"

    def _read(self, request: web.BaseRequest, what: str) -> str:
        token = request.cookies.get(self._name(what), "")
        return token if _TOKEN.fullmatch(token) else ""

    def _give(self, response: web.StreamResponse, what: str, token: str, seconds: int) -> None:
        response.set_cookie(
            self._name(what),
            token,
            max_age=seconds,
            path="/",
            secure=self.secure,
            httponly=True,
            samesite="Strict",
        )

    def _drop(self, response: web.StreamResponse, what: str) -> None:
        response.del_cookie(self._name(what), path="/", secure=self.secure, httponly=True, samesite="Strict")
