"""The dashboard of a town, and browsers of those who work on it."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from aiohttp import ClientResponse, ClientSession, CookieJar, FormData, web
from aiohttp.test_utils import TestServer

from bot.dashboard.setup import routes
from handlers.staff import signing_in
from handlers.words import translations
from storage import audit
from storage.changes import Changes
from storage.staff import Role
from tests.bot.channels.web.script import application
from tests.bot.channels.web.visitor import Server, serving
from tests.staff import colleague
from tests.town import SURVEY, Town, plain

ANOTHER = SURVEY.replace("What should change first?", "What should come first?")
MISTAKEN = (
    SURVEY.replace("| rank right |", "| rank rihgt |")
    .replace("| integer |", "| intger |")
    .replace("ما الذي يجب أن يتغير أولا؟", "")
)
"""Surveys to upload."""


def dashboard(town: Town, public_url: str = "") -> web.Application:
    """The web channel with the dashboard on it."""
    app = application(town.desk, public_url, translations, store=town.store)
    routes(app, town.desk)
    return app


@dataclass
class Browser:
    """One cookie jar at the dashboard; `page` is what it shows, as text."""

    town: Town | None
    server: Server
    session: ClientSession
    status: int = 0
    page: str = ""
    path: str = ""

    @property
    def cookies(self) -> dict[str, str]:
        return {each.key: each.value for each in self.session.cookie_jar}

    @property
    def ours(self) -> dict[str, str]:
        """What a browser says of a form on a page of ours."""
        return {"Origin": str(self.server.make_url("/")).rstrip("/"), "Sec-Fetch-Site": "same-origin"}

    async def opens(self, path: str, **given: Any) -> int:
        """Look at a page."""
        return await self._read(await self.session.get(self.server.make_url(path), **given))

    async def sends(self, path: str, headers: dict[str, str] | None = None, **form: str) -> int:
        """What the form on a page of ours sends."""
        headers = self.ours if headers is None else headers
        sent = self.session.post(self.server.make_url(path), data=form, headers=headers)
        return await self._read(await sent)

    async def uploads(self, path: str, *files: tuple[str, str, bytes], **fields: str) -> int:
        """What a form with files sends: the name of the field, the name of the file, its content."""
        form = FormData(fields)
        for field, name, content in files:
            form.add_field(field, BytesIO(content), filename=name)
        sent = self.session.post(self.server.make_url(path), data=form, headers=self.ours)
        return await self._read(await sent)

    async def _read(self, response: ClientResponse) -> int:
        self.status, self.page, self.path = response.status, plain(await response.text()), response.url.path
        return self.status

    def hidden(self, name: str) -> str:
        """What a hidden field of the page holds."""
        found = re.search(f'name="{name}" value="([^"]*)"', self.page)
        assert found, self.page
        return found[1]

    async def enters(self, token: str, way: str = "enter", language: str = "en") -> int:
        """Open the page of a link and tap its button."""
        await self.opens(f"/admin/{way}?language={language}")
        return await self.sends(f"/admin/{way}?language={language}", bound=self.hidden("bound"), token=token)


async def link(town: Town, person: bytes) -> str:
    """The token of a link for somebody of the staff."""
    made = signing_in.link(town.store.keys, person, town.desk.place())
    await town.store.apply(Changes(made.writes))
    return made.token


async def hired(town: Town, role: Role = "administrator", name: str = "Amina") -> bytes:
    """The id of somebody new of the staff."""
    somebody = await colleague(town, role, name)
    person = await town.desk.whose(somebody.channel, somebody.address)
    assert person
    return person


async def done(town: Town) -> list[str]:
    """What the log says that staff did, beside coming in."""
    entries = await audit.every(town.store.database, town.store.keys)
    return [f"{each.what} {each.on}" for each in entries if each.what not in {"joined", "signed in"}]


@dataclass
class Office:
    """Where browsers come from."""

    town: Town
    server: TestServer

    @asynccontextmanager
    async def browser(self) -> AsyncIterator[Browser]:
        async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
            yield Browser(self.town, self.server, session)

    @asynccontextmanager
    async def signed_in(self, person: bytes, language: str = "en") -> AsyncIterator[Browser]:
        async with self.browser() as browser:
            assert await browser.enters(await link(self.town, person), language=language) == 200
            yield browser


@asynccontextmanager
async def office_of(town: Town, public_url: str = "") -> AsyncIterator[Office]:
    """The dashboard of a town, being served."""
    async with serving(dashboard(town, public_url)) as server:
        yield Office(town, server)
