"""The surveys of a consultation: looked at as people see them, and brought anew as an XLSForm."""

from aiohttp import web

from bot.channels.web.guard import form_of
from bot.dashboard.common import WHO, found_in, page, parts, to, words_of
from bot.dashboard.keeping import and_back, kept
from bot.dashboard.sending import given_in, judged, rows, sent_with
from handlers.answering.previewing import Previewed, previewed
from handlers.approvals.actions import RENEW, may
from handlers.approvals.outcome import Outcome
from handlers.consultations import renewing, standing
from handlers.consultations.folder import CheckedSurvey
from handlers.studio import aside
from handlers.words import Words, name_of
from storage import consultations, media, uploads
from storage.consultations import Consultation
from storage.terms import SurveyTerms
from survey.form import Form
from survey.problems import FormProblems, Problem


async def show(request: web.Request) -> web.Response:
    """GET /admin/consultations/<slug>/surveys: which there are, and where another version is given."""
    return await _all(request, await found_in(request))


async def given(request: web.Request) -> web.Response:
    """POST the same with `survey`, `form` and `media`: its mistakes; without any it waits to be looked at."""
    found, sent = await found_in(request), await sent_with(request)
    survey, address = _named(found, sent.fields.get("survey", "")), _address(found)
    if not renewing.can_be(found):
        return to(f"{address}?said=late")
    store = parts(request).store
    try:
        made = await renewing.looked_through(store, found, survey, given_in(sent))
    except FormProblems as error:
        return await _all(request, found, survey.name, error.problems)

    async def decide() -> Outcome:
        return await renewing.kept(store, parts(request).desk.place(), found, made)

    said = await kept(request, decide)
    return to(f"{address}/{survey.name}" if said == "done" else f"{address}?said={said}")


async def one(request: web.Request) -> web.Response:
    """GET /admin/consultations/<slug>/surveys/<name>; `?in=…`: in that language.

    What was uploaded last, with a button that publishes exactly this; else what people are asked now.
    """
    found, words, desk = await found_in(request), words_of(request), parts(request).desk
    survey = _named(found, request.match_info["survey"])
    waiting = await renewing.waiting(desk.store, desk.place(), found, survey)
    shown = waiting or await renewing.now(desk.store, found, survey)
    language = _language(request, found)
    offers = waiting is not None and renewing.can_be(found) and may(request[WHO].actor, RENEW)
    return await page(
        request,
        "survey.html",
        at="overview",
        slug=found.slug,
        title=standing.title_of(words, found),
        survey=survey,
        shown_in=language,
        spoken_here=[(each, name_of(each)) for each in found.terms.languages],
        speak=Words(language).say,
        chat_title=found.terms.say(found.terms.title, language),
        organiser=found.terms.say(found.terms.organiser, language),
        cards=await _cards(request, found, shown, language),
        notes=rows(words, shown.warnings),
        waits=waiting is not None,
        seen=shown.digest if offers else "",
        under_way=found.state == "open",
        hint=await renewing.hint(desk.store, words, request[WHO].person, found) if offers else "",
    )


async def published(request: web.Request) -> web.Response:
    """POST the same with `seen`: exactly what was looked at."""
    found, seen = await found_in(request), str((await form_of(request)).get("seen", ""))
    survey = _named(found, request.match_info["survey"])

    async def decide() -> Outcome:
        desk, person = parts(request).desk, request[WHO].person
        return await renewing.published(
            desk.store, desk.place(), person, await found_in(request), survey, seen
        )

    return await and_back(request, decide, _address(found))


async def _all(
    request: web.Request, found: Consultation, of: str = "", problems: tuple[Problem, ...] = ()
) -> web.Response:
    """`problems`: those of the file that was given for the survey `of`."""
    store, words, desk = parts(request).store, words_of(request), parts(request).desk
    latest = await consultations.latest(store.database, found.slug)
    waiting = await uploads.names(store.database, found.slug, int(desk.clock().timestamp()))
    return await page(
        request,
        "surveys.html",
        status=422 if problems else 200,
        at="overview",
        slug=found.slug,
        title=standing.title_of(words, found),
        surveys=[(each, latest[each.name].number, each.name in waiting) for each in found.terms.surveys],
        brings=renewing.can_be(found) and may(request[WHO].actor, RENEW),
        wrong=of,
        **judged(words, problems),
    )


def _named(found: Consultation, name: str) -> SurveyTerms:
    """Raises `HTTPNotFound`."""
    for each in found.terms.surveys:
        if each.name == name:
            return each
    raise web.HTTPNotFound


def _address(found: Consultation) -> str:
    return f"/admin/consultations/{found.slug}/surveys"


def _language(request: web.Request, found: Consultation) -> str:
    """The one that was asked for, if the consultation speaks it; else that of who looks."""
    asked = request.query.get("in", "")
    return asked if asked in found.terms.languages else found.terms.spoken(words_of(request).language)


async def _cards(
    request: web.Request, found: Consultation, shown: CheckedSurvey, language: str
) -> list[Previewed]:
    place = parts(request).desk.place()
    digests = {name: media.digest(file) for name, file in shown.media.items()}
    return await aside(
        lambda: previewed(place, found, shown.terms.name, Form.load(shown.xform), digests, language)
    )
