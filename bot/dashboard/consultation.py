"""One consultation: how it stands, and what can be done with it next."""

from dataclasses import dataclass

from aiohttp import web

from bot.channels.web.guard import form_of
from bot.dashboard.common import WHO, found_in, of_web, page, parts, words_of
from bot.dashboard.files import released
from bot.dashboard.keeping import and_back
from handlers.approvals.actions import READ, RENEW, may
from handlers.approvals.outcome import Outcome
from handlers.consultations import machine_signs, renewing, standing, wanting
from handlers.consultations.counting import results_address
from handlers.consultations.describing import described, name_of
from handlers.consultations.hearing import hearings
from handlers.consultations.judging import mark
from handlers.taking_part.growing import growths
from handlers.words import Words
from handlers.words import name_of as name_of_language
from storage import collected, consultations, publications
from storage.consultations import Consultation, Version
from storage.proposals import Proposal, proposal

DAY = 86_400
ALONE = {"open", "release"}
"""What nobody else is asked for."""


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey as a row of the page."""

    name: str
    audience: str
    version: int


async def show(request: web.Request) -> web.Response:
    """GET /admin/consultations/<slug>."""
    store, words, found = parts(request).store, words_of(request), await found_in(request)
    latest = await consultations.latest(store.database, found.slug)
    mends = renewing.can_be(found) and may(request[WHO].actor, RENEW)
    early = mends and found.state == "scheduled"
    return await page(
        request,
        "consultation.html",
        at="overview",
        slug=found.slug,
        title=standing.title_of(words, found),
        state=standing.state_alone(words, found),
        spoken_here=[name_of_language(each) for each in found.terms.languages],
        people=await _people(request, found),
        most=collected.MOST,
        days=max(0, round((found.closes - parts(request).desk.clock()).total_seconds() / DAY)),
        under_way=found.state == "open",
        signs=await machine_signs.told(store, words, found.slug),
        wanted=await standing.wanted(store, words, found),
        surveys=[_survey(version) for version in latest.values()],
        opens=_moment(words, found.opens.isoformat(timespec="minutes")),
        closes=_moment(words, found.closes.isoformat(timespec="minutes")),
        zone=found.terms.timezone,
        ways=_ways(request, words, found),
        heard=await hearings(store, words, found),
        grown=await growths(store, words, found),
        results=await _results(request, found),
        released=await released(request, found),
        mends=mends,
        trial=f"/chat/{found.slug}?trial={store.keys.trial_token(found.slug)}" if early else "",
        reads=may(request[WHO].actor, READ),
    )


async def way(request: web.Request) -> web.Response:
    """GET /admin/consultations/<slug>/<way>: what it means, exactly, and whether a second person is asked."""
    store, words, found = parts(request).store, words_of(request), await found_in(request)
    name = _way_of(request)
    wanted = await _wanted(request, name, found) if wanting.in_time(name, found) else None
    person = request[WHO].person
    return await page(
        request,
        "way.html",
        at="overview",
        slug=found.slug,
        title=standing.title_of(words, found),
        way=name,
        label=name_of(words, name),
        possible=wanted is not None,
        lacking=wanting.in_time(name, found),
        told=await described(store, words, wanted) if wanted and name in {"close", "publish"} else [],
        seen=mark(wanted) if wanted else "",
        later=[(until, _moment(words, until)) for until in wanting.later(found)],
        hint=await wanting.hint(store, words, person, wanted) if wanted and name not in ALONE else "",
    )


async def went(request: web.Request) -> web.Response:
    """POST the same: done, or a second person is asked; never what is not as it was looked at."""
    form, name = await form_of(request), _way_of(request)
    address = f"/admin/consultations/{request.match_info['slug']}"

    async def decide() -> Outcome:
        found = await found_in(request)
        if not wanting.in_time(name, found):
            return Outcome("late")
        return await _decided(request, name, found, str(form.get("seen", "")), str(form.get("until", "")))

    return await and_back(request, decide, address)


async def _decided(request: web.Request, name: str, found: Consultation, seen: str, until: str) -> Outcome:
    desk, person = parts(request).desk, request[WHO].person
    store, place = desk.store, desk.place()
    if name == "open":
        return await wanting.opened(store, place, person, found)
    if name == "release":
        return await wanting.released(store, place, person, found)
    if name == "extend":
        return await wanting.extended(store, place, person, found, until)
    wanted = await wanting.proposed(store, place, name, found)
    if wanted is None or seen != mark(wanted):
        return Outcome("changed" if wanted else "late")
    return await wanting.done_or_asked(store, place, person, wanted, wanting.DONE[name])


async def _wanted(request: web.Request, name: str, found: Consultation) -> Proposal | None:
    """What is looked at; of what needs no look, something that stands for it."""
    if name in {"extend", *ALONE}:
        return proposal("extend", found.slug)
    return await wanting.proposed(parts(request).store, parts(request).desk.place(), name, found)


def _way_of(request: web.Request) -> str:
    """What shall happen: the end of the address."""
    return request.path.rpartition("/")[2]


def _survey(version: Version) -> Survey:
    return Survey(version.survey, version.audience, version.number)


def _moment(words: Words, moment: str) -> str:
    return words.value("datetime", moment)


def _ways(request: web.Request, words: Words, found: Consultation) -> list[tuple[str, str]]:
    """What they may do next, with its name."""
    ways = [each for each in standing.WAYS.get(found.state, ()) if each.name in wanting.WAYS]
    return [(each.name, name_of(words, each.name)) for each in ways if may(request[WHO].actor, each)]


async def _people(request: web.Request, found: Consultation) -> int | None:
    """About how many sent their answers; 0 where there is nothing to count."""
    if found.state in {"scheduled", "expired"}:
        return 0
    return await standing.people_who_sent(parts(request).store, found)


async def _results(request: web.Request, found: Consultation) -> str:
    """Where what was published stands; empty if nothing was."""
    language = found.terms.spoken(words_of(request).language)
    if await publications.get(parts(request).store.database, found.slug, language) is None:
        return ""
    return results_address(of_web(request).public_url, found.slug, language)
