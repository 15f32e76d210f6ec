"""Recommendations: imported, seen, and marked as ours to act on, with what was officially said."""

import asyncio
from collections.abc import Sequence
from datetime import date

from aiohttp import web

from bot.channels.web.guard import form_of
from bot.dashboard.common import WHO, page, parts, words_of
from bot.dashboard.keeping import and_back, kept
from bot.dashboard.sending import sent_with
from bot.pages.recommendations import wanted_in
from bot.recommendations_page import listed
from bot.recommendations_page import one as all_of
from handlers.approvals.actions import RECOMMEND, may
from handlers.approvals.outcome import Outcome
from handlers.recommendations import judging, telling
from handlers.recommendations.assessing import suggested
from handlers.recommendations.marking import LONGEST, Marks
from handlers.words import LANGUAGES, Words, name_of
from reports.recommendations import reading
from reports.recommendations.entry import LARGEST as LARGEST_FILE
from reports.recommendations.entry import About, Fault, FileRefused
from storage import recommendations
from storage.recommendations import STATUSES, Recommendation
from survey.lookalikes import tidy

HOME = "/admin/recommendations"
LARGEST = LARGEST_FILE + 100_000
LARGEST_MARKS = 20_000
"""Bytes; a letter takes up to twelve of them in a form."""
SHOWN = 100
"""Faults of a file that are shown."""
Rows = list[tuple[int, str]]


async def show(request: web.Request) -> web.Response:
    """GET /admin/recommendations; `?theme=…&ours=1&page=…`."""
    return await _list(request)


async def given(request: web.Request) -> web.Response:
    """POST the same with `file`, and what it may not say itself: all of it is kept, or nothing."""
    sent = await sent_with(request)
    files = sent.files.get("file", [])
    if len(files) != 1:
        raise web.HTTPBadRequest
    about = About(
        tidy(sent.fields.get("country", "")), _number(sent.fields, "session"), _number(sent.fields, "cycle")
    )
    try:
        found = await asyncio.to_thread(reading.read, files[0][1], about)
    except FileRefused as refused:
        return await _list(request, 422, mistakes=_rows(request, [refused.fault]))
    if not found.is_whole:
        return await _list(
            request, 422, mistakes=_rows(request, [each for each in found.faults if not each.is_warning])
        )
    taken = [judging.Kept(0, 0, 0)]

    async def decide() -> Outcome:
        desk = parts(request).desk
        outcome, taken[0] = await judging.imported(desk.store, desk.place(), request[WHO].person, found)
        return outcome

    await kept(request, decide)
    return await _list(request, notes=_rows(request, found.faults), taken=taken[0])


async def one(request: web.Request) -> web.Response:
    """GET /admin/recommendations/<code>."""
    found, words = await _found(request), words_of(request)
    return await page(
        request,
        "recommendation.html",
        at="recommendations",
        one=await all_of(parts(request).store, found.code, words.language),
        marks=may(request[WHO].actor, RECOMMEND),
        seen=judging.mark(found),
        owner=found.owner,
        statuses=[(each, telling.status_name(words, each)) for each in STATUSES],
        today=parts(request).desk.clock().date().isoformat(),
        longest=LONGEST,
        questions=[
            (code, name_of(code), found.questions.get(code, ""), suggested(Words(code), found))
            for code in LANGUAGES
        ],
    )


async def marked(request: web.Request) -> web.Response:
    """POST the same with `seen`, `ours`, `owner`, and `status`, `day`, `source` where something was said."""
    form = {name: str(value) for name, value in (await form_of(request)).items()}
    status = next((each for each in STATUSES if each == form.get("status")), None)
    questions = {code: form.get(f"question-{code}", "") for code in LANGUAGES}
    day, source = _day(form.get("day", "")), form.get("source", "")
    marks = Marks("ours" in form, form.get("owner", ""), status, day, source, questions)

    async def decide() -> Outcome:
        desk = parts(request).desk
        found = await _found(request)
        return await judging.marked(
            desk.store, desk.place(), request[WHO].person, found, marks, form.get("seen", "")
        )

    return await and_back(request, decide, f"{HOME}/{request.match_info['recommendation']}")


async def _list(request: web.Request, status: int = 200, **more: object) -> web.Response:
    words = words_of(request)
    given = {"mistakes": [], "notes": [], "taken": None, **more}
    return await page(
        request,
        "recommendations.html",
        status=status,
        at="recommendations",
        listed=await listed(parts(request).store, wanted_in(request.query), words.language),
        brings=may(request[WHO].actor, RECOMMEND),
        **given,
    )


def _rows(request: web.Request, faults: Sequence[Fault]) -> Rows:
    words = words_of(request)
    return [(each.row, telling.why(words, each)) for each in faults[:SHOWN]]


async def _found(request: web.Request) -> Recommendation:
    """Raises `HTTPNotFound`."""
    found = await recommendations.coded(parts(request).store.database, request.match_info["recommendation"])
    if found is None:
        raise web.HTTPNotFound
    return found


def _number(fields: dict[str, str], name: str) -> int:
    text = fields.get(name, "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise web.HTTPBadRequest from None
