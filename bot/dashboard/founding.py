"""A consultation is begun, and its texts and dates are mended, field by field."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from zoneinfo import available_timezones

from aiohttp import web

from bot.channels.web.guard import form_of
from bot.dashboard.common import WHO, found_in, page, parts, to, words_of
from bot.dashboard.keeping import and_back, kept
from bot.dashboard.sending import given_in, judged, sent_with
from handlers.approvals.outcome import Outcome
from handlers.consultations import founding, renewing, standing, stating
from handlers.consultations.renewing import Given
from handlers.words import LANGUAGES, name_of
from storage import consultations
from storage.consultations import Consultation
from storage.terms import Audience
from survey.problems import FormProblems, Problem

LARGEST = 100_000
HOME = "/admin/consultations"
ORGANISATIONS = "form_organisations"


async def begin(request: web.Request) -> web.Response:
    """GET /admin/begin: what has to be said, and the file of its questions."""
    return await _form(request, {"timezone": await _zone(request)})


async def begun(request: web.Request) -> web.Response:
    """POST the same: what is wrong, field by field; else it is there, to be tried before it opens."""
    sent, desk, words = await sent_with(request), parts(request).desk, words_of(request)
    taken = {each.slug for each in await consultations.every(desk.store.database)}
    wrong = stating.named_wrongly(words, sent.fields, taken)
    if not wrong:
        spoken, zone = stating.languages_of(sent.fields), sent.fields["timezone"]
        wrong = stating.stated_wrongly(words, sent.fields, spoken, zone, desk.clock())
    if wrong:
        return await _form(request, sent.fields, wrong)
    try:
        forms: dict[Audience, Given] = {"residents": given_in(sent)}
        if ORGANISATIONS in sent.files:
            forms["organisations"] = given_in(sent, ORGANISATIONS)
        folder = await founding.looked_through(sent.fields, forms)
    except FormProblems as error:
        return await _form(request, sent.fields, problems=error.problems)

    async def decide() -> Outcome:
        return await founding.begun(desk.store, desk.place(), request[WHO].person, folder)

    said = await kept(request, decide)
    if said == "changed":  # somebody took the name meanwhile
        return await _form(
            request, sent.fields, stating.named_wrongly(words, sent.fields, {folder.terms.slug})
        )
    return to(f"{HOME}/{folder.terms.slug}?said={said}")


async def terms(request: web.Request) -> web.Response:
    """GET /admin/consultations/<slug>/terms: texts and dates as they are."""
    found = await found_in(request)
    return await _terms(request, found, stating.fields_of(found.terms))


async def mended(request: web.Request) -> web.Response:
    """POST the same: what is wrong, field by field; else it counts, or a second person is asked."""
    found, form, words = await found_in(request), await form_of(request), words_of(request)
    fields = {name: str(value) for name, value in form.items()}
    spoken, zone = found.terms.languages, found.terms.timezone
    wrong = stating.stated_wrongly(words, fields, spoken, zone, parts(request).desk.clock())
    wrong |= stating.closes_earlier(words, fields, found)
    if wrong and renewing.can_be(found):
        return await _terms(request, found, fields, wrong)

    async def decide() -> Outcome:
        desk, person = parts(request).desk, request[WHO].person
        now, seen = await found_in(request), fields.get("seen", "")
        return await founding.mended(desk.store, desk.place(), person, now, fields, seen)

    return await and_back(request, decide, f"{HOME}/{found.slug}")


async def _form(
    request: web.Request,
    fields: Mapping[str, str],
    wrong: Mapping[str, str] | None = None,
    problems: tuple[Problem, ...] = (),
) -> web.Response:
    return await page(
        request,
        "begin.html",
        status=422 if wrong or problems else 200,
        at="overview",
        zones=_zones(),
        **_filled((*LANGUAGES, *stating.others_of(fields)), fields, wrong),
        **judged(words_of(request), problems),
    )


async def _terms(
    request: web.Request,
    found: Consultation,
    fields: Mapping[str, str],
    wrong: Mapping[str, str] | None = None,
) -> web.Response:
    store, words = parts(request).store, words_of(request)
    return await page(
        request,
        "terms.html",
        status=422 if wrong else 200,
        at="overview",
        slug=found.slug,
        title=standing.title_of(words, found),
        possible=renewing.can_be(found),
        under_way=found.state == "open",
        seen=fields.get("seen") or await founding.mark(store, found),
        hint=await renewing.hint(store, words, request[WHO].person, found),
        **_filled(found.terms.languages, fields, wrong),
    )


def _filled(
    languages: Iterable[str], fields: Mapping[str, str], wrong: Mapping[str, str] | None
) -> dict[str, object]:
    """What stands in the fields of texts and dates, and what is wrong with it."""
    return {
        "fields": defaultdict(str, fields),
        "wrong": defaultdict(str, wrong or {}),
        "spoken_here": [(code, name_of(code)) for code in languages],
        "longest": stating.LONGEST,
    }


@cache
def _zones() -> list[str]:
    """They are looked up file by file."""
    return sorted(available_timezones())


async def _zone(request: web.Request) -> str:
    """That of the consultation before, which the next is likely to have."""
    every = await consultations.every(parts(request).store.database)
    return every[0].terms.timezone if every else "UTC"
