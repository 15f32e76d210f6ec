"""Who is asked to sign a paper, and a paper taken off the dashboard for good."""

from collections.abc import Iterable

from aiohttp import web

from bot.channels.web.guard import form_of
from bot.dashboard.common import WHO, page, parts, to
from bot.dashboard.keeping import and_back, kept
from bot.dashboard.papers import HOME, address, number_in, paper_in
from handlers.approvals.outcome import Outcome
from handlers.submissions import keeping, signing
from handlers.submissions.drafts import draft_of
from storage.papers import Paper

OF = "of-"
"""Begins the name of the field of an organisation."""


async def asked(request: web.Request) -> web.Response:
    """POST /admin/papers/<id>/signing with `of-<id>` for each organisation, and `do`: ask or drop."""
    form, desk = await form_of(request), parts(request).desk
    do, chosen = form.get("do"), _chosen(form)
    if do not in {"ask", "drop"}:
        raise web.HTTPBadRequest
    if not chosen:
        return to(address(await paper_in(request)))

    async def decide() -> Outcome:
        paper, person = await paper_in(request), request[WHO].person
        return await signing.ask(desk.store, desk.place(), person, paper, chosen, sign=do == "ask")

    return await and_back(request, decide, address(await paper_in(request)))


def _chosen(fields: Iterable[str]) -> list[bytes]:
    """Raises `HTTPBadRequest` for what is no id."""
    try:
        return [bytes.fromhex(each.removeprefix(OF)) for each in fields if each.startswith(OF)]
    except ValueError:
        raise web.HTTPBadRequest from None


async def remove(request: web.Request) -> web.Response:
    """GET /admin/papers/<id>/remove: asked once more."""
    return await _removing(request, await paper_in(request))


async def _removing(request: web.Request, paper: Paper) -> web.Response:
    signed = [each for each in await signing.asked(parts(request).store, paper) if each.answer == "signed"]
    return await page(
        request,
        "paper_remove.html",
        at="papers",
        paper=paper,
        draft=draft_of(paper),
        here=address(paper),
        signed=[each.organisation.name for each in signed],
    )


async def removed(request: web.Request) -> web.Response:
    """POST the same with `version`: of what they saw."""
    paper, desk = await paper_in(request), parts(request).desk
    version = number_in((await form_of(request)).get("version"))

    async def decide() -> Outcome:
        return await keeping.removed(desk.store, desk.place(), request[WHO].person, paper.id, version)

    said = await kept(request, decide)
    return to(f"{address(paper)}?said={said}" if said == "changed" else f"{HOME}?said={said}")
