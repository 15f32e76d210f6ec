"""Who works here and as what, and the log of what they did."""

from datetime import UTC, datetime

from aiohttp import web

from bot.dashboard.common import WHO, page, parts, words_of
from handlers.approvals.actions import TEAM, may
from handlers.staff.deeds import deed, doer
from handlers.staff.roles import role_name
from handlers.words import Words
from storage import audit, staff
from storage.staff import Colleague

SHOWN = 100
"""Entries on a page of the log, the latest first."""


async def show(request: web.Request) -> web.Response:
    """GET /admin/staff."""
    store, words = parts(request).store, words_of(request)
    every = sorted(
        await staff.every(store.database, store.keys),
        key=lambda one: (staff.ROLES.index(one.role), one.name),
    )
    rows = [
        (
            each.name,
            role_name(words, each.role),
            each.code,
            each.person == request[WHO].person,
            _explain_tie(words, each),
        )
        for each in every
    ]
    return await page(request, "staff.html", at="staff", rows=rows, changes=may(request[WHO].actor, TEAM))


def _explain_tie(words: Words, colleague: Colleague) -> str:
    """Until when they and who invited them count as one; empty where they do not."""
    if colleague.invited_by is None:
        return ""
    return words.say(
        "Until %(day)s, they and who invited them count as one person when something is approved.",
        day=words.day(datetime.fromtimestamp(colleague.tied_until, UTC)),
    )


async def log(request: web.Request) -> web.Response:
    """GET /admin/log; `?before=…`: entries before that number."""
    store, words = parts(request).store, words_of(request)
    names = {each.code: each.name for each in await staff.every(store.database, store.keys)}
    entries = await audit.every(store.database, store.keys)
    before = request.query.get("before", "")
    last = int(before) - 1 if before.isascii() and before.isdecimal() and len(before) < 10 else len(entries)
    shown = [each for each in entries if last - SHOWN < each.number <= last]
    rows = [
        (
            each.number,
            words.day(datetime.fromtimestamp(each.day * audit.DAY, UTC)),
            names.get(each.who) or doer(words, each.who),
            deed(words, each.what),
            _subject(words, each.on),
        )
        for each in reversed(shown)
    ]
    older = shown[0].number if shown and shown[0].number > 1 else 0
    return await page(request, "log.html", at="log", rows=rows, broken=audit.broken(entries), older=older)


def _subject(words: Words, on: str) -> str:
    role = next((each for each in staff.ROLES if each == on), None)
    return role_name(words, role) if role else on
