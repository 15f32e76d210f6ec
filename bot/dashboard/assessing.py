"""A survey is made in which people say how far recommendations have come; it waits to be looked at."""

from aiohttp import web

from bot.channels.web.guard import form_of
from bot.dashboard.common import page, parts, to, words_of
from bot.dashboard.keeping import kept
from handlers.approvals.outcome import Outcome
from handlers.consultations import renewing
from handlers.consultations.renewing import Given
from handlers.consultations.standing import title_of
from handlers.recommendations.assessing import MOST, form_for, lacking
from handlers.studio import aside
from storage import consultations, recommendations
from storage.consultations import Consultation
from storage.recommendations import Recommendation


async def choose(request: web.Request) -> web.Response:
    """GET /admin/recommendations/survey: of which recommendations, in which consultation."""
    return await _form(request)


async def chosen(request: web.Request) -> web.Response:
    """POST the same with `consultation` and `of-<code>`: the survey waits to be looked at and published."""
    form, words = await form_of(request), words_of(request)
    there = {each.slug: each for each in await _there(request)}
    here = there.get(str(form.get("consultation", "")))
    if here is None:
        raise web.HTTPBadRequest
    found = [each for each in await _ours(request) if f"of-{each.code}" in form]
    if not 0 < len(found) <= MOST:
        told = words.say("Please choose one at least, and %(count)s at most.", count=MOST)
        return await _form(request, told)
    if unasked := lacking(found, here.terms):
        told = words.say("Please write the questions first: %(numbers)s", numbers=words.listed(unasked))
        return await _form(request, told)
    return await _made(request, here, found)


async def _made(request: web.Request, here: Consultation, found: list[Recommendation]) -> web.Response:
    from bot.starter import as_spreadsheet  # noqa: PLC0415 - spreadsheets take memory, and are rarely made

    store = parts(request).store
    survey = next(each for each in here.terms.surveys if each.audience == "residents")
    content = await aside(as_spreadsheet, await form_for(store, here, found))
    made = await renewing.looked_through(store, here, survey, Given(".xlsx", content))

    async def decide() -> Outcome:
        return await renewing.kept(store, parts(request).desk.place(), here, made)

    await kept(request, decide)
    return to(f"/admin/consultations/{here.slug}/surveys/{survey.name}")


async def _form(request: web.Request, trouble: str = "") -> web.Response:
    words = words_of(request)
    ours = [(each, each.questions.get(words.language) or each.text) for each in await _ours(request)]
    return await page(
        request,
        "assessing.html",
        status=422 if trouble else 200,
        at="recommendations",
        trouble=trouble,
        there=[(each.slug, title_of(words, each)) for each in await _there(request)],
        ours=[(each.code, each.name, text) for each, text in ours],
    )


async def _there(request: web.Request) -> list[Consultation]:
    """The consultations that people are, or will be, asked in."""
    every = await consultations.every(parts(request).store.database)
    return [each for each in every if renewing.can_be(each) and each.terms.named("residents")]


async def _ours(request: web.Request) -> list[Recommendation]:
    """Those that we can act on."""
    return await recommendations.ours(parts(request).store.database)
