"""What waits for somebody: looked at as it is, then approved, or refused with a reason."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.channels.web.guard import form_of
from bot.dashboard.common import WHO, page, parts, words_of
from bot.dashboard.keeping import and_back
from handlers.announcements.previewing import beginning
from handlers.approvals.approval import Subject
from handlers.approvals.awaiting import awaited
from handlers.approvals.outcome import Outcome
from handlers.approvals.reasons import LONGEST_REASON
from handlers.consultations import judging
from handlers.consultations.describing import described, name_of
from handlers.view import Place
from handlers.words import Words
from storage.events import Event
from storage.proposals import Proposal
from storage.store import Store

HOME = "/admin/waiting"
Judge = Callable[[Store, Place, bytes, Proposal, str], Awaitable[Outcome]]


async def show(request: web.Request) -> web.Response:
    """GET /admin/waiting: all of it; what is no proposal is decided on in the chat."""
    found, words = await awaited(parts(request).store, request[WHO].person), words_of(request)
    rows = [
        (each.id.hex() if isinstance(each, Proposal) else "", _label(words, each), each.consultation)
        for each in found
    ]
    return await page(request, "waiting.html", at="waiting", rows=rows)


def _label(words: Words, subject: Subject) -> str:
    if isinstance(subject, Proposal):
        return name_of(words, subject.kind)
    return beginning(subject.title if isinstance(subject, Event) else subject.texts, words.language)


async def one(request: web.Request) -> web.Response:
    """GET /admin/waiting/<id>: all of it. The buttons are about these bytes and no others."""
    words, found = words_of(request), await _found(request)
    return await page(
        request,
        "judging.html",
        at="waiting",
        found=found.id.hex() if found else "",
        label=name_of(words, found.kind) if found else "",
        consultation=found.consultation if found else "",
        told=await described(parts(request).store, words, found) if found else [],
        seen=judging.mark(found) if found else "",
        longest=LONGEST_REASON,
    )


async def approved(request: web.Request) -> web.Response:
    """POST /admin/waiting/<id>/approve with `seen`: exactly what was looked at."""
    return await _judged(request, judging.approved, "seen")


async def refused(request: web.Request) -> web.Response:
    """POST /admin/waiting/<id>/refuse with `reason`."""
    return await _judged(request, judging.refused, "reason")


async def _judged(request: web.Request, judge: Judge, field: str) -> web.Response:
    """Decided as `judge` does it with what stands in this field of the form."""
    given = str((await form_of(request)).get(field, ""))

    async def decide() -> Outcome:
        desk, found = parts(request).desk, await _found(request)
        if found is None:
            return Outcome("gone")
        return await judge(desk.store, desk.place(), request[WHO].person, found, given)

    return await and_back(request, decide, HOME)


async def _found(request: web.Request) -> Proposal | None:
    """What they look at, if it still waits for them."""
    found = await awaited(parts(request).store, request[WHO].person)
    ours = (each for each in found if isinstance(each, Proposal))
    return next((each for each in ours if each.id.hex() == request.match_info["id"]), None)
