"""The review at the United Nations: its dates with their sources, and what is planned before them."""

from datetime import date

from aiohttp import web

from bot.channels.web.guard import form_of
from bot.dashboard.common import WHO, page, parts, words_of
from bot.dashboard.keeping import and_back
from handlers.approvals.actions import PLAN, may
from handlers.approvals.outcome import Outcome
from handlers.upr import keeping
from handlers.upr.plan_file import LONGEST
from handlers.upr.planning import is_due
from handlers.words import LANGUAGES, Words, name_of
from storage import staff, upr
from storage.upr import DATES, Dated, DateName, Task

HOME = "/admin/upr"
LARGEST_POST = 100_000
"""Bytes of a text in each language, as forms write them."""


def date_name(words: Words, name: DateName) -> str:
    """A date as people say it."""
    say = words.say
    return {
        "session": say("First day of the session"),
        "stakeholders": say("Deadline for submissions of stakeholders"),
        "report": say("Deadline for the national report"),
        "review": say("Day of the review"),
        "midterm": say("Mid-term report, which is voluntary"),
    }[name]


async def show(request: web.Request) -> web.Response:
    """GET /admin/upr."""
    store, words = parts(request).store, words_of(request)
    known, names = await upr.dates(store.database), await _names(request)
    today = parts(request).desk.clock().date()
    return await page(
        request,
        "upr.html",
        at="upr",
        dates=[(name, date_name(words, name), known.get(name)) for name in DATES],
        tasks=[
            (each, each.text(words.language), names.get(each.done, each.done), is_due(each, today))
            for each in await upr.tasks(store.database)
        ],
        day=words.day,
        plans=may(request[WHO].actor, PLAN),
    )


async def _names(request: web.Request) -> dict[str, str]:
    """Who works here, by the code that the log has."""
    store = parts(request).store
    return {each.code: each.name for each in await staff.every(store.database, store.keys)}


async def dated(request: web.Request) -> web.Response:
    """POST /admin/upr with `name`, `day` and `source`."""
    form, desk = await form_of(request), parts(request).desk
    name = next((each for each in DATES if each == form.get("name")), None)
    day = _day(str(form.get("day", "")))

    async def decide() -> Outcome:
        if name is None or day is None:
            return Outcome("day")
        wanted = Dated(name, day, str(form.get("source", "")))
        return await keeping.dated(desk.store, desk.place(), request[WHO].person, wanted)

    return await and_back(request, decide, HOME)


async def one(request: web.Request) -> web.Response:
    """GET /admin/upr/<task>: what it is, why then, and the way to another day or other words."""
    words, found = words_of(request), await _found(request)
    return await page(
        request,
        "upr_task.html",
        at="upr",
        task=found,
        text=found.text(words.language),
        before=date_name(words, found.before),
        who=(await _names(request)).get(found.done, found.done),
        texts=[(each, name_of(each), found.texts.get(each, "")) for each in LANGUAGES],
        longest=LONGEST,
    )


async def decided(request: web.Request) -> web.Response:
    """POST the same: `done`, `reopen`, or another `due` and `text.LANGUAGE`."""
    form, desk = await form_of(request), parts(request).desk

    async def decide() -> Outcome:
        found, person, place = await _found(request), request[WHO].person, desk.place()
        if "done" in form:
            return await keeping.done(desk.store, place, person, found)
        if "reopen" in form:
            return await keeping.reopened(desk.store, place, person, found)
        due = _day(str(form.get("due", "")))
        if due is None:
            return Outcome("day")
        texts = {each: str(form.get(f"text.{each}", "")).replace("\r\n", "\n") for each in LANGUAGES}
        return await keeping.edited(desk.store, place, person, found, due, texts)

    return await and_back(request, decide, HOME)


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


async def _found(request: web.Request) -> Task:
    """Raises `HTTPNotFound`."""
    name = request.match_info["task"]
    found = next((each for each in await upr.tasks(parts(request).store.database) if each.name == name), None)
    if found is None:
        raise web.HTTPNotFound
    return found
