"""What every page of the dashboard finds in the application, and how it is drawn."""

from dataclasses import dataclass

from aiohttp import web

from bot.channels.web.common import WEB, Web
from bot.channels.web.language import wanted
from bot.dashboard.cookies import Cookies
from bot.desk import Desk
from bot.release_files import DrawnFiles
from handlers.approvals.actions import PLAN, WRITE, may
from handlers.approvals.awaiting import awaited
from handlers.approvals.outcome import SAID, sentence
from handlers.staff.roles import role_name
from handlers.staff.signing_in import SignedIn
from handlers.upr.due import due
from handlers.view import View
from handlers.words import LANGUAGES, Words
from storage import consultations
from storage.consultations import Consultation
from storage.conversations import Conversation
from storage.people import Somebody
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Dashboard:
    """The parts of the dashboard, chosen once in `routes`. `files`: those of releases that were asked for."""

    desk: Desk
    cookies: Cookies
    files: DrawnFiles

    @property
    def store(self) -> Store:
        return self.desk.store


DASHBOARD: web.AppKey[Dashboard] = web.AppKey("DASHBOARD", Dashboard)
WHO: web.RequestKey[SignedIn] = web.RequestKey("WHO", SignedIn)
"""Who asks; the guard puts it there."""


def parts(request: web.Request) -> Dashboard:
    """Of the application that a request came to."""
    return request.config_dict[DASHBOARD]


def of_web(request: web.Request) -> Web:
    """The web channel beside it, whose pages, limits and addresses it shares."""
    return request.config_dict[WEB]


def language_of(request: web.Request) -> str:
    """Of who is signed in; else the one that the browser asks for."""
    who = request.get(WHO)
    return who.session.language if who else wanted(request, LANGUAGES)


def words_of(request: web.Request) -> Words:
    """The sentences in that language."""
    return Words(language_of(request))


async def found_in(request: web.Request) -> Consultation:
    """The consultation that the address names. Raises `HTTPNotFound`."""
    found = await consultations.get(parts(request).store.database, request.match_info["slug"])
    if found is None:
        raise web.HTTPNotFound
    return found


def id_in(request: web.Request, name: str) -> bytes:
    """An id out of the address. Raises `HTTPNotFound` for what is none."""
    try:
        return bytes.fromhex(request.match_info[name])
    except ValueError:
        raise web.HTTPNotFound from None


def view_of(request: web.Request) -> View:
    """Who is signed in, as the cards of the chat are drawn for them."""
    somebody = Somebody(request[WHO].person, "web", language_of(request))
    return View(parts(request).desk.place(), somebody, 0, Conversation())


async def page(request: web.Request, name: str, status: int = 200, **values: object) -> web.Response:
    """A page with the menu around it, for who is signed in."""
    who, words = request[WHO], words_of(request)
    role = role_name(words, who.actor.role) if who.actor.role else ""
    waiting = len(await awaited(parts(request).store, who.person))
    due_now = (
        await due(parts(request).store, parts(request).desk.clock().date()) if may(who.actor, PLAN) else []
    )
    outcome = next((each for each in SAID if each == request.query.get("said")), None)
    values["said"] = sentence(words, outcome) if outcome else ""
    values |= {"waiting": waiting, "due_now": len(due_now), "role": role, "language": words.language}
    values["writes"] = may(who.actor, WRITE)
    return of_web(request).page(request, f"dashboard/{name}", status, **values)


def to(address: str) -> web.Response:
    """On to another page; what was sent is not sent again when that one is loaded anew."""
    return web.Response(status=303, headers={"Location": address})
