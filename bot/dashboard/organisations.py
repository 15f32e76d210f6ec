"""Organisations that registered: what each says of itself, verified or refused by an owner."""

from aiohttp import web

from bot.channels.web.guard import form_of
from bot.dashboard.common import WHO, page, parts, words_of
from bot.dashboard.keeping import and_back
from handlers.approvals import admitting
from handlers.approvals.actions import VERIFY, may
from handlers.approvals.outcome import Outcome
from handlers.approvals.reasons import LONGEST_REASON
from handlers.organisations.verifying import alike, list_organisers_alike
from handlers.words import Words
from storage import organisations
from storage.organisations import STATES, Organisation, State
from storage.store import Store
from survey.lookalikes import mixes_alphabets

HOME = "/admin/organisations"


async def show(request: web.Request) -> web.Response:
    """GET /admin/organisations: those that wait first; and whose name looks like another's."""
    store, words = parts(request).store, words_of(request)
    found = await organisations.every(store.database, store.keys)
    rows = [
        (each.id.hex(), each.name, _state(words, each.state), await _is_doubtful(store, each, found))
        for each in sorted(found, key=lambda one: (STATES.index(one.state), one.name))
    ]
    return await page(request, "organisations.html", at="organisations", rows=rows)


async def _is_doubtful(store: Store, one: Organisation, among: list[Organisation]) -> bool:
    return bool(mixes_alphabets(one.name) or alike(one, among) or await list_organisers_alike(store, one))


async def one(request: web.Request) -> web.Response:
    """GET /admin/organisations/<id>."""
    store, words, found = parts(request).store, words_of(request), await _found(request)
    others = alike(found, await organisations.every(store.database, store.keys))
    return await page(
        request,
        "organisation.html",
        at="organisations",
        id=found.id.hex(),
        seen=found.version,
        state=found.state,
        state_said=_state(words, found.state),
        profile=found.profile,
        members=found.members,
        others=[
            *(f"{each.name} ({_state(words, each.state)})" for each in others),
            *await list_organisers_alike(store, found),
        ],
        mixed=mixes_alphabets(found.name),
        decides=may(request[WHO].actor, VERIFY),
        longest=LONGEST_REASON,
    )


async def verified(request: web.Request) -> web.Response:
    """POST /admin/organisations/<id>/verify with `seen`."""
    seen, which = str((await form_of(request)).get("seen", "")), (await _found(request)).id

    async def decide() -> Outcome:
        desk = parts(request).desk
        return await admitting.verified(desk.store, desk.place(), request[WHO].person, which, seen)

    return await and_back(request, decide, HOME)


async def refused(request: web.Request) -> web.Response:
    """POST /admin/organisations/<id>/refuse with `reason`."""
    reason, which = str((await form_of(request)).get("reason", "")), (await _found(request)).id

    async def decide() -> Outcome:
        desk = parts(request).desk
        return await admitting.refused(desk.store, desk.place(), request[WHO].person, which, reason)

    return await and_back(request, decide, HOME)


async def _found(request: web.Request) -> Organisation:
    """Raises `HTTPNotFound`."""
    store = parts(request).store
    every = await organisations.every(store.database, store.keys)
    found = next((each for each in every if each.id.hex() == request.match_info["organisation"]), None)
    if found is None:
        raise web.HTTPNotFound
    return found


def _state(words: Words, state: State) -> str:
    return {
        "waiting": words.say("not decided yet"),
        "verified": words.say("verified"),
        "refused": words.say("refused"),
    }[state]
